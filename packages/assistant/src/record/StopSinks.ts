/**
 * The end of the sinks: they deliver together what is pending, to their targets or to the dead-letter queue.
 *
 * Must-keep records that neither took stay in the journal. One log line says how many of which sink and where, and the
 * process ends with 3: on a task whose disk goes with it, they are lost unless somebody takes them from there.
 */
import type { Sink } from "@manga-assist/async-sinks"
import { ExitCode } from "@manga-assist/process"
import { Effect, type Scope } from "effect"
import { resolve } from "node:path"

type Ending = Pick<Sink<never>, "name" | "counters" | "report">

const stopMs = 5_000
const undelivered = 3

export const stopSinks = (
  drain: (deadlineMs: number) => Effect.Effect<boolean>,
  keeps: ReadonlyArray<Ending>,
  directory: string,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.addFinalizer(
    Effect.fnUntraced(function* () {
      yield* drain(stopMs)
      const left = keeps.flatMap(({ counters, name, report }) => {
        const { pending } = counters()
        return pending === 0
          ? []
          : [`${pending} of ${name} (${report().lastFailure ?? "not asked"})`]
      })
      if (left.length === 0) return
      const ending = yield* ExitCode
      ending.code = undelivered
      yield* Effect.logError(
        `records could not be delivered before the stop: ${left.join(", ")}. They lie in ${resolve(directory)}; "sinks replay" delivers them`,
      )
    }),
  )
