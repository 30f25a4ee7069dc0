import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { type ChildProcess, spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { WrongUse } from "@manga-assist/process/arguments"
import { EmulatedDns } from "@manga-assist/real-servers"
import { afterAll, beforeAll, expect, it } from "vitest"
import { parseCommand } from "../src/command/CommandLine.ts"
import { limitsOf } from "../src/checks/Endpoint.ts"

let server: Server
let port = 0
let dnsServer = ""
const dns = new EmulatedDns()

beforeAll(async () => {
  server = createServer((socket) => socket.on("error", () => undefined))
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  port = typeof address === "object" && address !== null ? address.port : 0
  dnsServer = await dns.listen()
})
afterAll(async () => {
  await new Promise((closed) => server.close(closed))
  await dns.close()
})

const refusal = (argv: ReadonlyArray<string>, environment = {}): string => {
  try {
    parseCommand(argv, environment)
    return "nothing is wrong"
  } catch (cause) {
    return cause instanceof WrongUse ? cause.message : String(cause)
  }
}

const tokyo = ["--region", "ap-northeast-1"]

it.each<readonly [ReadonlyArray<string>, string]>([
  [["--wach"], "unknown option --wach"],
  [["tokyo"], "unknown option tokyo"],
  [["--region"], "--region needs a value"],
  [["--region", "--json"], "--region needs a value"],
  [["--json=1"], "--json takes no value"],
  [["--region", "eu-west-1", "--region", "eu-west-2"], "--region is given twice"],
  [["--region", "tokyo"], "--region must be a region such as ap-northeast-1, not tokyo"],
  [[], "--region, AWS_REGION or --host is needed"],
  [["--host", "a:443"], "--host must be NAME:PORT:KIND[:TLS], not a:443"],
  [["--host", "a:0:interface"], "--host must be NAME:PORT:KIND[:TLS], not a:0:interface"],
  [["--host", "a:70000:interface"], "--host must be NAME:PORT:KIND[:TLS], not a:70000:interface"],
  [["--host", "a:443:other"], "--host must be NAME:PORT:KIND[:TLS], not a:443:other"],
  [["--host", "a:1:interface:ssl"], "--host must be NAME:PORT:KIND[:TLS], not a:1:interface:ssl"],
  [[...tokyo, "--samples", "4"], "--samples must be a whole number from 5 to 100, not 4"],
  [[...tokyo, "--samples", "5.5"], "--samples must be a whole number from 5 to 100, not 5.5"],
  [[...tokyo, "--samples=0x10"], "--samples must be a whole number from 5 to 100, not 0x10"],
  [[...tokyo, "--watch", "0"], "--watch must be a whole number from 1 to 86400, not 0"],
  [[...tokyo, "--watch="], "--watch needs a value"],
  [[...tokyo, "--vpc-cidr", "10.0.0.0/99"], "--vpc-cidr must be a CIDR, not 10.0.0.0/99"],
  [[...tokyo, "--vpc-id", "mine"], "--vpc-id must be an id such as vpc-0a1b2c3d, not mine"],
  [[...tokyo, "--dns-server", "dns"], "--dns-server must be ADDRESS[:PORT], not dns"],
  [
    [...tokyo, "--namespace", "AWS/EC2"],
    "--namespace must be 1 to 255 of A-Z a-z 0-9 . - _ / # : and not begin with AWS/, not AWS/EC2",
  ],
  [["--host", "a:1:in-vpc", "--metrics"], "--metrics needs --region"],
  [["--host", "a:1:interface", "--gb-per-month", "5"], "--gb-per-month needs --region or --prices"],
  [
    [...tokyo, "--gb-per-month=-1"],
    "--gb-per-month must be a number from 0 to 1000000000000, not -1",
  ],
  [
    [...tokyo, "--services", "dynamodb", "--gb-per-month", "5"],
    "--gb-per-month needs --interface-endpoints of at least 1",
  ],
])("refuses %j", (argv, message) => {
  expect(refusal(argv)).toBe(message)
})

it("refuses a service it does not know and a URL that is none", () => {
  expect(refusal([...tokyo, "--services", "sqs,sns"])).toMatch(
    /^--services must be of .*, not sns$/,
  )
  expect(refusal(tokyo, { AWS_ENDPOINT_URL_DYNAMODB: "localhost:8000" })).toBe(
    "AWS_ENDPOINT_URL_DYNAMODB must be an http or https URL",
  )
})

const commandOf = (argv: ReadonlyArray<string>, environment = {}) => parseCommand(argv, environment)

it("reads hosts, an IPv6 literal in brackets", () => {
  const argv = [
    "--host",
    "[fd00::1]:6379:in-vpc",
    "--host=search.example:443:opensearch-serverless:tls",
  ]
  expect(commandOf(argv, { AWS_REGION: "eu-west-1" }).endpoints).toEqual([
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

const outputs = {
  Region: "ap-northeast-1",
  EndpointServices: "bedrock-runtime,dynamodb,sqs",
  SearchUrl: "https://abc.ap-northeast-1.aoss.amazonaws.com",
  CacheUrl: "rediss+cluster://cache.example:6380",
  VpcId: "vpc-0a1b",
  VpcCidr: "10.20.0.0/16",
  TaskSubnetIds: "subnet-01,subnet-02",
  Url: "http://internal.example",
}
const described = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
  OutputKey,
  OutputValue,
}))

it.each([
  ["cdk", { "MangaAssist-Images": { Repository: "r" }, "MangaAssist-staging": outputs }],
  ["describe-stacks", { Stacks: [{ StackName: "s", Outputs: described }] }],
  ["a query of it", described],
])("takes endpoints, network and region from the outputs of %s", async (_, written) => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "outputs-")), "outputs.json")
  await writeFile(file, JSON.stringify(written))
  const { endpoints, place, region, vpcCidrs } = commandOf(["--outputs", file])
  expect(endpoints.map(({ host, kind, port, tls }) => [host, port, kind, tls])).toEqual([
    ["bedrock-runtime.ap-northeast-1.amazonaws.com", 443, "interface", true],
    ["dynamodb.ap-northeast-1.amazonaws.com", 443, "gateway", true],
    ["sqs.ap-northeast-1.amazonaws.com", 443, "interface", true],
    ["abc.ap-northeast-1.aoss.amazonaws.com", 443, "opensearch-serverless", true],
    ["cache.example", 6380, "in-vpc", true],
  ])
  expect({ place, region, vpcCidrs }).toEqual({
    place: { vpcId: "vpc-0a1b", subnetIds: ["subnet-01", "subnet-02"] },
    region: "ap-northeast-1",
    vpcCidrs: ["10.20.0.0/16"],
  })
  expect(commandOf(["--outputs", file, "--vpc-id", "vpc-02"]).place.vpcId).toBe("vpc-02")
  await rm(path.dirname(file), { recursive: true })
})

