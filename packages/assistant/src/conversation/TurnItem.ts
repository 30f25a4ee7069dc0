/**
 * A turn as an item of the session table: plain fields, or one compressed attribute from 1 KB on, where a write
 * begins to cost more.
 *
 * An unreadable item, or one of another owner, is ignored.
 */
import { decodeText, encode } from "@manga-assist/payload"
import { Effect, Option, Schema } from "effect"
import { PastTurn } from "./Conversation.ts"
import { sessionDictionaries, sessionDictionary } from "./SessionDictionary.ts"

const decodeTurn = Schema.decodeUnknownOption(PastTurn)
const decodePacked = Schema.decodeUnknownOption(Schema.fromJsonString(PastTurn))

/** DynamoDB bills each KB that is begun; the key, whose it is (twice) and the time to live take about 200 bytes. */
const packedFromBytes = 1_024 - 200
/** The longest question and answer, and much more. */
const maxTurnBytes = 1024 * 1024

export type TurnAttributes = PastTurn | { readonly packed: Uint8Array }

export const turnAttributes = (turn: PastTurn): Effect.Effect<TurnAttributes> => {
  const text = JSON.stringify(turn)
  return Buffer.byteLength(text) <= packedFromBytes
    ? Effect.succeed(turn)
    : Effect.map(encode(text, { dictionary: sessionDictionary }), (packed) => ({ packed }))
}

export const turnOf = (
  item: Readonly<Record<string, unknown>>,
  owner: string,
): Effect.Effect<Option.Option<PastTurn>> => {
  // Whatever a session was claimed as: a turn is shown to the owner it was written with.
  if (item["owner"] !== owner) return Effect.succeed(Option.none())
  const packed = item["packed"]
  if (!(packed instanceof Uint8Array)) return Effect.succeed(decodeTurn(item))
  return decodeText(packed, {
    dictionaries: sessionDictionaries,
    maxOutputBytes: maxTurnBytes,
  }).pipe(
    Effect.map((text) => decodePacked(text)),
    Effect.catch((error) =>
      Effect.as(Effect.logWarning("a turn could not be read", error.message), Option.none()),
    ),
  )
}
