/**
 * Schema of a new answer on its way to the cache: key, answer, lifetimes, tags and version stamp. The best-effort sink
 * `cache` carries it in memory; one that could not be written may go to the dead-letter queue and is decoded by this
 * schema when it is offered again.
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
