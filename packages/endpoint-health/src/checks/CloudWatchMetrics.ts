/**
 * Publishes the figures of the endpoint monitor's reports (health and latencies of each AWS service's network
 * endpoint) as CloudWatch metrics by PutMetricData, in as few requests as its limits allow, with a deadline of 5 s
 * each. A failed request fails nothing: its metrics are counted as failed, with the last reason.
 *
 * Closing the scope closes the sockets.
 */
import { Effect, Layer } from "effect"
import { ask, clientSettings } from "../aws/AwsCall.ts"
import type { EndpointReport } from "./Check.ts"
import { metricBatches, metricData } from "./EndpointMetrics.ts"
import { MetricPublisher } from "./MetricPublisher.ts"

export interface CloudWatchOptions {
  readonly region: string
  readonly namespace: string
}

export const layerCloudWatch = (options: CloudWatchOptions): Layer.Layer<MetricPublisher> =>
  Layer.effect(
    MetricPublisher,
    Effect.gen(function* () {
      const settings = yield* clientSettings
      // Half a second to load, so only where something is published.
      const { CloudWatchClient, PutMetricDataCommand } = yield* Effect.promise(
        () => import("@aws-sdk/client-cloudwatch"),
      )
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
