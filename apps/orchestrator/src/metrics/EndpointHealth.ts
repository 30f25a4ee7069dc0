/**
 * Measures the endpoints that turns depend on, in the background: DNS, TCP and TLS to every address, and what EC2
 * reports about them. `GET /endpoints` and the metrics page show the newest measurements.
 *
 * Readiness never depends on it. All settings are validated at start; `ENDPOINT_HEALTH=off` disables it.
 */
import {
  awsEndpoints,
  ControlPlane,
  type Endpoint,
  EndpointMonitor,
  layerAws,
  layerCloudWatch,
  limitsOf,
  MetricPublisher,
  type MonitorState,
  reportJson,
  targetOf,
} from "@manga-assist/endpoint-health"
import { oneWord, wholeNumber } from "@manga-assist/process"
import { Config, Context, Effect, Layer } from "effect"
import { registerEndpointMetrics } from "./EndpointMetrics.ts"
import { MetricsRegistry } from "./MetricsRegistry.ts"

/** The body of `GET /endpoints`; synchronous, as everything a health page says. */
export const EndpointPage = Context.Reference<() => unknown>("orchestrator/EndpointPage", {
  defaultValue: () => () => ({ enabled: false }),
})

const namespace = "MangaAssist/VPCEndpoints"
const roundDeadlineMs = 60_000

const text = (name: string) => Config.String(name).pipe(Config.withDefault(""))

/** The AWS services of a turn, where the region or `AWS_ENDPOINT_URL_*` leads. */
const awsServices = Effect.gen(function* () {
  const region = yield* text("AWS_REGION")
  if (region === "") return []
  const environment = {
    AWS_ENDPOINT_URL: yield* text("AWS_ENDPOINT_URL"),
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: yield* text("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
    AWS_ENDPOINT_URL_DYNAMODB: yield* text("AWS_ENDPOINT_URL_DYNAMODB"),
  }
  return awsEndpoints(region, environment).filter(
    ({ name }) => name === "bedrock-runtime" || name === "dynamodb",
  )
})

/** What a URL of the environment leads to; nothing without one. */
const nodeAt = Effect.fnUntraced(function* (
  name: string,
  variable: string,
  kind: Endpoint["kind"],
) {
  const url = yield* text(variable)
  if (url === "") return []
  const asHttp = url.replace(/^redis(s?):/, "http$1:")
  const target = targetOf(asHttp)
  // The connections' own layers refuse a wrong URL and name it.
  if (target === undefined) return []
  const isRedis = asHttp !== url
  const port = isRedis && !/:\d+(?:[/?#]|$)/.test(url) ? 6379 : target.port
  return [{ name, ...target, port, kind, limits: limitsOf(kind) }]
})

const endpoints = Effect.gen(function* () {
  return [
    ...(yield* awsServices),
    ...(yield* nodeAt("opensearch", "OPENSEARCH_URL", "opensearch-serverless")),
    ...(yield* nodeAt("redis", "REDIS_URL", "in-vpc")),
  ]
})

const pageOf = ({ reports, notes, rounds, lateRounds, metrics }: MonitorState) => ({
  enabled: true,
  rounds,
  lateRounds,
  endpoints: reports.map(reportJson),
  notes,
  metrics,
})

const watching = Effect.gen(function* () {
  const intervalMs = yield* wholeNumber("ENDPOINT_HEALTH_INTERVAL_MS", {
    min: 1_000,
    max: 86_400_000,
    byDefault: 60_000,
  })
  const publish = yield* oneWord("ENDPOINT_HEALTH_METRICS", ["off", "cloudwatch"])
  const region = yield* text("AWS_REGION")
  const options = { endpoints: yield* endpoints, intervalMs, roundDeadlineMs, samples: 5 }
  const monitor = EndpointMonitor.layer(options).pipe(
    Layer.provide([
      region === "" ? ControlPlane.layerNone : layerAws({ region }),
      region === "" || publish === "off"
        ? MetricPublisher.layerNone
        : layerCloudWatch({ region, namespace }),
    ]),
  )
  return Layer.effect(
    EndpointPage,
    Effect.gen(function* () {
      const { state } = yield* EndpointMonitor
      registerEndpointMetrics(yield* MetricsRegistry, state)
      return () => pageOf(state())
    }),
  ).pipe(Layer.provide(monitor))
})

/** `ENDPOINT_HEALTH=off`: nothing is measured, the page says so. */
export const layerEndpointHealth: Layer.Layer<never, Config.ConfigError, MetricsRegistry> =
  Layer.unwrap(
    Effect.flatMap(oneWord("ENDPOINT_HEALTH", ["on", "off"]), (choice) =>
      choice === "on" ? watching : Effect.succeed(Layer.empty),
    ),
  )
