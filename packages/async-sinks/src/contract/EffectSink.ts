/** A sink and its options as the entry with Effect has them. */
import type { Effect } from "effect"
import type { DeadLetter } from "./DeadLetter.ts"
import type { KeepOptions, Offering, PlainOptions, SinkRecord } from "./Sink.ts"
import type { WriteAnswer } from "./WriteAnswer.ts"

export interface Sink<A extends SinkRecord> extends Offering<A> {
  /** Writes now what is pending; true when nothing is left, false at the deadline. */
  readonly drain: (deadlineMs: number) => Effect.Effect<boolean>
}

export interface DeadLetterOptions {
  /** As the `write` of a sink; at most ten at a time. */
  readonly write: (letters: ReadonlyArray<DeadLetter>) => Effect.Effect<WriteAnswer | void, unknown>
}

interface Writes<A extends SinkRecord, E, R> {
  /**
   * Writes a batch. A failure, a defect, or an end later than `writeDeadlineMs` means that nothing of
   * it counts as written; the answer names the records that alone were not. `json(index)` is the
   * record's JSON text, made once however often it is asked for.
   */
  readonly write: (
    batch: ReadonlyArray<A>,
    json: (index: number) => string,
  ) => Effect.Effect<WriteAnswer | void, E, R>
  /** Where records end that the target does not take. Without it must-keep ones stay on disk. */
  readonly deadLetter?: DeadLetterOptions | undefined
}

export type SinkOptions<A extends SinkRecord, E = never, R = never> = PlainOptions<A> &
  Writes<A, E, R> &
  KeepOptions<A>
