/**
 * Type of a dead letter: a record that its target refused for good, or that was tried for as long as its sink allows,
 * with the sink's name and the reason. `DeadLetterOptions` says where dead letters are written; `reasonOf` makes one line
 * of whatever error was thrown.
 */
import type { Effect } from "effect"
import type { WriteAnswer } from "./WriteAnswer.ts"

export interface DeadLetter {
  readonly sink: string
  readonly id: string
  /** Wall-clock milliseconds: when it was offered. */
  readonly at: number
  readonly attempts: number
  readonly reason: string
  /** The record as JSON text. */
  readonly record: string
}

export interface DeadLetterOptions {
  /** As the `write` of a sink; at most ten at a time. */
  readonly write: (letters: ReadonlyArray<DeadLetter>) => Effect.Effect<WriteAnswer | void, unknown>
}

/** Longer reasons are cut: a stack trace must not make a record too large for the queue. */
const MAX_REASON = 1_024

/** One line that says what went wrong, of whatever was thrown. */
export const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return text.slice(0, MAX_REASON)
}
