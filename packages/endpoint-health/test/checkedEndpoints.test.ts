/**
 * The whole way on loopback: names from a real DNS server, connections to real listeners. 127.1/16 plays
 * the VPC, with one subnet for each of three zones.
 */
import { createServer, type Server, type Socket } from "node:net"
import {
  createServer as createTlsServer,
  getCACertificates,
  setDefaultCACertificates,
} from "node:tls"
import { EmulatedDns } from "@manga-assist/real-servers"
import { Effect, Layer } from "effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { checkEndpoints, type EndpointReport } from "../src/checks/Check.ts"
import { ControlPlane } from "../src/aws/ControlPlane.ts"
import type { Endpoint } from "../src/checks/Endpoint.ts"
import type { Status } from "../src/verdict/Reason.ts"
import { resolveWith } from "../src/probe/Resolve.ts"
import { known, type Known, unknown, type VpcEndpoint, type VpcFacts } from "../src/aws/VpcFacts.ts"
import { authority, certificate, expired, key } from "./testCertificates.ts"

const dns = new EmulatedDns()
const servers: Array<Server> = []
const sockets = new Set<Socket>()
let dnsServer = ""
const trusted = getCACertificates("default")

const listen = async (server: Server, address: string, port = 0): Promise<number> => {
  servers.push(server)
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.on("error", () => undefined)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((listening, failed) => {
    server.once("error", failed)
    server.listen(port, address, () => listening())
  })
  const bound = server.address()
  return typeof bound === "object" && bound !== null ? bound.port : 0
}

const tls = (cert = certificate) =>
  createTlsServer({ cert, key, ALPNProtocols: ["h2", "http/1.1"] }, (socket) =>
    socket.on("error", () => undefined),
  )

/** The same port at three addresses, one in each zone. */
const zoneAddresses = ["127.1.1.10", "127.1.2.10", "127.1.3.10"]
let port = 0
let expiredPort = 0
let mutePort = 0
let hangUpPort = 0

beforeAll(async () => {
  dnsServer = await dns.listen()
  setDefaultCACertificates([...trusted, authority])
  port = await listen(tls(), "127.1.1.10")
  await listen(tls(), "127.1.2.10", port)
  await listen(tls(), "127.1.3.10", port)
  expiredPort = await listen(tls(expired), "127.1.1.20")
  mutePort = await listen(
    createServer((socket) => socket.resume()),
    "127.1.1.30",
  )
  hangUpPort = await listen(
    createServer((socket) => socket.resetAndDestroy()),
    "127.1.1.40",
  )
})
afterAll(async () => {
  setDefaultCACertificates(trusted)
  for (const socket of sockets) socket.destroy()
  for (const server of servers) await new Promise((closed) => server.close(closed))
  await dns.close()
})

const vpc: VpcFacts = {
  cidrs: ["127.1.0.0/16"],
  subnets: ["a", "c", "d"].map((letter, index) => ({
    cidrs: [`127.1.${index + 1}.0/24`],
    zone: `ap-northeast-1${letter}`,
  })),
  interfaceZones: new Map(),
  endpoints: new Map(),
  notes: [],
}

const check = async (
  endpoint: Partial<Endpoint> & { readonly host: string },
  endpoints: Readonly<Record<string, Known<ReadonlyArray<VpcEndpoint>>>> = {},
  deadlineMs = 2_000,
): Promise<EndpointReport> => {
  const facts = { ...vpc, endpoints: new Map(Object.entries(endpoints)) }
  const controlPlane = Layer.succeed(ControlPlane, { facts: () => Effect.succeed(facts) })
  const { reports } = await Effect.runPromise(
    checkEndpoints(
      [
        {
          name: "subject",
          port,
          tls: true,
          kind: "interface",
          // Loopback under load: how fast is no question here.
          limits: { dnsMs: 5_000, tcpMs: 5_000, tlsMs: 5_000 },
          ...endpoint,
        },
      ],
      {
        samples: 5,
        spacingMs: 0,
        deadlineMs,
        resolve: resolveWith({ servers: [dnsServer], deadlineMs }),
      },
    ).pipe(Effect.provide(controlPlane)),
  )
  const [report] = reports
  if (report === undefined) throw new Error("no report")
  return report
}

const outcome = ({ verdict }: EndpointReport) => [
  verdict.status,
  ...verdict.reasons.map(({ code }) => code),
]

