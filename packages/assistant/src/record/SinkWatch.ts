/**
 * Tells of sinks whose records are lost or wait. Polls every two seconds for records that were refused, dropped,
 * removed by file rotation, or delivered without first being journaled on disk, and for targets that take nothing.
 *
 * Each affected sink logs at most one line a minute. A sink whose records must not be lost counts as troubled until 30
 * seconds after the last such record, and while its target takes nothing.
 */
import type { SinkCounters, SinkReport } from "@manga-assist/async-sinks"
import { monotonicMs } from "@manga-assist/connections"
import { Clock, Effect, type Scope } from "effect"

interface Watched {
  readonly name: string
  readonly counters: () => SinkCounters
  readonly report: () => SinkReport
}

const lookMs = 2_000
const sayEveryMs = 60_000
/** So long after the last trouble it still counts as one. */
const troubledMs = 30_000
/** A target that takes nothing for so long is told of; a restart or a failover is over before. */
const awayMs = 30_000

const kinds = ["refused", "dropped", "unjournaled", "removed"] as const

const words: Readonly<Record<(typeof kinds)[number], string>> = {
  refused: "were refused and are not recorded",
  dropped: "were dropped",
  unjournaled: "went to their target without being on disk first",
  removed: "were removed by the rotation of files",
}

const causeOf = (report: SinkReport) =>
  report.lastUnjournaled ?? report.lastRefusal ?? report.lastFailure ?? "unknown"

/** What waits for a target that takes nothing; undefined: nothing does. */
const waiting = ({ counters, report }: Watched): string | undefined => {
  const { pending } = counters()
  if (pending === 0) return undefined
  const { failingForMs, lastFailure } = report()
  if (failingForMs < awayMs) return undefined
  const seconds = Math.round(failingForMs / 1_000)
  return `${pending} records wait, its target takes nothing for ${seconds} s; ${lastFailure ?? "unknown"}`
}

/** `keeps`: the sinks whose records must not be lost; of `all` the log tells. */
export const watchSinks = Effect.fnUntraced(function* (
  all: ReadonlyArray<Watched>,
  keeps: ReadonlyArray<Watched>,
): Effect.fn.Return<{ readonly trouble: () => string | undefined }, never, Scope.Scope> {
  const monotonic = monotonicMs(yield* Clock.Clock)
  const states = all.map((sink) => ({
    sink,
    /** At the last look, and when it was told of last. */
    seen: sink.counters(),
    told: sink.counters(),
    toldAt: -Infinity,
    troubledAt: -Infinity,
  }))
  const look = Effect.forEach(
    states,
    Effect.fnUntraced(function* (state) {
      const { sink } = state
      const amounts = sink.counters()
      const now = monotonic()
      if (kinds.some((kind) => amounts[kind] > state.seen[kind])) state.troubledAt = now
      state.seen = amounts
      if (now - state.toldAt < sayEveryMs) return
      const lost = kinds.flatMap((kind) => {
        const more = amounts[kind] - state.told[kind]
        return more > 0 ? [`${more} records ${words[kind]}`] : []
      })
      const late = waiting(sink)
      if (lost.length === 0 && late === undefined) return
      state.told = amounts
      state.toldAt = now
      if (lost.length > 0) {
        yield* Effect.logError(`sink ${sink.name}: ${lost.join(", ")}; ${causeOf(sink.report())}`)
      }
      if (late !== undefined) yield* Effect.logWarning(`sink ${sink.name}: ${late}`)
    }),
    { discard: true },
  )
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(look, Effect.sleep(lookMs))), {
    startImmediately: true,
  })
  return {
    trouble: () => {
      const now = monotonic()
      const troubled = states.flatMap(({ seen, sink, troubledAt }) => {
        if (!keeps.includes(sink)) return []
        const isLosing =
          now - troubledAt < troubledMs || kinds.some((kind) => sink.counters()[kind] > seen[kind])
        const what = isLosing ? causeOf(sink.report()) : waiting(sink)
        return what === undefined ? [] : [`${sink.name}: ${what}`]
      })
      return troubled.length === 0 ? undefined : troubled.join("; ")
    },
  }
})
