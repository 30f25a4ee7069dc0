/**
 * Alarm for sinks whose records must not be lost. Polls their counters every two seconds for records that were refused,
 * dropped, removed by file rotation, or delivered without first being journaled on disk.
 *
 * Each affected sink logs at most one error a minute. It counts as troubled for readiness until 30 seconds after the
 * last such record.
 */
import type { SinkCounters, SinkReport } from "@manga-assist/async-sinks"
import { Effect, type Scope } from "effect"

interface Watched {
  readonly name: string
  readonly counters: () => SinkCounters
  readonly report: () => SinkReport
}

const lookMs = 2_000
const sayEveryMs = 60_000
/** So long after the last trouble it still counts as one. */
const troubledMs = 30_000

const kinds = ["refused", "dropped", "unjournaled", "removed"] as const

const words: Readonly<Record<(typeof kinds)[number], string>> = {
  refused: "were refused and are not recorded",
  dropped: "were dropped",
  unjournaled: "went to their target without being on disk first",
  removed: "were removed by the rotation of files",
}

/** `keeps`: the sinks whose records must not be lost. */
export const watchSinks = Effect.fnUntraced(function* (
  keeps: ReadonlyArray<Watched>,
): Effect.fn.Return<{ readonly trouble: () => string | undefined }, never, Scope.Scope> {
  const states = keeps.map((sink) => ({
    sink,
    /** At the last look, and when it was told of last. */
    seen: sink.counters(),
    told: sink.counters(),
    toldAt: -Infinity,
    troubledAt: -Infinity,
  }))
  const causeOf = (report: SinkReport) =>
    report.lastUnjournaled ?? report.lastRefusal ?? report.lastFailure ?? "unknown"
  const look = Effect.forEach(
    states,
    Effect.fnUntraced(function* (state) {
      const { sink } = state
      const amounts = sink.counters()
      const now = performance.now()
      if (kinds.some((kind) => amounts[kind] > state.seen[kind])) state.troubledAt = now
      state.seen = amounts
      const since = kinds.flatMap((kind) => {
        const more = amounts[kind] - state.told[kind]
        return more > 0 ? [`${more} records ${words[kind]}`] : []
      })
      if (since.length === 0 || now - state.toldAt < sayEveryMs) return
      state.told = amounts
      state.toldAt = now
      yield* Effect.logError(`sink ${sink.name}: ${since.join(", ")}; ${causeOf(sink.report())}`)
    }),
    { discard: true },
  )
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(look, Effect.sleep(lookMs))), {
    startImmediately: true,
  })
  return {
    trouble: () => {
      const now = performance.now()
      const troubled = states.filter(
        ({ seen, sink, troubledAt }) =>
          now - troubledAt < troubledMs || kinds.some((kind) => sink.counters()[kind] > seen[kind]),
      )
      return troubled.length === 0
        ? undefined
        : troubled.map(({ sink }) => `${sink.name}: ${causeOf(sink.report())}`).join("; ")
    },
  }
})
