/**
 * Schemas of the messages between two instances when a client of one resumes a turn that the other runs. Unreadable
 * messages decode to `undefined`.
 */
import { ServerFrame } from "@manga-assist/protocol"
import { Option, Schema } from "effect"

/** To all: who runs this turn? Its frames behind `after` are to be told to `to`. */
const Ask = Schema.Struct({
  kind: Schema.Literal("ask"),
  ask: Schema.String,
  to: Schema.String,
  conversation: Schema.String,
  mayRetract: Schema.optionalKey(Schema.Boolean),
  turn: Schema.optionalKey(Schema.String),
  after: Schema.Int,
  attempt: Schema.Int,
})

/** To who asked, at which attempt: the message and frames of the turn; `part` counts from 0. */
const Frames = Schema.Struct({
  kind: Schema.Literal("frames"),
  ask: Schema.String,
  from: Schema.String,
  id: Schema.String,
  attempt: Schema.Int,
  part: Schema.Int,
  frames: Schema.Array(ServerFrame),
  isLast: Schema.Boolean,
})

/** To who runs it: the client wants it to end, has left, or was lost. */
const End = Schema.Struct({
  kind: Schema.Literals(["cancel", "abandon", "lose"]),
  ask: Schema.String,
})

const RelayMessage = Schema.fromJsonString(Schema.Union([Ask, Frames, End]))
export type RelayMessage = typeof RelayMessage.Type

const decode = Schema.decodeUnknownOption(RelayMessage)

/** Undefined for what this version does not say. */
export const readRelay = (text: string): RelayMessage | undefined =>
  Option.getOrUndefined(decode(text))

export const writeRelay = (message: RelayMessage): string => JSON.stringify(message)
