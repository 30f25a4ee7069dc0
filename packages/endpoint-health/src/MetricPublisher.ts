/**
 * Where reports go as metrics. Publishing never fails: what is lost is counted.
 */
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch"
import { Context, Effect, Layer } from "effect"
import { ask, clientSettings } from "./AwsCall.ts"
import type { EndpointReport } from "./Check.ts"
import { metricBatches, metricData } from "./EndpointMetrics.ts"

export interface MetricCounters {
  /** Metric data that CloudWatch took. */
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
  static readonly layerNone: Layer.Layer<MetricPublisher> = Layer.succeed(
    MetricPublisher,
    MetricPublisher.of({
      publish: () => Effect.void,
      counters: () => ({ published: 0, failed: 0, lastFailure: undefined }),
    }),
  )

  /** PutMetricData, at most 5 s a request; closing the scope closes the sockets. */
  static readonly layerCloudWatch = (options: {
    readonly region: string
    readonly namespace: string
  }): Layer.Layer<MetricPublisher> =>
    Layer.effect(
      MetricPublisher,
      Effect.gen(function* () {
        const settings = yield* clientSettings
        const client = new CloudWatchClient({ ...settings, region: options.region })
        let [published, failed] = [0, 0]
        let lastFailure: string | undefined
        const publish = Effect.fnUntraced(function* (reports: ReadonlyArray<EndpointReport>) {
          for (const batch of metricBatches(reports.flatMap(metricData))) {
            const command = new PutMetricDataCommand({
              Namespace: options.namespace,
              MetricData: [...batch],
            })
            const answer = yield* ask("cloudwatch:PutMetricData", (abortSignal) =>
              client.send(command, { abortSignal }),
            )
            if ("unknown" in answer) {
              failed += batch.length
              lastFailure = answer.unknown
            } else published += batch.length
          }
        })
        return MetricPublisher.of({
          publish,
          counters: () => ({ published, failed, lastFailure }),
        })
      }),
    )
}
