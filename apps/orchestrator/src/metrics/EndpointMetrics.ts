/**
 * Exports as Prometheus metrics how the AWS services' network endpoints (Bedrock, DynamoDB, …) are doing, as the
 * monitor of `packages/endpoint-health` last measured it in the background: the health of each endpoint, whether its
 * addresses are private, the median times of DNS, TCP and TLS, and the number of checks that were completed or too
 * late. It measures nothing itself.
 */
import type { MonitorState } from "@manga-assist/endpoint-health"
import { reportJson } from "@manga-assist/endpoint-health"
import type { Sample } from "@manga-assist/process/metrics"
import type { Registry } from "./MetricsRegistry.ts"

const healthOf = { healthy: 1, degraded: 0.5, unhealthy: 0 } as const

type EndpointJson = ReturnType<typeof reportJson>

/** The median of each step that has one, in seconds. */
const medians = ({ name, dns, tcp, tls }: EndpointJson): ReadonlyArray<Sample> =>
  (
    [
      ["dns", dns.p50Ms],
      ["tcp", tcp.p50Ms],
      ["tls", tls?.p50Ms ?? null],
    ] as const
  ).flatMap(([step, ms]) =>
    ms === null ? [] : [{ labels: { endpoint: name, step }, value: Math.round(ms * 100) / 1e5 }],
  )

export const registerEndpointMetrics = (registry: Registry, state: () => MonitorState): void => {
  const gauge = (
    name: string,
    help: string,
    samplesOf: (endpoint: EndpointJson) => ReadonlyArray<Sample>,
  ) =>
    registry.register({
      name,
      help,
      type: "gauge",
      read: () => state().reports.flatMap((report) => samplesOf(reportJson(report))),
    })
  gauge(
    "manga_assist_endpoint_health",
    "What is said of an endpoint: 1 healthy, 0.5 degraded, 0 unhealthy.",
    ({ name, kind, status }) => [{ labels: { endpoint: name, kind }, value: healthOf[status] }],
  )
  gauge(
    "manga_assist_endpoint_private",
    "1 when every address of the endpoint is private or of the VPC.",
    ({ name, isPrivate }) => [{ labels: { endpoint: name }, value: isPrivate ? 1 : 0 }],
  )
  gauge(
    "manga_assist_endpoint_latency_seconds",
    "Median of the newest window, by step: dns, tcp, tls.",
    medians,
  )
  registry.register({
    name: "manga_assist_endpoint_windows_total",
    help: "Rounds of endpoint checks, by outcome; a late one is dropped.",
    type: "counter",
    read: () => [
      { labels: { outcome: "complete" }, value: state().rounds },
      { labels: { outcome: "late" }, value: state().lateRounds },
    ],
  })
}
