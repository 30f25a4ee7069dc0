/**
 * Sinks for programs without Effect: `write` is an async function.
 *
 * `close` drains for `drainDeadlineMs` and ends the sink; remaining must-keep records stay on disk. What the writers of
 * this entry (`kinesisWriter`, `fileWriter`, …) return can be passed as `write`. The published file holds what it needs of
 * Effect (`tooling/bundle`), and its types name none of it.
 */
import { milliseconds, needed } from "@manga-assist/options"
import "@manga-assist/options/node"
import { Context, Effect, Exit, Logger, Scope } from "effect"
import { check } from "./contract/CheckOptions.ts"
import type { DeadLetter } from "./contract/DeadLetter.ts"
import type { SinkOptions } from "./contract/EffectSink.ts"
import type { KeepOptions, Offering, PlainOptions, SinkRecord } from "./contract/Sink.ts"
import type { WriteAnswer } from "./contract/WriteAnswer.ts"
import { makeSink as makeEffectSink } from "./delivery/MakeSink.ts"
import { refusalOf } from "./delivery/SinkSettings.ts"

export { parseDeadLetter } from "./contract/DeadLetter.ts"
export { SinkError } from "./contract/SinkError.ts"
export {
  dynamoWriter,
  embeddedMetricsWriter,
  fileWriter,
  kinesisWriter,
  logsWriter,
  metricsWriter,
  type PromiseDynamoCalls,
  sqsDeadLetters,
  type Writer,
} from "./PromiseWriters.ts"
export { keyedHash } from "./redaction/KeyedHash.ts"
export { redact, redactText, type RedactionRules } from "./redaction/Redaction.ts"
export type { DeadLetter, SinkRecord, WriteAnswer }

interface PromiseWrites<A> {
  /**
   * Writes a batch. A rejection, or an end later than `writeDeadlineMs`, means that nothing of it counts as written; the
   * answer names the records that alone were not. `json(index)` is the record's JSON text, made once however often it is
   * asked for. `signal` is aborted when nobody waits any more.
   */
  readonly write: (
    batch: ReadonlyArray<A>,
    json: (index: number) => string,
    signal: AbortSignal,
  ) => Promise<WriteAnswer | void>
  /** Where records end that the target does not take, at most ten at a time. Without it must-keep ones stay on disk. */
  readonly deadLetter?:
    | {
        readonly write: (
          letters: ReadonlyArray<DeadLetter>,
          signal: AbortSignal,
        ) => Promise<WriteAnswer | void>
      }
    | undefined
}

export type PromiseSinkOptions<A extends SinkRecord> = PlainOptions<A> &
  PromiseWrites<A> &
  KeepOptions<A>

export interface PromiseSink<A extends SinkRecord> extends Offering<A> {
  /** Writes now what is pending; true when nothing is left, false at the deadline, in milliseconds. */
  readonly drain: (deadlineMs: number) => Promise<boolean>
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Logs to standard error: what a program prints on standard output is its own. */
const run = Effect.runPromiseWith(Context.make(Logger.LogToStderr, true))

/** What is no promise of an answer is none: an Effect that nobody runs would count as written. */
const answered = <A>(answer: A): A => {
  if (!Effect.isEffect(answer)) return answer
  throw new TypeError("write returned an Effect; this entry takes async functions")
}

const withEffects = <A extends SinkRecord>({
  deadLetter,
  write,
  ...options
}: PromiseSinkOptions<A>): SinkOptions<A> => ({
  ...options,
  write: (batch, json) =>
    Effect.promise(async (signal) => answered(await write(batch, json, signal))),
  ...(deadLetter && {
    deadLetter: {
      write: (letters) =>
        Effect.promise(async (signal) => answered(await deadLetter.write(letters, signal))),
    },
  }),
})

/** Rejects with a `SinkError` for options that are not valid and a folder that cannot be used. */
export const makeSink = async <A extends SinkRecord>(
  options: PromiseSinkOptions<A>,
): Promise<PromiseSink<A>> => {
  // Of the options as they were given: they may be anything.
  const refusal = refusalOf(options as unknown as SinkOptions<A>)
  if (refusal !== undefined) throw refusal
  const scope = Scope.makeUnsafe()
  const close = () => run(Scope.close(scope, Exit.void))
  const made = makeEffectSink(withEffects(options)).pipe(Scope.provide(scope))
  const sink = await run(made).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    name: sink.name,
    offer: sink.offer,
    counters: sink.counters,
    report: sink.report,
    drain: async (deadlineMs) => {
      check("drain", needed(milliseconds(0)), deadlineMs, "deadlineMs")
      return run(sink.drain(deadlineMs))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
