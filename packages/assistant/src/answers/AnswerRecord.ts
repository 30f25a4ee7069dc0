/** An answer on its way to the cache, as the sink stores it on disk until the cache has it. */
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
