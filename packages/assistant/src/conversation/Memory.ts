/**
 * Schema of a conversation's memory: what follow-up questions may refer to. It holds the current wishes (criteria for
 * recommendations), the topic, and what was last shown and asked. It is stored with each turn.
 *
 * A memory that cannot be decoded, such as one of an older version, counts as absent; `Remember.ts` then rebuilds it
 * from the turns at hand.
 */
import { Option, Schema } from "effect"

const Slots = Schema.Record(Schema.String, Schema.Array(Schema.String))

const KeptThing = Schema.Struct({
  series: Schema.String,
  volume: Schema.optionalKey(Schema.Int),
  format: Schema.optionalKey(Schema.Literal("box-set")),
})

/** The words of a question, so that they need not be cut again. */
const Words = Schema.Array(
  Schema.Struct({
    kind: Schema.String,
    value: Schema.String,
    written: Schema.String,
    isName: Schema.optionalKey(Schema.Boolean),
  }),
)

export const Memory = Schema.Struct({
  version: Schema.Literal(2),
  /** What the last turn was about. */
  about: Schema.Literals(["nothing", "wish", "things", "policy", "orders"]),
  wishes: Schema.optionalKey(Schema.Struct({ slots: Slots, words: Schema.Array(Schema.String) })),
  /** The last question about things, put so that it stands alone: "and Naruto?" asks the same. */
  asked: Schema.optionalKey(Words),
  /** The question about things before it, where both ask for prices: "the difference?" */
  before: Schema.optionalKey(Words),
  policy: Schema.optionalKey(Schema.Struct({ text: Schema.String, asked: Words })),
  topic: Schema.optionalKey(KeptThing),
  /** The edition asked for of the topic. */
  edition: Schema.optionalKey(Schema.Literals(["paperback", "digital"])),
  /** The topic was chosen by its place in the list: "the next one" is the next of the list. */
  isPlaced: Schema.Boolean,
  /** Series that turns were about, the last one first. */
  recent: Schema.Array(Schema.String),
  /** The last numbered books that were asked for, in their order; absent: fewer than two. */
  books: Schema.optionalKey(Schema.Array(KeptThing)),
  /** The books are put together: those picked, or the rest of a series, and are meant as one. */
  group: Schema.optionalKey(Schema.Literals(["picked", "rest"])),
  /** The last book that was told to be sold out. */
  soldOut: Schema.optionalKey(KeptThing),
  /** Series in the order in which the customer named them first: "the first one I asked about". */
  named: Schema.optionalKey(Schema.Array(Schema.String)),
  /** What was shown or compared together last, in its order. */
  listed: Schema.Array(KeptThing),
  /** The list was shown by the last turn. */
  isListFresh: Schema.Boolean,
  /** Series shown last for the wishes, in their order: "back to the romances". */
  shown: Schema.optionalKey(Schema.Array(Schema.String)),
  /** Series shown for the wishes that hold now. */
  seen: Schema.Array(Schema.String),
  /** English name. */
  author: Schema.optionalKey(Schema.String),
  /** Ids of the orders spoken of last, first that which was meant. */
  orders: Schema.Array(Schema.String),
})
export type Memory = typeof Memory.Type

export const emptyMemory: Memory = {
  version: 2,
  about: "nothing",
  recent: [],
  listed: [],
  isListFresh: false,
  isPlaced: false,
  seen: [],
  orders: [],
}

const decode = Schema.decodeUnknownOption(Memory)

export const memoryIn = (kept: unknown): Memory | undefined =>
  kept === undefined ? undefined : Option.getOrUndefined(decode(kept))
