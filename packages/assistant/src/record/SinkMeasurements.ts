/**
 * Offers the counters of every sink once a minute to the best-effort sink `metrics`, as `SinkDropped`, `SinkRefused`,
 * `SinkOldestAge` and others. Its target is CloudWatch, standard output or nothing (`SINK_METRICS`). Alarms on these
 * metrics show lost or late records; the Prometheus page reads the counters directly, so it shows them while
 * CloudWatch is down too.
 */
import type { Measurement, Sink, SinkCounters, SinkReport } from "@manga-assist/async-sinks"
import { Clock, Effect, type Scope } from "effect"

const everyMs = 60_000

type Reporting = Pick<Sink<never>, "name"> & {
  readonly counters: () => SinkCounters
  readonly report: () => SinkReport
}

/** Counts since the last time; ages and amounts as they are. */
export const measureSinks = Effect.fnUntraced(function* (
  sinks: ReadonlyArray<Reporting>,
  metrics: Sink<Measurement>,
): Effect.fn.Return<void, never, Scope.Scope> {
  const before = new Map<string, SinkCounters>()
  const measure = (at: number): void => {
    for (const sink of sinks) {
      const now = sink.counters()
      const last = before.get(sink.name)
      before.set(sink.name, now)
      const since = (
        count: "dropped" | "refused" | "deadLettered" | "written" | "unjournaled" | "removed",
      ) => now[count] - (last?.[count] ?? 0)
      const offer = (metric: string, value: number, unit: Measurement["unit"]) =>
        metrics.offer({
          id: `${metric}-${sink.name}-${at}`,
          at,
          metric,
          value,
          unit,
          dimensions: { Sink: sink.name },
        })
      offer("SinkWritten", since("written"), "Count")
      offer("SinkDropped", since("dropped"), "Count")
      offer("SinkRefused", since("refused"), "Count")
      offer("SinkDeadLettered", since("deadLettered"), "Count")
      offer("SinkUnjournaled", since("unjournaled"), "Count")
      offer("SinkRemoved", since("removed"), "Count")
      offer("SinkPending", now.pending, "Count")
      offer("SinkSpoolBytes", now.spoolBytes, "Bytes")
      offer("SinkOldestAge", sink.report().oldestAgeMs, "Milliseconds")
    }
  }
  yield* Effect.sleep(everyMs).pipe(
    Effect.andThen(Clock.currentTimeMillis),
    Effect.tap((at) => Effect.sync(() => measure(at))),
    Effect.forever({ disableYield: true }),
    Effect.forkScoped({ startImmediately: true }),
  )
})
