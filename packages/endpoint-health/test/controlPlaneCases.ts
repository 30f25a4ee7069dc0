/** Verdicts in which the control plane, the kind of name or the zone plays a part. */
import { known, type Known, unknown, type VpcEndpoint } from "../src/aws/VpcFacts.ts"
import { bad, type Case, connects, ok, open, two, window, zones } from "./verdictFacts.ts"

const gateway = (changes: Partial<VpcEndpoint> = {}): Known<ReadonlyArray<VpcEndpoint>> =>
  known([
    {
      id: "vpce-1",
      service: "dynamodb",
      type: "gateway",
      state: "available",
      addresses: [],
      routed: known(true),
      ...changes,
    },
  ])
const ordinary = (changes: Partial<VpcEndpoint> = {}): Known<ReadonlyArray<VpcEndpoint>> =>
  known([
    {
      id: "vpce-2",
      service: "bedrock-runtime",
      type: "interface",
      state: "available",
      privateDns: true,
      addresses: two,
      ...changes,
    },
  ])
const classicOf = (state: string): VpcEndpoint => ({
  id: "vpce-3",
  service: "aoss-classic",
  type: "opensearch-serverless",
  state,
  addresses: [],
})
const classicHost = "x1.ap-northeast-1.aoss.amazonaws.com"
const nextHost = "x1.aoss.ap-northeast-1.on.aws"
const denied = unknown("ec2:DescribeVpcEndpoints is not permitted (UnauthorizedOperation)")