it("refuses outputs that cannot be read or name no endpoints", () => {
  expect(refusal(["--outputs", "/nowhere.json"])).toBe(
    "--outputs must be a file that can be read, not /nowhere.json",
  )
  expect(refusal(["--outputs", import.meta.filename])).toMatch(/names no EndpointServices/)
})

it("knows which service is reached how, and where the environment leads", () => {
  const hosts = (environment: object) =>
    commandOf(tokyo, environment).endpoints.map(({ host, port, tls, kind }) =>
      [kind, tls ? "https" : "http", host.replace(".ap-northeast-1.amazonaws.com", ""), port].join(
        " ",
      ),
    )
  expect(hosts({})).toEqual([
    "interface https bedrock-runtime 443",
    "gateway https dynamodb 443",
    "gateway https s3 443",
    "interface https logs 443",
    "interface https monitoring 443",
    "interface https sqs 443",
    "interface https kinesis 443",
  ])
  expect(
    hosts({
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "https://[::1]:8443",
      AWS_ENDPOINT_URL_S3: "",
    }).slice(0, 3),
  ).toEqual([
    "interface https ::1 8443",
    "gateway http 127.0.0.1 4566",
    "gateway http 127.0.0.1 4566",
  ])
})

it("takes a value for --watch only where one follows", () => {
  expect(commandOf([...tokyo, "--watch", "--json"])).toMatchObject({ watchSeconds: 60, json: true })
  expect(commandOf([...tokyo, "--watch", "15"]).watchSeconds).toBe(15)
  expect(commandOf(tokyo).watchSeconds).toBeUndefined()
})

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
const environment = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true" }