it("labels every address with its zone and agrees on a protocol", async () => {
  dns.set("bedrock.test.internal", zoneAddresses)
  const report = await check({ host: "bedrock.test.internal" })
  expect(outcome(report)).toEqual(["healthy"])
  expect(report.addresses.toSorted((a, b) => a.address.localeCompare(b.address))).toEqual([
    { address: "127.1.1.10", place: "vpc", zone: "ap-northeast-1a" },
    { address: "127.1.2.10", place: "vpc", zone: "ap-northeast-1c" },
    { address: "127.1.3.10", place: "vpc", zone: "ap-northeast-1d" },
  ])
  expect(report.isPrivate).toBe(true)
  expect(report.window.dns).toHaveLength(5)
  expect(report.window.connects).toHaveLength(15)
  expect(new Set(report.window.connects.map(({ protocol }) => protocol))).toEqual(new Set(["h2"]))
})

type Answers = Parameters<EmulatedDns["set"]> extends [string, ...infer Rest] ? Rest : never

it.each<
  readonly [
    what: string,
    answers: Answers,
    port: () => number,
    status: Status,
    code: string,
    text: RegExp,
  ]
>([
  [
    "one of three addresses dead",
    [["127.1.1.10", "127.1.2.10", "127.1.3.99"]],
    () => port,
    "degraded",
    "address-dead",
    /127\.1\.3\.99 never answered: ECONNREFUSED/,
  ],
  ["a name that does not exist", [], () => port, "unhealthy", "dns-failed", /5 of 5 .* ENOTFOUND/],
  ["a server that fails", ["SERVFAIL"], () => port, "unhealthy", "dns-failed", /ESERVFAIL/],
  ["a server that refuses", ["REFUSED"], () => port, "unhealthy", "dns-failed", /EREFUSED/],
  ["a name without addresses", ["empty"], () => port, "unhealthy", "dns-failed", /ENODATA/],
  [
    "nobody listening",
    [["127.1.1.50"]],
    () => port,
    "unhealthy",
    "tcp-failed",
    /5 of 5 tries: ECONNREFUSED/,
  ],
  [
    "an expired certificate",
    [["127.1.1.20"]],
    () => expiredPort,
    "unhealthy",
    "tls-failed",
    /CERT_HAS_EXPIRED/,
  ],
  [
    "an address of this machine, not of the VPC",
    [["127.0.0.1"]],
    () => mutePort,
    "unhealthy",
    "loopback",
    /127\.0\.0\.1 is loopback, not a VPC endpoint/,
  ],
])("finds %s", async (what, answers, portOf, status, code, text) => {
  const host = `${what.replaceAll(/[^a-z]+/g, "-")}.test.internal`
  if (answers.length > 0) dns.set(host, ...answers)
  const { verdict } = await check({ host, port: portOf() })
  expect(verdict.status).toBe(status)
  expect(verdict.reasons.find((reason) => reason.code === code)?.text).toMatch(text)
})

it("gives up on a DNS server and on a TLS server that say nothing", async () => {
  dns.set("silent.test.internal", "silent")
  const silent = await check({ host: "silent.test.internal" }, {}, 150)
  expect(outcome(silent)).toEqual(["unhealthy", "dns-failed"])
  expect(silent.verdict.reasons[0]?.text).toMatch(/ETIMEOUT|no answer in 150 ms/)
  dns.set("mute.test.internal", ["127.1.1.30"])
  const mute = await check({ host: "mute.test.internal", port: mutePort }, {}, 150)
  expect(outcome(mute)).toEqual(["unhealthy", "tls-failed"])
  expect(mute.verdict.reasons[0]?.text).toContain("no answer in 150 ms")
})

it("refuses a certificate of another name and of an unknown authority", async () => {
  dns.set("one.other.internal", ["127.1.1.10"])
  const other = await check({ host: "one.other.internal" })
  expect(outcome(other)).toEqual(["unhealthy", "tls-failed"])
  expect(other.verdict.reasons[0]?.text).toContain("ERR_TLS_CERT_ALTNAME_INVALID")
  setDefaultCACertificates(trusted)
  dns.set("unknown.test.internal", ["127.1.1.10"])
  const report = await check({ host: "unknown.test.internal" })
  setDefaultCACertificates([...trusted, authority])
  expect(outcome(report)).toEqual(["unhealthy", "tls-failed"])
  expect(report.verdict.reasons[0]?.text).toMatch(
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN/,
  )
})

