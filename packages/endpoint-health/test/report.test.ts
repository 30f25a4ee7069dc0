import { createServer, type Server } from "node:net"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { checkEndpoints } from "../src/Check.ts"
import { parseCommand } from "../src/CommandLine.ts"
import { awsEndpoints, limitsOf } from "../src/Endpoint.ts"
import { reportJson, reportText } from "../src/Report.ts"

let server: Server
let port = 0

beforeAll(async () => {
  server = createServer((socket) => socket.on("error", () => undefined))
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  port = typeof address === "object" && address !== null ? address.port : 0
})
afterAll(() => new Promise((closed) => server.close(closed)))

const node = () =>
  ({
    name: "cache",
    host: "127.0.0.1",
    port,
    kind: "in-vpc",
    tls: false,
    limits: { dnsMs: 2000, tcpMs: 2000, tlsMs: 2000 },
  }) as const

it("says the same as text and as JSON, and keeps the published status", async () => {
  const [first] = await Effect.runPromise(checkEndpoints([node()]))
  const dead = { ...node(), port: 1 }
  const [second] = await Effect.runPromise(
    checkEndpoints([dead], { before: first === undefined ? [] : [first] }),
  )
  expect(first?.history.status).toBe("healthy")
  expect(second?.verdict.status).toBe("unhealthy")
  expect(second?.history).toEqual({ status: "healthy", windows: ["healthy", "unhealthy"] })

  const text = reportText(second === undefined ? [] : [second])
  expect(text).toMatch(/^healthy {4}cache {2}127\.0\.0\.1:1 {2}in-vpc\n/)
  expect(text).toContain("this window alone: unhealthy")
  expect(text).toContain("unhealthy: TCP failed in 5 of 5 tries: ECONNREFUSED")

  const json = second === undefined ? undefined : reportJson(second)
  expect(JSON.parse(JSON.stringify(json))).toMatchObject({
    name: "cache",
    status: "healthy",
    windowStatus: "unhealthy",
    addresses: [{ address: "127.0.0.1", place: "loopback" }],
    tcp: { samples: 5, failed: 5, p50Ms: null, p95Ms: null },
    tls: null,
  })
})

it("knows which AWS service is reached how", () => {
  expect(
    awsEndpoints("ap-northeast-1").map(({ host, kind }) => [host.split(".")[0], kind]),
  ).toEqual([
    ["bedrock-runtime", "interface"],
    ["dynamodb", "gateway"],
    ["s3", "gateway"],
    ["logs", "interface"],
  ])
})

const refusal = (argv: ReadonlyArray<string>, region?: string) => {
  const parsed = parseCommand(argv, region)
  return parsed.kind === "wrong" ? parsed.message.split("\n")[0] : parsed.kind
}

it.each([
  [["--watch"], "unknown option --watch"],
  [["--region"], "--region needs a value"],
  [["--region", "tokyo"], "--region must be a region such as ap-northeast-1, not tokyo"],
  [[], "--region, AWS_REGION or --host is needed"],
  [["--host", "a:443"], "--host must be NAME:PORT:KIND[:TLS], not a:443"],
  [["--host", "a:0:interface"], "--host must be NAME:PORT:KIND[:TLS], not a:0:interface"],
  [["--host", "a:70000:interface"], "--host must be NAME:PORT:KIND[:TLS], not a:70000:interface"],
  [["--host", "a:443:other"], "--host must be NAME:PORT:KIND[:TLS], not a:443:other"],
  [
    ["--host", "a:443:interface:ssl"],
    "--host must be NAME:PORT:KIND[:TLS], not a:443:interface:ssl",
  ],
  [["--region", "eu-west-1", "--samples", "4"], "--samples must be a whole number from 5 to 100"],
  [
    ["--region", "eu-west-1", "--vpc-cidr", "10.0.0.0/99"],
    "--vpc-cidr must be a CIDR, not 10.0.0.0/99",
  ],
])("refuses %j", (argv, message) => {
  expect(refusal(argv)).toBe(message)
})

it("reads hosts, an IPv6 literal in brackets", () => {
  const parsed = parseCommand(
    ["--host", "[fd00::1]:6379:in-vpc", "--host=search.example:443:opensearch-serverless:tls"],
    "eu-west-1",
  )
  expect(parsed.kind === "check" ? parsed.command.endpoints : parsed).toEqual([
    {
      name: "fd00::1:6379",
      host: "fd00::1",
      port: 6379,
      kind: "in-vpc",
      tls: false,
      limits: limitsOf("in-vpc"),
    },
    expect.objectContaining({ host: "search.example", tls: true, kind: "opensearch-serverless" }),
  ])
})

const run = (...args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const child = execFile(process.execPath, [main, ...args], (_, out) =>
      resolve({ code: child.exitCode ?? -1, out }),
    )
  })

it("exits by the worst verdict", async () => {
  const alive = `127.0.0.1:${port}:in-vpc`
  const runs = await Promise.all([
    run("--json", "--host", alive),
    run("--json", "--host", alive, "--host", "127.0.0.1:1:in-vpc"),
    run("--json", "--host", `127.0.0.1:${port}:gateway:plain`),
    run("--json", "--host", "nonsense"),
  ])
  const statuses = runs.map(({ out }) =>
    out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line).windowStatus])),
  )
  expect(statuses).toEqual([["healthy"], ["healthy", "unhealthy"], ["unknown"], []])
  expect(runs.map(({ code }) => code)).toEqual([0, 2, 3, 64])
})
