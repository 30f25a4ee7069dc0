/**
 * Schemas of sink records, used to read them back from disk after a restart or from the dead-letter queue. A record
 * that does not match is set aside and counted.
 */
import { Schema } from "effect"
import { PastTurn } from "../conversation/Conversation.ts"

export const SessionRecord = Schema.Struct({
  /** The turn's id: writing a record twice leaves one. */
  id: Schema.String,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  turn: PastTurn,
})
export type SessionRecord = typeof SessionRecord.Type

/** What was asked and answered, for those who must be able to look it up. */
export const AuditRecord = Schema.Struct({
  id: Schema.String,
  at: Schema.Finite,
  /** A keyed hash; of a customer's session it gets their pseudonym, as the user does, on the way to the target. */
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  question: Schema.String,
  answer: Schema.String,
  finish: Schema.String,
  source: Schema.optionalKey(Schema.String),
  error: Schema.optionalKey(Schema.String),
})
export type AuditRecord = typeof AuditRecord.Type

export const FeedbackRecord = Schema.Struct({
  id: Schema.String,
  at: Schema.Finite,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  turn: Schema.String,
  rating: Schema.Literals(["up", "down"]),
  comment: Schema.optionalKey(Schema.String),
})
export type FeedbackRecord = typeof FeedbackRecord.Type