const start = (args: ReadonlyArray<string>, extra = {}): ChildProcess =>
  spawn(process.execPath, [main, ...args], { env: { ...environment, ...extra } })

const run = (args: ReadonlyArray<string>, extra = {}) =>
  new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resolve) => {
      const child = start(args, extra)
      let [out, err] = ["", ""]
      child.stdout?.on("data", (part) => (out += String(part)))
      child.stderr?.on("data", (part) => (err += String(part)))
      child.on("close", (code) => resolve({ code, out, err }))
    },
  )

/** Processes start slowly on a busy machine. */
const limit = 60_000

it(
  "exits by the worst verdict",
  async () => {
    const alive = `127.0.0.1:${port}:in-vpc`
    dns.set("half.internal", ["127.0.0.1", "127.0.0.3"])
    const quick = ["--json", "--samples", "5"]
    const runs = await Promise.all([
      run([...quick, "--host", alive]),
      run([...quick, "--host", `half.internal:${port}:in-vpc`, "--dns-server", dnsServer]),
      run([...quick, "--host", alive, "--host", "127.0.0.1:1:in-vpc"]),
      run([...quick, "--host", "nonsense"]),
      run(["--help"]),
    ])
    const statuses = runs
      .slice(0, 4)
      .map(({ out }) =>
        out.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line).windowStatus])),
      )
    // Half of the connections to a name with a dead address fail, which is more than a blemish.
    expect(statuses).toEqual([["healthy"], ["unhealthy"], ["healthy", "unhealthy"], []])
    expect(runs.map(({ code }) => code)).toEqual([0, 2, 2, 64, 0])
    expect(runs[4]?.out).toContain("Exit codes: 0 healthy, 1 degraded, 2 unhealthy, 64")
  },
  limit,
)

it(
  "exits 1 when the worst is degraded, and says what loopback is",
  async () => {
    dns.set("aoss.eu-west-1.amazonaws.com", ["127.0.0.1"])
    const { code, out } = await run([
      "--samples=5",
      "--offline",
      `--host=aoss.eu-west-1.amazonaws.com:${port}:opensearch-serverless:plain`,
      `--dns-server=${dnsServer}`,
    ])
    expect(code).toBe(1)
    expect(out).toContain("Endpoint: none, loopback")
    expect(out).toContain("Resolved: 127.0.0.1 (loopback) (private=false)")
    expect(out).toContain("degraded: this name is the control plane's")
    expect(out).toContain(
      "Note: 127.0.0.1 is loopback, not a VPC endpoint; its times are not judged",
    )
  },
  limit,
)

it(
  "compares the cost, with the package's prices or a given file",
  async () => {
    const local = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
    const cost = ["--gb-per-month", "500", "--zones", "2", "--interface-endpoints", "3"]
    const tokyoCost = await run(
      [...tokyo, "--offline", "--samples=5", "--nat-gateways=1", ...cost],
      local,
    )
    expect(tokyoCost.out).toContain(
      "1 NAT gateway: 45.26 USD by the hour + 31.00 USD by the GB = 76.26 USD",
    )
    const none = await run(["--region", "eu-south-9", "--samples=5", ...cost], local)
    expect([none.code, none.out]).toEqual([64, ""])
    expect(none.err).toContain("prices-unreadable")
    expect(none.err).toContain("give --prices FILE")
  },
  limit,
)

it(
  "watches until it is interrupted, and exits by the last report",
  async () => {
    const child = start([
      "--json",
      "--samples=5",
      "--watch=1",
      "--host",
      `127.0.0.1:${port}:in-vpc`,
    ])
    let lines = 0
    const code = await new Promise((closed) => {
      child.on("close", closed)
      child.stdout?.on("data", (part) => {
        lines += String(part).split("\n").length - 1
        if (lines >= 2) child.kill("SIGINT")
      })
    })
    expect(lines).toBeGreaterThanOrEqual(2)
    expect(code).toBe(0)
  },
  limit,
)
