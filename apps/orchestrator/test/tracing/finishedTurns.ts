/** Turns as they end, with a secret planted wherever a customer's words or names could be. */
import type { TurnEvent, TurnRequest } from "@manga-assist/assistant"

export const secret = "planted-secret"

export const request = (fields: Partial<TurnRequest> = {}): TurnRequest => ({
  id: `${secret}-id`,
  session: `${secret}-session`,
  user: `${secret}-user`,
  text: `${secret} question`,
  locale: "ja",
  arrivedAt: 1_000,
  ...fields,
})

const at = (stage: string, startMs: number, endMs: number, outcome = "ok") => ({
  stage,
  startMs,
  endMs,
  outcome,
})

const end = (fields: object): TurnEvent => ({
  type: "turn-end",
  end: {
    turn: "t-1",
    id: `${secret}-id`,
    finish: "complete",
    source: "model",
    reason: `${secret} reason`,
    degraded: [],
    budget: { totalMs: 2_000, usedMs: 700 },
    timeline: [],
    ...fields,
  },
})

/** A miss whose first model was too slow. */
export const miss: ReadonlyArray<TurnEvent> = [
  { type: "turn-start", turn: "t-1", id: `${secret}-id` },
  { type: "cache-miss", reason: `${secret} form` },
  { type: "model-start", model: "jp.large", attempt: 1 },
  { type: "model-start", model: "jp.small", attempt: 2 },
  { type: "first-token", model: "jp.small", afterMs: 250 },
  { type: "delta", text: `${secret} answer` },
  end({
    model: "jp.small",
    usage: { inputTokens: 1_800, outputTokens: 90, cacheReadTokens: 1_024, cacheWriteTokens: 0 },
    degraded: ["model-fallback"],
    timeline: [
      at("recall", 0.2, 12),
      at("retrieve", 12, 52),
      at("search", 14, 50),
      at("model", 52, 452, "first-token-timeout"),
      at("model-2", 452, 1_000),
      at("first-products", 0, 54),
      at("first-token", 0, 702),
      at("total", 0, 1_001),
    ],
  }),
]

/** A model that looked something up, and another one that wrote the answer. */
export const looked: ReadonlyArray<TurnEvent> = [
  { type: "turn-start", turn: "t-4", id: `${secret}-id` },
  { type: "model-start", model: "jp.small", attempt: 1 },
  {
    type: "looking",
    tools: ["find_products", "price_of"].map((name) => ({ name, label: `${secret} label` })),
  },
  { type: "products", products: [] },
  { type: "model-start", model: "jp.large", attempt: 2 },
  { type: "first-token", model: "jp.large", afterMs: 400 },
  { type: "delta", text: `${secret} answer` },
  end({
    turn: "t-4",
    model: "jp.large",
    timeline: [
      at("retrieve", 12, 52),
      at("search", 14, 50),
      at("model", 52, 352),
      at("tool-call", 352, 800),
      at("tool-read", 800, 850),
      at("search", 801, 848),
      at("model-2", 850, 1_250),
      at("total", 0, 1_900),
    ],
  }),
]

export const hit: ReadonlyArray<TurnEvent> = [
  { type: "turn-start", turn: "t-2", id: `${secret}-id` },
  { type: "cache-hit", source: "canonical", ageMs: 10 },
  end({ turn: "t-2", source: "canonical", timeline: [at("recall", 0.1, 0.6), at("total", 0, 1)] }),
]

export const slow: ReadonlyArray<TurnEvent> = [end({ budget: { totalMs: 2_000, usedMs: 2_001 } })]

export const unanswered: ReadonlyArray<TurnEvent> = [
  end({ source: "catalogue", degraded: ["model-unavailable"] }),
]

export const failed: ReadonlyArray<TurnEvent> = [
  {
    type: "turn-failed",
    failure: {
      turn: "t-3",
      id: `${secret}-id`,
      code: "internal",
      message: `${secret} message`,
      retryable: true,
      degraded: ["retrieval-late"],
      timeline: [
        at("recall", 0.1, 0.6, "miss"),
        at("model", 1, 501, "timeout"),
        at("total", 0, 502),
      ],
    },
  },
]
