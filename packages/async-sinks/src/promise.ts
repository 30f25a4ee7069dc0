/**
 * Sinks for programs without Effect: `write` is an async function.
 *
 * `close` drains for `drainDeadlineMs` and ends the sink; remaining must-keep records stay on disk. The writers of
 * this package (`kinesisWriter`, `fileWriter`, …) can be passed as `write`.
 */
import "@manga-assist/options/node"
import { Effect, Exit, Scope } from "effect"
import type { DeadLetter, DeadLetterOptions } from "./contract/DeadLetter.ts"
import { makeSink as makeEffectSink } from "./delivery/MakeSink.ts"
import type { Sink, SinkOptions, SinkRecord } from "./contract/Sink.ts"
import type { WriteAnswer } from "./contract/WriteAnswer.ts"

export { dynamoWriter } from "./writers/DynamoWriter.ts"
export { fileWriter } from "./writers/FileWriter.ts"
export { keyedHash } from "./redaction/KeyedHash.ts"
export { kinesisWriter } from "./writers/KinesisWriter.ts"
export { logsWriter } from "./writers/LogsWriter.ts"
export { embeddedMetricsWriter, metricsWriter } from "./writers/MetricsWriter.ts"
export { redact, redactText, type RedactionRules } from "./redaction/Redaction.ts"
export { SinkError } from "./contract/SinkError.ts"
export { parseDeadLetter, sqsDeadLetters } from "./writers/SqsDeadLetters.ts"
export type { DeadLetter, SinkRecord, WriteAnswer }

type Answer = Promise<WriteAnswer | void> | Effect.Effect<WriteAnswer | void, unknown>

interface PromiseWrites<A> {
  /** As of the Effect face; a rejection means that nothing of the batch counts as written. */
  readonly write: (batch: ReadonlyArray<A>, json: (index: number) => string) => Answer
  readonly deadLetter?:
    | { readonly write: (letters: ReadonlyArray<DeadLetter>) => Answer }
    | undefined
}

type WithPromises<Options, A> = Options extends unknown
  ? Omit<Options, keyof PromiseWrites<A>> & PromiseWrites<A>
  : never

export type PromiseSinkOptions<A extends SinkRecord> = WithPromises<SinkOptions<A>, A>

export interface PromiseSink<A extends SinkRecord> extends Omit<Sink<A>, "drain"> {
  /** Writes now what is pending; true when nothing is left, false at the deadline. */
  readonly drain: (deadlineMs: number) => Promise<boolean>
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Rejects with a `SinkError` for options that are not valid and a folder that cannot be used. */
export const makeSink = async <A extends SinkRecord>(
  options: PromiseSinkOptions<A>,
): Promise<PromiseSink<A>> => {
  const scope = Scope.makeUnsafe()
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  // The seams of the sink take promises as they take Effects; only their types do not say so.
  const given = options as unknown as SinkOptions<A, unknown> & {
    readonly deadLetter?: DeadLetterOptions
  }
  const made = makeEffectSink(given).pipe(Scope.provide(scope))
  const sink = await Effect.runPromise(made).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    name: sink.name,
    offer: sink.offer,
    counters: sink.counters,
    report: sink.report,
    drain: (deadlineMs) => Effect.runPromise(sink.drain(deadlineMs)),
    close,
    [Symbol.asyncDispose]: close,
  }
}
