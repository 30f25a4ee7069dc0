/**
 * Schema of a new answer on its way to the cache: key, answer, lifetimes, tags and version stamp. Turns offer it to
 * `TurnSinks.answers`, a best-effort sink that keeps it in memory and is named `cache` in metrics and dead letters. An
 * answer that could not be written may go to the dead-letter queue; `pnpm sinks replay` decodes it by this schema and
 * offers it to the sink again.
 */
import { Schema } from "effect"
import { CachedAnswer } from "./CachedAnswer.ts"

export const AnswerRecord = Schema.Struct({
  id: Schema.String,
  key: Schema.String,
  answer: CachedAnswer,
  freshForMs: Schema.Finite,
  staleForMs: Schema.Finite,
  tags: Schema.Struct({
    names: Schema.Array(Schema.String),
    since: Schema.Struct({ epoch: Schema.String, number: Schema.Int }),
  }),
})
export type AnswerRecord = typeof AnswerRecord.Type
