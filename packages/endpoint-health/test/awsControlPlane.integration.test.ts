/**
 * Against an emulated EC2: a VPC with two subnets, three interface endpoints and a gateway endpoint.
 */
import {
  CreateManagedPrefixListCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  AssociateRouteTableCommand,
  EC2Client,
} from "@aws-sdk/client-ec2"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch"
import type { EndpointReport } from "../src/checks/Check.ts"
import { layerCloudWatch } from "../src/checks/CloudWatchMetrics.ts"
import { limitsOf } from "../src/checks/Endpoint.ts"
import { MetricPublisher } from "../src/checks/MetricPublisher.ts"
import { layerAws } from "../src/aws/AwsControlPlane.ts"
import { ControlPlane } from "../src/aws/ControlPlane.ts"
import { serviceOf } from "../src/aws/ServiceName.ts"
import { type VpcFacts, zoneOf } from "../src/aws/VpcFacts.ts"
import { type Moto, startMoto } from "./Moto.ts"

const region = "ap-northeast-1"
let moto: Moto | undefined
let ec2: EC2Client

interface Made {
  readonly vpcId: string
  readonly privateSubnet: string
  readonly publicSubnet: string
  readonly endpointIds: Readonly<Record<string, string>>
}
let made: Made

const idOf = (id: string | undefined): string => {
  if (id === undefined) throw new Error("no id")
  return id
}

const subnet = async (vpcId: string, CidrBlock: string, zone: string) => {
  const command = new CreateSubnetCommand({ VpcId: vpcId, CidrBlock, AvailabilityZone: zone })
  return idOf((await ec2.send(command)).Subnet?.SubnetId)
}

beforeAll(async () => {
  moto = await startMoto()
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test")
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test")
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", moto.url)
  vi.stubEnv("AWS_ENDPOINT_URL_OPENSEARCHSERVERLESS", moto.url)
  ec2 = new EC2Client({ region })
  const vpcId = idOf(
    (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.7.0.0/16" }))).Vpc?.VpcId,
  )
  const privateSubnet = await subnet(vpcId, "10.7.1.0/24", `${region}a`)
  const publicSubnet = await subnet(vpcId, "10.7.2.0/24", `${region}c`)
  const dynamodb = `com.amazonaws.${region}.dynamodb`
  await ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: dynamodb,
      MaxEntries: 1,
      AddressFamily: "IPv4",
    }),
  )
  const table = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }))
  const RouteTableId = idOf(table.RouteTable?.RouteTableId)
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId: privateSubnet }))
  const endpointIds: Record<string, string> = {}
  for (const service of ["bedrock-runtime", "kinesis-streams", "aoss-data"]) {
    const command = new CreateVpcEndpointCommand({
      VpcId: vpcId,
      ServiceName: `com.amazonaws.${region}.${service}`,
      VpcEndpointType: "Interface",
      SubnetIds: [privateSubnet, publicSubnet],
      PrivateDnsEnabled: true,
    })
    endpointIds[service] = idOf((await ec2.send(command)).VpcEndpoint?.VpcEndpointId)
  }
  const gateway = new CreateVpcEndpointCommand({
    VpcId: vpcId,
    ServiceName: dynamodb,
    VpcEndpointType: "Gateway",
    RouteTableIds: [RouteTableId],
  })
  endpointIds.dynamodb = idOf((await ec2.send(gateway)).VpcEndpoint?.VpcEndpointId)
  made = { vpcId, privateSubnet, publicSubnet, endpointIds }
})
afterAll(async () => {
  ec2.destroy()
  vi.unstubAllEnvs()
  await moto?.stop()
})

const factsFrom = (subnetIds: ReadonlyArray<string>): Promise<VpcFacts> =>
  Effect.runPromise(
    Effect.flatMap(ControlPlane, ({ facts }) =>
      facts(
        [
          `bedrock-runtime.${region}.amazonaws.com`,
          `kinesis.${region}.amazonaws.com`,
          `dynamodb.${region}.amazonaws.com`,
          `sqs.${region}.amazonaws.com`,
          `abc.aoss.${region}.on.aws`,
        ].flatMap((host) => serviceOf(host) ?? []),
      ),
    ).pipe(Effect.provide(layerAws({ region, vpcId: made.vpcId, subnetIds }))),
  )