export const controlPlaneCases: ReadonlyArray<Case> = [
  [
    "gateway, public and routed",
    { kind: "gateway", window: window(open), endpoints: gateway() },
    "healthy",
  ],
  [
    "gateway, nobody was asked about its route",
    { kind: "gateway", window: window(open) },
    "healthy",
    "route-not-known",
  ],
  [
    "gateway, no permission to ask",
    { kind: "gateway", window: window(open), endpoints: denied },
    "healthy",
    "route-not-known",
  ],
  [
    "gateway, no permission to see route tables",
    { kind: "gateway", window: window(open), endpoints: gateway({ routed: denied }) },
    "healthy",
    "route-not-known",
  ],
  [
    "gateway, not routed",
    { kind: "gateway", window: window(open), endpoints: gateway({ routed: known(false) }) },
    "degraded",
    "not-routed",
  ],
  [
    "no gateway endpoint in the VPC",
    { kind: "gateway", window: window(open), endpoints: known([]) },
    "degraded",
    "endpoint-missing",
  ],
  [
    "an interface endpoint instead of a gateway endpoint, not used",
    { kind: "gateway", window: window(open), endpoints: ordinary({ service: "dynamodb" }) },
    "degraded",
    "endpoint-missing",
  ],
  [
    "an interface endpoint instead of a gateway endpoint, used",
    { kind: "gateway", endpoints: ordinary({ service: "dynamodb" }) },
    "healthy",
    "private-address",
    "endpoint-not-found",
  ],
  ...(["pending", "pendingAcceptance", "deleting"] as const).map((state): Case => [
    `gateway, ${state}`,
    { kind: "gateway", window: window(open), endpoints: gateway({ state }) },
    "degraded",
    "endpoint-state",
  ]),
  ...(["failed", "rejected", "deleted"] as const).map((state): Case => [
    `interface endpoint, ${state}`,
    { endpoints: ordinary({ state }) },
    "unhealthy",
    "endpoint-state",
  ]),
  [
    "interface endpoint, pending",
    { endpoints: ordinary({ state: "pending" }) },
    "degraded",
    "endpoint-state",
  ],
  [
    "a failed endpoint beside an available one",
    {
      endpoints: known([
        {
          id: "vpce-0",
          service: "bedrock-runtime",
          type: "interface",
          state: "failed",
          addresses: [],
        },
        {
          id: "vpce-4",
          service: "bedrock-runtime",
          type: "interface",
          state: "available",
          addresses: two,
        },
      ]),
    },
    "healthy",
  ],
  ["interface endpoint, available", { endpoints: ordinary() }, "healthy"],
  [
    "an address that is no interface of the endpoint",
    { endpoints: ordinary({ addresses: ["10.1.0.5", "10.1.9.9"] }) },
    "healthy",
    "other-interface",
  ],
  [
    "private DNS switched off",
    { window: window(open), endpoints: ordinary({ privateDns: false }) },
    "degraded",
    "public-address",
    "private-dns-off",
  ],
  [
    "interface endpoint, no permission to ask",
    { endpoints: denied },
    "healthy",
    "endpoint-not-known",
  ],
  [
    "private addresses, the endpoint belongs to another VPC",
    { endpoints: known([]) },
    "healthy",
    "endpoint-not-found",
  ],
  [
    "public addresses, no endpoint",
    { window: window(open), endpoints: known([]) },
    "degraded",
    "public-address",
    "endpoint-missing",
  ],
  [
    "gateway with a private address",
    { kind: "gateway", endpoints: gateway() },
    "healthy",
    "private-address",
  ],
  [
    "gateway, unreachable without a known route",
    { kind: "gateway", window: window(open, { connects: connects(open, () => bad("ETIMEDOUT")) }) },
    "unhealthy",
    "tcp-failed",
    "route-not-known",
  ],
  [
    "classic collection without an endpoint",
    {
      kind: "opensearch-serverless",
      host: classicHost,
      window: window(open),
      endpoints: known([]),
    },
    "degraded",
    "public-address",
    "endpoint-missing",
  ],
  [
    "classic collection, only the control plane's endpoint exists",
    {
      kind: "opensearch-serverless",
      host: classicHost,
      window: window(open),
      endpoints: ordinary({ service: "aoss" }),
    },
    "degraded",
    "public-address",
    "endpoint-missing",
  ],
  [
    "classic collection with its own endpoint",
    {
      kind: "opensearch-serverless",
      host: classicHost,
      endpoints: known([classicOf("available")]),
    },
    "healthy",
  ],
  [
    "classic collection, its endpoint failed",
    {
      kind: "opensearch-serverless",
      host: classicHost,
      endpoints: known([classicOf("failed")]),
    },
    "unhealthy",
    "endpoint-state",
  ],
  [
    "NextGen collection with a classic endpoint only",
    {
      kind: "opensearch-serverless",
      host: nextHost,
      window: window(open),
      endpoints: known([classicOf("available")]),
    },
    "degraded",
    "public-address",
    "endpoint-missing",
  ],
  [
    "NextGen collection by aoss-data",
    {
      kind: "opensearch-serverless",
      host: nextHost,
      endpoints: ordinary({ service: "aoss-data" }),
    },
    "healthy",
  ],
  [
    "the control plane's name taken for a collection",
    { kind: "opensearch-serverless", host: "aoss.ap-northeast-1.amazonaws.com" },
    "degraded",
    "control-plane-name",
  ],
  ["a Redis in the VPC", { kind: "in-vpc" }, "healthy"],
  [
    "a Redis at a public address",
    { kind: "in-vpc", window: window(open) },
    "degraded",
    "public-address",
  ],
  [
    "an emulator on this machine",
    { kind: "gateway", window: window(["127.0.0.1"]), endpoints: known([]) },
    "healthy",
    "loopback",
  ],
  [
    "an emulator on this machine, slow",
    {
      window: window(["127.0.0.1"], { connects: connects(["127.0.0.1"], () => ok(60)) }),
      natBaselineMs: 45,
    },
    "healthy",
    "loopback",
  ],
  [
    "a process too busy to measure others",
    { window: window(two, { connects: connects(two, () => ok(60)), loopDelayMs: 20 }) },
    "healthy",
    "process-busy",
  ],
  ["IPv6 only", { window: window(["fd12::1", "fd12::2"]) }, "healthy"],
  [
    "addresses that were not tried",
    { window: window(two, { untried: ["2406:da14::5"] }) },
    "healthy",
    "not-tried",
  ],
  [
    "one zone slow",
    {
      window: window(two, {
        connects: connects([...two, "10.1.2.5"], (_, address) =>
          ok(address === "10.1.1.5" ? 15 : 1),
        ),
      }),
      zones,
    },
    "degraded",
    "zone-slow",
  ],
  [
    "one of two zones slow in TLS only",
    {
      window: window(two, {
        connects: connects(["10.1.0.5"], undefined, () => ok(4)).concat(
          connects(["10.1.1.5"], undefined, () => ok(25), 4),
        ),
      }),
      zones,
    },
    "healthy",
  ],
  [
    "certificate expired",
    {
      window: window(two, {
        connects: connects(two, undefined, () => bad("CERT_HAS_EXPIRED")),
      }),
    },
    "unhealthy",
    "tls-failed",
  ],
]
