/** The process itself, under the names that Prometheus dashboards know. */
import { Effect, Layer } from "effect"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { MetricsRegistry } from "./MetricsRegistry.ts"

const nanosPerSecond = 1e9

export const layerProcessMetrics: Layer.Layer<never, never, MetricsRegistry> = Layer.effectDiscard(
  Effect.gen(function* () {
    const registry = yield* MetricsRegistry
    const delay = yield* Effect.acquireRelease(
      Effect.sync(() => {
        const histogram = monitorEventLoopDelay({ resolution: 10 })
        histogram.enable()
        return histogram
      }),
      (histogram) => Effect.sync(() => histogram.disable()),
    )
    registry.register({
      name: "process_resident_memory_bytes",
      help: "Memory of this process.",
      type: "gauge",
      read: () => [{ labels: {}, value: process.memoryUsage.rss() }],
    })
    registry.register({
      name: "process_cpu_seconds_total",
      help: "User and system time of this process, all threads.",
      type: "counter",
      read: () => {
        const { system, user } = process.cpuUsage()
        return [{ labels: {}, value: (user + system) / 1e6 }]
      },
    })
    registry.register({
      name: "nodejs_eventloop_delay_seconds",
      help: "Delay of the event loop since the last scrape.",
      type: "summary",
      read: () => {
        const at = (quantile: string, nanos: number) => ({
          labels: { quantile },
          value: Number.isFinite(nanos) ? nanos / nanosPerSecond : 0,
        })
        const samples = [
          at("0.5", delay.percentile(50)),
          at("0.99", delay.percentile(99)),
          at("1", delay.max),
        ]
        delay.reset()
        return samples
      },
    })
  }),
)
