/** Metrics of the process itself, under the names that Prometheus dashboards expect. */
import { Effect, Layer } from "effect"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { MetricsRegistry } from "./MetricsRegistry.ts"

const nanosPerSecond = 1e9
/** Long enough for every scrape to see each window once. */
const windowMs = 60_000

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
    let earlier: ReadonlyArray<number> = []
    let beganAt = performance.now()
    registry.register({
      name: "nodejs_eventloop_delay_seconds",
      help: "Delay of the event loop in the last minute or two: whoever else reads it takes nothing away.",
      type: "summary",
      read: () => {
        const now = [delay.percentile(50), delay.percentile(99), delay.max].map((nanos) =>
          Number.isFinite(nanos) ? nanos / nanosPerSecond : 0,
        )
        const samples = ["0.5", "0.99", "1"].map((quantile, at) => ({
          labels: { quantile },
          value: Math.max(now[at] ?? 0, earlier[at] ?? 0),
        }))
        if (performance.now() - beganAt > windowMs) {
          earlier = now
          beganAt = performance.now()
          delay.reset()
        }
        return samples
      },
    })
  }),
)
