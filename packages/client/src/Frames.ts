/**
 * The frames of the protocol as plain types, so that users need neither its schemas nor their library.
 * `test/Frames.test.ts` checks that they equal the types of those schemas.
 */

export type Locale = "en" | "ja"

/** How a product can be had. `few-left`: fewer than five copies. `read-at-once`: digital, and out. */
export type Availability = "in-stock" | "few-left" | "sold-out" | "pre-order" | "read-at-once"

/** A product as the customer sees it. `price.amount` is in whole units of `currency`; yen have no smaller one. */
export interface ProductCard {
  readonly id: string
  readonly title: string
  readonly japanese?: string
  /** `bundle`: all volumes of a series that are out, digital. */
  readonly kind?: "volume" | "bundle" | "box-set"
  /** Of a box set: which box it is. */
  readonly volume?: number
  /** What is in it: the first and the last volume, or how many. */
  readonly volumes?: readonly [from: number, to: number] | number
  readonly format?: string
  readonly price: { readonly amount: number; readonly currency: string }
  /** At least one copy can ship today; a pre-order is not in stock. */
  readonly inStock: boolean
  readonly availability?: Availability
  readonly url?: string
}

export type ErrorCode =
  | "bad-frame"
  | "too-large"
  | "unauthorized"
  | "rate-limited"
  | "busy"
  | "unknown-turn"
  | "model-unavailable"
  | "truncated"
  | "timeout"
  | "shutting-down"
  | "internal"

/** Which layer answered. `store`: the store's own words, which no model wrote. */
export type AnswerSource =
  | "model"
  | "precomputed"
  | "exact"
  | "canonical"
  | "alias"
  | "stale"
  | "catalogue"
  | "store"

/** A tool that the model uses: its name, and for customers what is looked up, in the language of the question. */
export interface ShownTool {
  readonly name: string
  readonly label: string
}

/**
 * What the model looked up, in the words of `ShownTool.label`, and how many products, series, lines of a sum or
 * orders the model was told of that fit all of it. `found` is absent where it could not be looked up.
 */
export interface Looked {
  readonly label: string
  readonly found?: number
}

export interface TokenUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
}

/**
 * In whole units of `currency`. `saved`: what the same answer would have cost more without the server's caches; absent
 * where that is not known.
 */
export interface TurnCost {
  readonly currency: string
  readonly amount: number
  readonly saved?: number
}

/** One stage of a turn, in milliseconds since the message arrived. */
export interface TimelineEntry {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
  readonly outcome: string
}

/**
 * How a kept answer was made, once: its stages as those of a timeline, in whole milliseconds since its message arrived,
 * and its marks, which begin at 0. `turn`: by a customer's turn. `worker`: ahead of any customer, or off the path.
 */
export interface Made {
  readonly by: "turn" | "worker"
  readonly stages: ReadonlyArray<readonly [stage: string, startMs: number, endMs: number]>
}

export interface TurnEnd {
  readonly type: "turn-end"
  readonly turn: string
  readonly id: string
  /** Only a `complete` answer is whole. */
  readonly finish: "complete" | "cancelled" | "blocked" | "max-tokens" | "refused"
  readonly source: AnswerSource
  readonly reason?: string
  readonly model?: string
  readonly usage?: TokenUsage
  /** Tokens that the answer took when it was written, and this turn did not. */
  readonly savedUsage?: TokenUsage
  /** Of an answer from the cache; absent where it was kept without. */
  readonly made?: Made
  readonly cost?: TurnCost
  /** The turn whose call of the model gave this answer too. */
  readonly callOf?: string
  /** At most ten; absent where nothing was looked up, and of an answer from the cache. */
  readonly looked?: ReadonlyArray<Looked>
  readonly degraded: ReadonlyArray<string>
  /** What was used of it until the first content. */
  readonly budget: { readonly totalMs: number; readonly usedMs: number }
  readonly timeline: ReadonlyArray<TimelineEntry>
  /** Of the frame in its turn, from 1 on; a frame whose number was seen is the same one again. */
  readonly seq?: number
}

export interface ErrorFrame {
  readonly type: "error"
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly id?: string
  readonly turn?: string
  readonly timeline?: ReadonlyArray<TimelineEntry>
  readonly seq?: number
}

export type ServerFrame =
  | {
      readonly type: "ready"
      readonly session: string
      readonly protocol: 1
      readonly resumeToken?: string
    }
  | { readonly type: "auth-expiring"; readonly expiresAt: number }
  | {
      readonly type: "turn-start"
      readonly id: string
      readonly turn: string
      readonly seq?: number
    }
  /** The model looks something up in the store before it goes on. */
  | {
      readonly type: "looking"
      readonly turn: string
      readonly tools: ReadonlyArray<ShownTool>
      readonly seq?: number
    }
  /** The whole list: a later one replaces it. */
  | {
      readonly type: "products"
      readonly turn: string
      readonly products: ReadonlyArray<ProductCard>
      readonly seq?: number
    }
  | {
      readonly type: "delta"
      readonly turn: string
      readonly text: string
      readonly seq?: number
    }
  /** All text of the turn so far is void: it was blocked after it had left. */
  | {
      readonly type: "retract"
      readonly turn: string
      readonly seq?: number
    }
  | TurnEnd
  | { readonly type: "feedback-ok"; readonly turn: string }
  | { readonly type: "pong" }
  | ErrorFrame

export type ClientFrame =
  | {
      readonly type: "message"
      readonly id: string
      readonly text: string
      readonly locale?: Locale
      readonly traceparent?: string
    }
  | { readonly type: "draft"; readonly text: string }
  | { readonly type: "cancel"; readonly id: string }
  | {
      readonly type: "feedback"
      readonly turn: string
      readonly rating: "up" | "down"
      readonly comment?: string
    }
  /** Go on with this turn behind the frame of this number, the last that was seen. */
  | { readonly type: "resume"; readonly turn: string; readonly after: number }
  | { readonly type: "auth"; readonly token: string }
  | { readonly type: "ping" }
