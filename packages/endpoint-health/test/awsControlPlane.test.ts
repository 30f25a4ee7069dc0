import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { layerAws } from "../src/aws/AwsControlPlane.ts"
import { ControlPlane } from "../src/aws/ControlPlane.ts"
import { serviceOf } from "../src/aws/ServiceName.ts"
import { type VpcFacts, zoneOf } from "../src/aws/VpcFacts.ts"
import { StubAws, type StubReply, type StubRequest } from "./StubAws.ts"

const region = "ap-northeast-1"
const place = { vpcId: "vpc-1", subnetIds: ["subnet-a"] }

let stub: StubAws | undefined

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test")
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test")
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await stub?.close()
  stub = undefined
})

const answerWith = async (answer: (request: StubRequest) => StubReply | undefined) => {
  stub = new StubAws(answer)
  vi.stubEnv("AWS_ENDPOINT_URL", await stub.listen())
  return stub
}

const xml = (action: string, inner: string): StubReply => ({
  body: `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inner}</${action}Response>`,
})
const set = (name: string, ...items: ReadonlyArray<string>) =>
  `<${name}>${items.map((item) => `<item>${item}</item>`).join("")}</${name}>`

const denied: StubReply = {
  status: 403,
  body: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`,
}

const endpoint = (id: string, service: string, type: string, rest = "") =>
  `<vpcEndpointId>${id}</vpcEndpointId><vpcId>vpc-1</vpcId><state>available</state>` +
  `<serviceName>com.amazonaws.${region}.${service}</serviceName><vpcEndpointType>${type}</vpcEndpointType>${rest}`

const bedrock = endpoint(
  "vpce-b",
  "bedrock-runtime",
  "Interface",
  `<privateDnsEnabled>true</privateDnsEnabled>${set("networkInterfaceIdSet", "eni-1", "eni-2")}`,
)
const dynamodb = endpoint("vpce-d", "dynamodb", "Gateway", set("routeTableIdSet", "rtb-1"))

const networkInterface = (id: string, address: string, zone: string) =>
  `<networkInterfaceId>${id}</networkInterfaceId><privateIpAddress>${address}</privateIpAddress>` +
  `<availabilityZone>${zone}</availabilityZone><vpcId>vpc-1</vpcId><subnetId>subnet-a</subnetId>`

const routeTable = (state: string, association: string) =>
  `<routeTableId>rtb-1</routeTableId>${set("associationSet", association)}` +
  set(
    "routeSet",
    `<destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-d</gatewayId><state>${state}</state>`,
  )

const ownSubnet = "<subnetId>subnet-a</subnetId>"

/** The account as it should be; `endpoints` come one a page. */
const account =
  (table: string = routeTable("active", ownSubnet)) =>
  ({ action, parameters }: StubRequest): StubReply => {
    const page = Number(parameters.get("NextToken") ?? 0)
    const endpoints = [bedrock, dynamodb]
    switch (action) {
      case "DescribeVpcEndpoints": {
        const next = page + 1 < endpoints.length ? `<nextToken>${page + 1}</nextToken>` : ""
        return xml(action, set("vpcEndpointSet", endpoints[page] ?? "") + next)
      }
      case "DescribeNetworkInterfaces":
        return xml(
          action,
          set(
            "networkInterfaceSet",
            networkInterface("eni-1", "10.0.1.5", `${region}a`),
            networkInterface("eni-2", "10.0.2.5", `${region}c`),
          ),
        )
      case "DescribeSubnets":
        return xml(
          action,
          set(
            "subnetSet",
            `<subnetId>subnet-a</subnetId><cidrBlock>10.0.1.0/24</cidrBlock><availabilityZone>${region}a</availabilityZone>`,
            `<subnetId>subnet-d</subnetId><cidrBlock>10.0.3.0/24</cidrBlock><availabilityZone>${region}d</availabilityZone>`,
          ),
        )
      case "DescribeVpcs":
        return xml(
          action,
          set(
            "vpcSet",
            "<vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock>" +
              set("cidrBlockAssociationSet", "<cidrBlock>52.94.8.0/24</cidrBlock>") +
              set("ipv6CidrBlockAssociationSet", "<ipv6CidrBlock>2406:da14::/56</ipv6CidrBlock>"),
          ),
        )
      case "DescribeRouteTables":
        return xml(action, set("routeTableSet", table))
      default:
        return { status: 400, body: "{}" }
    }
  }

const services = (...names: ReadonlyArray<string>) => names.flatMap((name) => serviceOf(name) ?? [])

const both = services(`bedrock-runtime.${region}.amazonaws.com`, `dynamodb.${region}.amazonaws.com`)

const ask = (asked = both, options: object = place): Promise<VpcFacts> =>
  Effect.runPromise(
    Effect.flatMap(ControlPlane, (controlPlane) => controlPlane.facts(asked)).pipe(
      Effect.provide(layerAws({ region, ...options })),
    ),
  )

const actions = () => stub?.requests.map(({ action }) => action).sort()

it("reads all pages and puts endpoints, zones, CIDRs and routes together", async () => {
  await answerWith(account())
  const facts = await ask()
  expect(facts.endpoints.get("bedrock-runtime")).toEqual({
    value: [
      {
        id: "vpce-b",
        service: "bedrock-runtime",
        type: "interface",
        state: "available",
        privateDns: true,
        addresses: ["10.0.1.5", "10.0.2.5"],
      },
    ],
  })
  expect(facts.endpoints.get("dynamodb")).toMatchObject({
    value: [{ id: "vpce-d", type: "gateway", routed: { value: true } }],
  })
  expect(facts.cidrs).toEqual(["10.0.0.0/16", "52.94.8.0/24", "2406:da14::/56"])
  expect(
    ["10.0.1.5", "::ffff:10.0.2.5", "10.0.3.77", "10.9.9.9"].map((one) => zoneOf(facts, one)),
  ).toEqual([`${region}a`, `${region}c`, `${region}d`, "unknown"])
  expect(facts.notes).toEqual([])
  expect(actions()?.filter((action) => action === "DescribeVpcEndpoints")).toHaveLength(2)
  const [first] = stub?.requests.filter(({ action }) => action === "DescribeVpcEndpoints") ?? []
  expect(first?.parameters.get("Filter.1.Value.1")).toBe(`com.amazonaws.${region}.bedrock-runtime`)
  expect(first?.parameters.get("Filter.1.Value.2")).toBe(`com.amazonaws.${region}.dynamodb`)
  expect(first?.parameters.get("Filter.2.Value.1")).toBe("vpc-1")
})

it.each<readonly [string, string, object, object]>([
  [
    "its table's route is a black hole",
    routeTable("blackhole", ownSubnet),
    place,
    { value: false },
  ],
  [
    "the route stands in another subnet's table",
    routeTable("active", "<subnetId>subnet-z</subnetId>"),
    place,
    {
      unknown: "no route table of our subnet was found",
    },
  ],
  [
    "the main table counts for it",
    routeTable("active", "<main>true</main>"),
    place,
    { value: true },
  ],
  [
    "no table has a route, whichever is ours",
    routeTable("blackhole", ownSubnet),
    { vpcId: "vpc-1", subnetIds: [] },
    {
      value: false,
    },
  ],
  [
    "which subnet is ours is unknown",
    routeTable("active", ownSubnet),
    { vpcId: "vpc-1", subnetIds: [] },
    {
      unknown: "a route table leads to it, but which subnet is ours is unknown",
    },
  ],
])("judges the route of a gateway endpoint when %s", async (_, table, options, routed) => {
  await answerWith(account(table))
  expect((await ask(both, options)).endpoints.get("dynamodb")).toMatchObject({
    value: [{ routed }],
  })
})

it("notes what is not permitted, and keeps the rest", async () => {
  await answerWith((request) =>
    ["DescribeRouteTables", "DescribeVpcs"].includes(request.action) ? denied : account()(request),
  )
  const facts = await ask()
  expect(facts.endpoints.get("bedrock-runtime")).toMatchObject({ value: [{ id: "vpce-b" }] })
  expect(facts.endpoints.get("dynamodb")).toMatchObject({
    value: [
      { routed: { unknown: "ec2:DescribeRouteTables is not permitted (UnauthorizedOperation)" } },
    ],
  })
  expect(facts.notes).toEqual([
    "ec2:DescribeVpcs is not permitted (UnauthorizedOperation)",
    "ec2:DescribeRouteTables is not permitted (UnauthorizedOperation)",
  ])
})

it("knows nothing, and says why, when nothing is permitted or nobody answers", async () => {
  await answerWith(() => denied)
  const facts = await ask()
  const unknown = "ec2:DescribeVpcEndpoints is not permitted (UnauthorizedOperation)"
  expect([...facts.endpoints.values()]).toEqual([{ unknown }, { unknown }])
  expect(facts.notes).toContain(unknown)
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
  expect((await ask()).notes).toContain("ec2:DescribeVpcEndpoints failed (ECONNREFUSED)")
})

it("stops at a server that always names another page", async () => {
  await answerWith((request) =>
    request.action === "DescribeVpcEndpoints"
      ? xml(request.action, `${set("vpcEndpointSet")}<nextToken>again</nextToken>`)
      : account()(request),
  )
  expect((await ask()).notes).toContain("ec2:DescribeVpcEndpoints has more than 100 pages")
})

it("finds where it runs by its own address, and does not guess between two VPCs", async () => {
  await answerWith((request) => account()(request))
  const facts = await ask(both, {})
  expect(facts.endpoints.get("dynamodb")).toMatchObject({ value: [{ routed: { value: true } }] })
  await stub?.close()
  await answerWith((request) => {
    const byAddress = request.parameters.get("Filter.1.Name") === "addresses.private-ip-address"
    const two = ["vpc-1", "vpc-2"].map((id) => `<vpcId>${id}</vpcId>`)
    return byAddress ? xml(request.action, set("networkInterfaceSet", ...two)) : account()(request)
  })
  expect((await ask(both, {})).notes).toContain(
    "network interfaces of several VPCs have this host's address",
  )
})

it("asks OpenSearch Serverless for classic endpoints, page by page, and EC2 for the others", async () => {
  await answerWith((request) => {
    if (request.action === "ListVpcEndpoints") {
      const isFirst = !request.body.includes("more")
      const vpcEndpointSummaries = [{ id: isFirst ? "vpce-c1" : "vpce-c2" }]
      const page = { vpcEndpointSummaries, ...(isFirst ? { nextToken: "more" } : {}) }
      return { body: JSON.stringify(page) }
    }
    if (request.action === "BatchGetVpcEndpoint") {
      const detail = { id: "vpce-c1", vpcId: "vpc-1", status: "ACTIVE", subnetIds: ["subnet-a"] }
      const elsewhere = { id: "vpce-c2", vpcId: "vpc-9", status: "ACTIVE" }
      return { body: JSON.stringify({ vpcEndpointDetails: [detail, elsewhere] }) }
    }
    return account()(request)
  })
  const facts = await ask(services(`x.${region}.aoss.amazonaws.com`))
  expect(facts.endpoints.get("aoss-classic")).toMatchObject({
    value: [{ id: "vpce-c1", type: "opensearch-serverless", state: "available" }],
  })
  expect(facts.endpoints.get("aoss-data")).toEqual({ value: [] })
  const batch = stub?.requests.find(({ action }) => action === "BatchGetVpcEndpoint")
  expect(batch?.body).toContain('["vpce-c1","vpce-c2"]')
})

it("notes that OpenSearch Serverless may not be asked", async () => {
  await answerWith((request) =>
    request.action === "ListVpcEndpoints"
      ? { status: 400, body: JSON.stringify({ __type: "AccessDeniedException", message: "no" }) }
      : account()(request),
  )
  const facts = await ask(services(`x.${region}.aoss.amazonaws.com`))
  const unknown = "aoss:ListVpcEndpoints is not permitted (AccessDeniedException)"
  expect(facts.endpoints.get("aoss-classic")).toEqual({ unknown })
})

it("asks nobody when no name is one of AWS's", async () => {
  await answerWith(() => denied)
  expect((await ask([])).notes).toEqual([])
  expect(stub?.requests).toEqual([])
})

it("keeps what it knows for 5 to 15 minutes, and asks once for readers at the same time", async () => {
  await answerWith(account())
  const counts: Array<number> = []
  const count = Effect.sync(() => counts.push(stub?.requests.length ?? 0))
  await Effect.runPromise(
    Effect.gen(function* () {
      const { facts } = yield* ControlPlane
      const read = facts(both)
      yield* Effect.all([read, read, read], { concurrency: "unbounded" })
      yield* count
      yield* TestClock.adjust("299 seconds")
      yield* read
      yield* count
      yield* TestClock.adjust("602 seconds")
      yield* read
      yield* count
    }).pipe(Effect.provide([layerAws({ region, ...place }), TestClock.layer()])),
  )
  const [once = 0, again = 0, later = 0] = counts
  expect([again - once, later - again]).toEqual([0, once])
})
