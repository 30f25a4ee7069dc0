/**
 * Frames from the server: one JSON object in each text frame, `type` first.
 *
 * The same objects are the `data:` of the server-sent events of `POST /chat`.
 */
import { Schema } from "effect"

/** Why an accepted or refused frame ended without an answer. */
export const ErrorCode = Schema.Literals([
  "bad-frame",
  "too-large",
  "unauthorized",
  "rate-limited",
  "busy",
  "unknown-turn",
  "model-unavailable",
  "truncated",
  "timeout",
  "shutting-down",
  "internal",
])
export type ErrorCode = typeof ErrorCode.Type

/** How a product can be had. `few-left`: fewer than five copies. `read-at-once`: digital, and out. */
export const Availability = Schema.Literals([
  "in-stock",
  "few-left",
  "sold-out",
  "pre-order",
  "read-at-once",
])
export type Availability = typeof Availability.Type

/** A product as the customer sees it. `price.amount` is in whole units of `currency` (JPY has no minor unit). */
export const ProductCard = Schema.Struct({
  id: Schema.String,
  title: Schema.String,
  japanese: Schema.optionalKey(Schema.String),
  /** `bundle`: all volumes of a series that are out, digital. */
  kind: Schema.optionalKey(Schema.Literals(["volume", "bundle", "box-set"])),
  /** Of a box set: which box it is. */
  volume: Schema.optionalKey(Schema.Int),
  /** What is in it: the first and the last volume, or how many. */
  volumes: Schema.optionalKey(Schema.Union([Schema.Tuple([Schema.Int, Schema.Int]), Schema.Int])),
  format: Schema.optionalKey(Schema.String),
  price: Schema.Struct({ amount: Schema.Int, currency: Schema.String }),
  /** At least one copy can ship today; a pre-order is not in stock. */
  inStock: Schema.Boolean,
  availability: Schema.optionalKey(Availability),
  url: Schema.optionalKey(Schema.String),
})
export type ProductCard = typeof ProductCard.Type

/** Which layer answered. `store`: the store's own words, which no model wrote. */
export const AnswerSource = Schema.Literals([
  "model",
  "precomputed",
  "exact",
  "canonical",
  "alias",
  "stale",
  "catalogue",
  "store",
])
export type AnswerSource = typeof AnswerSource.Type

/**
 * How an answer ended. `max-tokens`: cut short, by the model's limits or for a reason of its own. `refused`: the
 * model would not go on.
 */
const Finish = Schema.Literals(["complete", "cancelled", "blocked", "max-tokens", "refused"])

/** Tokens as the model service reports them. */
export const TokenUsage = Schema.Struct({
  inputTokens: Schema.Int,
  outputTokens: Schema.Int,
  cacheReadTokens: Schema.Int,
  cacheWriteTokens: Schema.Int,
})
export type TokenUsage = typeof TokenUsage.Type

/**
 * What the tokens of a turn cost by the price list of the server, in whole units of `currency`. `saved`: what the same
 * answer would have cost more without the caches of answers and prompts; absent where that is not known.
 */
const TurnCost = Schema.Struct({
  currency: Schema.String,
  amount: Schema.Finite,
  saved: Schema.optionalKey(Schema.Finite),
})
export type TurnCost = typeof TurnCost.Type

/** One stage of a turn, in milliseconds since the message arrived. */
export const TimelineEntry = Schema.Struct({
  stage: Schema.String,
  startMs: Schema.Finite,
  endMs: Schema.Finite,
  outcome: Schema.String,
})
export type TimelineEntry = typeof TimelineEntry.Type

/**
 * How a kept answer was made, once: its stages as those of a timeline, in whole milliseconds since its message arrived,
 * and its marks, which begin at 0. `turn`: by a customer's turn. `worker`: ahead of any customer, or off the path.
 */
export const Made = Schema.Struct({
  by: Schema.Literals(["turn", "worker"]),
  stages: Schema.Array(Schema.Tuple([Schema.String, Schema.Int, Schema.Int])),
})
export type Made = typeof Made.Type

