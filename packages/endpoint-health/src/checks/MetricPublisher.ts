/**
 * The interface by which the monitor publishes its reports on the health of AWS services' endpoints as metrics, for
 * example to CloudWatch. Publishing never fails: metrics that could not be published are counted.
 */
import { Context, Effect, Layer } from "effect"
import type { EndpointReport } from "./Check.ts"

export interface MetricCounters {
  /** Metric data that were taken. */
  readonly published: number
  readonly failed: number
  readonly lastFailure: string | undefined
}

export class MetricPublisher extends Context.Service<
  MetricPublisher,
  {
    readonly publish: (reports: ReadonlyArray<EndpointReport>) => Effect.Effect<void>
    readonly counters: () => MetricCounters
  }
>()("@manga-assist/endpoint-health/MetricPublisher") {
  /** Nothing is published. */
  static readonly layerNone: Layer.Layer<MetricPublisher> = Layer.succeed(
    MetricPublisher,
    MetricPublisher.of({
      publish: () => Effect.void,
      counters: () => ({ published: 0, failed: 0, lastFailure: undefined }),
    }),
  )
}
