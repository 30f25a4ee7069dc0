import { expect, it } from "vitest"
import type { EndpointReport } from "../src/checks/Check.ts"
import { limitsOf } from "../src/checks/Endpoint.ts"
import { metricBatches, metricData } from "../src/checks/EndpointMetrics.ts"
import { reportJson, reportText, worstOf } from "../src/checks/Report.ts"

const ok = (ms: number) => ({ ms })

const report = (changes: Partial<EndpointReport> = {}): EndpointReport => ({
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  endpoint: {
    name: "bedrock-runtime",
    host: "bedrock-runtime.ap-northeast-1.amazonaws.com",
    port: 443,
    tls: true,
    kind: "interface",
    limits: limitsOf("interface"),
    natBaselineMs: 45,
  },
  window: {
    dns: [ok(0.4), ok(0.6), { ms: 2000, error: "ETIMEOUT" }],
    addresses: ["10.0.1.5", "10.0.2.5"],
    connects: [
      { address: "10.0.1.5", tcp: ok(0.51), tls: ok(3), protocol: "h2" },
      { address: "10.0.1.5", tcp: ok(0.51), tls: ok(4), protocol: "h2" },
      { address: "10.0.2.5", tcp: { ms: 9, error: "ECONNREFUSED" } },
    ],
  },
  addresses: [
    { address: "10.0.1.5", place: "vpc", zone: "ap-northeast-1a" },
    { address: "10.0.2.5", place: "vpc", zone: "unknown" },
  ],
  isPrivate: true,
  vpcEndpoint: {
    id: "vpce-0a1b",
    service: "bedrock-runtime",
    type: "interface",
    state: "available",
    privateDns: true,
    addresses: ["10.0.1.5"],
  },
  verdict: {
    status: "degraded",
    windowStatus: "healthy",
    reasons: [{ weight: "note", code: "other-interface", text: "10.0.2.5 is no interface" }],
    history: { status: "degraded", windows: ["healthy"] },
  },
  ...changes,
})

it("prints one block an endpoint, and what is not known", () => {
  const text = reportText({ reports: [report()], notes: ["ec2:DescribeVpcs is not permitted"] })
  expect(text.split("\n")).toEqual([
    "VPC endpoint health report, 2026-01-02T03:04:05.000Z",
    "====================================================",
    "",
    "[WARN] bedrock-runtime  interface  bedrock-runtime.ap-northeast-1.amazonaws.com:443",
    "    Endpoint: vpce-0a1b (interface, available, private DNS on)",
    "    Resolved: 10.0.1.5 (vpc, ap-northeast-1a), 10.0.2.5 (vpc) (private=true)",
    "    DNS 0.4 / 0.6 ms (1 of 3 failed) | TCP 0.5 / 0.5 ms (1 of 3 failed) | TLS 3.0 / 4.0 ms (p50 / p95 of 3 rounds, NAT baseline 45 ms)",
    "    ap-northeast-1a: TCP 0.5 / 0.5 ms | TLS 3.0 / 4.0 ms",
    "    10.0.2.5: TCP (1 of 1 failed) | TLS not tried",
    "    ALPN: h2",
    "    Status: degraded (this window alone: healthy)",
    "    Note: 10.0.2.5 is no interface",
    "",
    "Not known:",
    "    ec2:DescribeVpcs is not permitted",
  ])
})

it("says the same as JSON", () => {
  expect(JSON.parse(JSON.stringify(reportJson(report())))).toMatchObject({
    type: "endpoint",
    name: "bedrock-runtime",
    endpointId: "vpce-0a1b",
    status: "degraded",
    windowStatus: "healthy",
    isPrivate: true,
    dns: { samples: 3, failed: 1, p50Ms: 0.4, p95Ms: 0.6 },
    zones: [
      { zone: "ap-northeast-1a", tls: { samples: 2, failed: 0, p50Ms: 3, p95Ms: 4 } },
      { zone: "10.0.2.5", tcp: { samples: 1, failed: 1, p50Ms: null } },
    ],
  })
})

it("takes the worst published status", () => {
  const said = (status: "healthy" | "degraded" | "unhealthy") =>
    report({ verdict: { ...report().verdict, status } })
  expect(worstOf([])).toBe("healthy")
  expect(worstOf([said("healthy"), said("degraded")])).toBe("degraded")
  expect(worstOf([said("degraded"), said("unhealthy"), said("healthy")])).toBe("unhealthy")
})

it("keeps every latency for CloudWatch, by service and by zone, and no latency of a failure", () => {
  const data = metricData(report()).map(({ MetricName, Dimensions, Value, Values, Counts }) => [
    MetricName,
    (Dimensions ?? []).map((dimension) => dimension.Value).join(" "),
    Value ?? [Values, Counts],
  ])
  const whole = "bedrock-runtime interface"
  const zone = `${whole} ap-northeast-1a`
  const [once, twice] = [[1, 1], [2]]
  expect(data).toEqual([
    ["EndpointHealth", whole, 0.5],
    ["IsPrivateIP", whole, 1],
    ["DNSResolutionLatency", whole, [[0.4, 0.6], once]],
    ["TCPConnectLatency", whole, [[0.51], twice]],
    ["TLSHandshakeLatency", whole, [[3, 4], once]],
    ["TCPConnectLatency", zone, [[0.51], twice]],
    ["TLSHandshakeLatency", zone, [[3, 4], once]],
  ])
})

it("splits at 150 values a datum, 1000 data and half a megabyte a request, and loses none", () => {
  const dns = Array.from({ length: 400 }, (_, index) => ok(index))
  const many = metricData(report({ window: { dns, addresses: [], connects: [] } }))
  const latencies = many.filter(({ MetricName }) => MetricName === "DNSResolutionLatency")
  expect(latencies.map(({ Values = [] }) => Values.length)).toEqual([150, 150, 100])

  const small = metricData(report())[0]!
  const data = Array.from({ length: 2_500 }, () => ({ ...small }))
  const batches = metricBatches(data)
  expect(batches.flat()).toEqual(data)
  expect(batches.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1_000)
  const full = Array.from({ length: 200 }, () => ({ ...latencies[0]! }))
  const sizes = metricBatches(full).map((batch) => JSON.stringify(batch).length)
  expect(Math.max(...sizes)).toBeLessThan(1_000_000)
  expect(sizes.length).toBeGreaterThan(1)
})