/** A tool that the model uses: its name, and for customers what is looked up, in the language of the question. */
export const ShownTool = Schema.Struct({ name: Schema.String, label: Schema.String })
export type ShownTool = typeof ShownTool.Type

/**
 * What the model looked up, in the words of `ShownTool.label`, and how many products, series, lines of a sum or
 * orders the model was told of that fit all of it. `found` is absent where it could not be looked up.
 */
export const Looked = Schema.Struct({
  label: Schema.String,
  found: Schema.optionalKey(Schema.Int),
})
export type Looked = typeof Looked.Type

/** Number of a frame in its turn, by which the turn can be gone on with; rises, not always by one. */
const seq = Schema.optionalKey(Schema.Int)

export const ServerFrame = Schema.Union([
  Schema.Struct({
    type: Schema.Literal("ready"),
    session: Schema.String,
    protocol: Schema.Literal(1),
    /** Proves to any server that the session is this person's; to be kept as carefully as a password. */
    resumeToken: Schema.optionalKey(Schema.String),
  }),
  /** The token runs out then, in epoch milliseconds; a new one may be sent as `auth`. */
  Schema.Struct({ type: Schema.Literal("auth-expiring"), expiresAt: Schema.Finite }),
  Schema.Struct({
    type: Schema.Literal("turn-start"),
    id: Schema.String,
    turn: Schema.String,
    seq,
  }),
  /** The model looks something up in the store before it goes on. */
  Schema.Struct({
    type: Schema.Literal("looking"),
    turn: Schema.String,
    tools: Schema.Array(ShownTool),
    seq,
  }),
  /** The whole list: a later one replaces it. */
  Schema.Struct({
    type: Schema.Literal("products"),
    turn: Schema.String,
    products: Schema.Array(ProductCard),
    seq,
  }),
  Schema.Struct({ type: Schema.Literal("delta"), turn: Schema.String, text: Schema.String, seq }),
  /** All text of the turn so far is void: it was blocked after it had left. Only to clients that accept it. */
  Schema.Struct({ type: Schema.Literal("retract"), turn: Schema.String, seq }),
  Schema.Struct({
    type: Schema.Literal("turn-end"),
    turn: Schema.String,
    id: Schema.String,
    finish: Finish,
    source: AnswerSource,
    reason: Schema.optionalKey(Schema.String),
    model: Schema.optionalKey(Schema.String),
    usage: Schema.optionalKey(TokenUsage),
    /** Tokens that the answer took when it was written, and this turn did not. */
    savedUsage: Schema.optionalKey(TokenUsage),
    /** Of an answer from the cache; absent where it was kept without. */
    made: Schema.optionalKey(Made),
    cost: Schema.optionalKey(TurnCost),
    /** The turn whose call of the model gave this answer too. */
    callOf: Schema.optionalKey(Schema.String),
    /** At most ten; absent where nothing was looked up, and of an answer from the cache. */
    looked: Schema.optionalKey(Schema.Array(Looked)),
    degraded: Schema.Array(Schema.String),
    budget: Schema.Struct({ totalMs: Schema.Finite, usedMs: Schema.Finite }),
    timeline: Schema.Array(TimelineEntry),
    seq,
  }),
  Schema.Struct({ type: Schema.Literal("feedback-ok"), turn: Schema.String }),
  Schema.Struct({ type: Schema.Literal("pong") }),
  Schema.Struct({
    type: Schema.Literal("error"),
    code: ErrorCode,
    message: Schema.String,
    retryable: Schema.Boolean,
    id: Schema.optionalKey(Schema.String),
    turn: Schema.optionalKey(Schema.String),
    timeline: Schema.optionalKey(Schema.Array(TimelineEntry)),
    seq,
  }),
])
export type ServerFrame = typeof ServerFrame.Type

/** A frame of a turn, which has a number in it. */
export type TurnFrame = Extract<
  ServerFrame,
  {
    readonly type:
      | "turn-start"
      | "looking"
      | "products"
      | "delta"
      | "retract"
      | "turn-end"
      | "error"
  }
>

/** The text of one frame. Half a surrogate pair leaves escaped, so the result is always valid UTF-8. */
export const encodeServerFrame = (frame: ServerFrame): string => JSON.stringify(frame)