it("finds the endpoints' ids by the services' host names", async () => {
  const { endpoints } = await factsFrom([made.privateSubnet])
  const found = [...endpoints].map(([service, fact]) => [
    service,
    "value" in fact ? fact.value.map(({ id, type }) => `${id} ${type}`) : fact.unknown,
  ])
  const id = (service: string, type: string) => [`${made.endpointIds[service]} ${type}`]
  expect(Object.fromEntries(found)).toMatchObject({
    "bedrock-runtime": id("bedrock-runtime", "interface"),
    "kinesis-streams": id("kinesis-streams", "interface"),
    "aoss-data": id("aoss-data", "interface"),
    dynamodb: id("dynamodb", "gateway"),
    sqs: [],
    aoss: [],
  })
})

it("knows the VPC's range and the zone of a subnet's addresses", async () => {
  const facts = await factsFrom([made.privateSubnet])
  expect(facts.cidrs).toContain("10.7.0.0/16")
  expect(zoneOf(facts, "10.7.1.20")).toBe(`${region}a`)
  expect(zoneOf(facts, "10.7.2.20")).toBe(`${region}c`)
  expect(zoneOf(facts, "10.8.2.20")).toBe("unknown")
})

it("sees a gateway endpoint's route from the subnet whose table has it, and from no other", async () => {
  const routed = async (subnetId: string) => {
    const found = (await factsFrom([subnetId])).endpoints.get("dynamodb")
    return found !== undefined && "value" in found ? found.value[0]?.routed : found
  }
  expect(await routed(made.privateSubnet)).toEqual({ value: true })
  expect(await routed(made.publicSubnet)).toEqual({ value: false })
})

it("names the endpoint in the command's report", async () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
  const args = ["--json", "--samples=5", "--dns-server=127.0.0.1:1", "--services=bedrock-runtime"]
  const out = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [
        main,
        ...args,
        `--region=${region}`,
        `--vpc-id=${made.vpcId}`,
        `--subnet-id=${made.privateSubnet}`,
      ],
      { env: process.env },
      (_, text) => resolve(text),
    )
  })
  const [line = "{}"] = out.split("\n")
  expect(JSON.parse(line)).toMatchObject({
    status: "unhealthy",
    endpointId: made.endpointIds["bedrock-runtime"],
    endpointState: "available",
  })
})

it("publishes metric data that CloudWatch lists by name and dimensions", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_CLOUDWATCH", moto?.url ?? "")
  const namespace = "Test/Endpoints"
  const report: EndpointReport = {
    at: Date.now(),
    endpoint: {
      name: "sqs",
      host: "sqs.test.internal",
      port: 443,
      tls: true,
      kind: "interface",
      limits: limitsOf("interface"),
    },
    window: {
      dns: [{ ms: 1.5 }, { ms: 1.5 }, { ms: 2 }],
      addresses: ["10.7.1.4"],
      connects: [{ address: "10.7.1.4", tcp: { ms: 0.5 }, tls: { ms: 3 } }],
    },
    addresses: [{ address: "10.7.1.4", place: "vpc", zone: `${region}a` }],
    isPrivate: true,
    verdict: {
      status: "healthy",
      windowStatus: "healthy",
      reasons: [],
      history: { status: "healthy", windows: ["healthy"] },
    },
  }
  const counters = await Effect.runPromise(
    Effect.gen(function* () {
      const publisher = yield* MetricPublisher
      yield* publisher.publish([report])
      return publisher.counters()
    }).pipe(Effect.provide(layerCloudWatch({ region, namespace }))),
  )
  expect(counters).toEqual({ published: 7, failed: 0, lastFailure: undefined })
  const client = new CloudWatchClient({ region })
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace: namespace }))
  client.destroy()
  expect(new Set(Metrics.map(({ MetricName }) => MetricName))).toEqual(
    new Set([
      "EndpointHealth",
      "IsPrivateIP",
      "DNSResolutionLatency",
      "TCPConnectLatency",
      "TLSHandshakeLatency",
    ]),
  )
})