it("finds a server that hangs up, before or after TCP stands", async () => {
  dns.set("reset.test.internal", ["127.1.1.40"])
  const { verdict } = await check({ host: "reset.test.internal", port: hangUpPort })
  expect(verdict.status).toBe("unhealthy")
  expect(verdict.reasons[0]?.code).toMatch(/^t(cp|ls)-failed$/)
})

it("uses the family that answers when the other one fails", async () => {
  dns.set("half.test.internal", { a: ["127.1.1.10"], aaaa: "SERVFAIL" })
  const report = await check({ host: "half.test.internal" })
  expect(outcome(report)).toEqual(["healthy"])
  expect(dns.questions).toContain("half.test.internal 28")
})

it("collects the addresses of all rounds, and forgives one lost answer", async () => {
  dns.set("moving.test.internal", ["127.1.1.10"], "SERVFAIL", ["127.1.2.10"])
  const report = await check({ host: "moving.test.internal" })
  expect(report.addresses.map(({ address }) => address)).toEqual(["127.1.1.10", "127.1.2.10"])
  expect(report.verdict.status).toBe("healthy")
  expect(report.window.dns.filter(({ error }) => error !== undefined)).toHaveLength(1)
})

it("looks at a plain node in the VPC, and connects to an IPv6-only name", async () => {
  dns.set("cache.test.internal", ["127.1.2.10"])
  const redis = await check({ host: "cache.test.internal", kind: "in-vpc", tls: false })
  expect(outcome(redis)).toEqual(["healthy"])
  expect(redis.addresses[0]?.zone).toBe("ap-northeast-1c")
  dns.set("six.test.internal", ["fd00:dead::1"])
  const six = await check({ host: "six.test.internal" }, {}, 200)
  expect(six.addresses[0]?.place).toBe("private")
  expect(six.window.connects).toHaveLength(5)
  expect(six.window.untried).toBeUndefined()
})

const dynamodb: VpcEndpoint = {
  id: "vpce-0dd",
  service: "dynamodb",
  type: "gateway",
  state: "available",
  addresses: [],
  routed: known(true),
}
const classic: VpcEndpoint = {
  id: "vpce-0cc",
  service: "aoss-classic",
  type: "opensearch-serverless",
  state: "available",
  addresses: [],
}

it.each<readonly [string, Known<ReadonlyArray<VpcEndpoint>>, ReadonlyArray<string>]>([
  ["routed", known([dynamodb]), ["healthy"]],
  ["not routed", known([{ ...dynamodb, routed: known(false) }]), ["degraded", "not-routed"]],
  ["pending", known([{ ...dynamodb, state: "pending" }]), ["degraded", "endpoint-state"]],
  ["failed", known([{ ...dynamodb, state: "failed" }]), ["unhealthy", "endpoint-state"]],
  ["absent", known([]), ["healthy", "endpoint-not-found"]],
  ["not to be asked about", unknown("no permission"), ["healthy", "route-not-known"]],
])("judges a gateway endpoint that is %s by its route", async (_, endpoints, expected) => {
  const host = "dynamodb.ap-northeast-1.amazonaws.com"
  // Loopback has no public address: the VPC's stands in, which is a note for a gateway.
  dns.set(host, ["127.1.1.10"])
  const report = await check({ host, kind: "gateway" }, { dynamodb: endpoints })
  expect(outcome(report).filter((code) => code !== "private-address")).toEqual(expected)
})

it("tells NextGen and classic collections apart by their names", async () => {
  const classicHost = "a1b2.ap-northeast-1.aoss.amazonaws.com"
  const nextHost = "a1b2.aoss.ap-northeast-1.on.aws"
  dns.set(classicHost, ["127.1.1.10"])
  dns.set(nextHost, ["127.1.2.10"])
  const endpoints = {
    "aoss-classic": known([classic]),
    "aoss-data": known([]),
    aoss: known([]),
  }
  const kind = "opensearch-serverless"
  const served = await check({ host: classicHost, kind }, endpoints)
  expect([...outcome(served), served.vpcEndpoint?.id]).toEqual(["healthy", "vpce-0cc"])
  const unserved = await check({ host: nextHost, kind }, endpoints)
  expect([...outcome(unserved), unserved.vpcEndpoint]).toEqual([
    "healthy",
    "endpoint-not-found",
    undefined,
  ])
  expect(unserved.verdict.reasons[0]?.text).toContain("does not serve NextGen names")
})

it("leaves no socket behind", async () => {
  while (sockets.size > 0) await new Promise((resume) => setImmediate(resume))
  expect(sockets.size).toBe(0)
})
