/** Turns for which the models' budget has nothing left: they answer without a model, and say why. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer } from "effect"
import { HitAudit } from "../../src/answers/audit/HitAudit.ts"
import { ModelBudget } from "../../src/budget/ModelBudget.ts"
import { Spender } from "../../src/budget/Spender.ts"
import { Summaries } from "../../src/context/Summaries.ts"
import { SessionStore } from "../../src/conversation/session/SessionStore.ts"
import { read } from "../demoShop.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { ask, type Script, scriptedStore, typesOf } from "../scriptedStore.ts"

const about = "Tell me about Vinland Saga"
const japanese = "ヴィンランド・サガについて教えて"
const personal = "Recommend something for me"
const nothingKnown = "Tell me a joke about the weather"
const hard = "Recommend a seinen manga about Vikings and compare it with One Piece"
const usage = { inputTokens: 3_000, outputTokens: 200, cacheReadTokens: 0, cacheWriteTokens: 0 }

const store = (environment: Readonly<Record<string, string>>, script: Script = {}) =>
  scriptedStore({
    model: [{ say: ["It fits."], end: "end_turn", usage }],
    ...script,
    environment: { TOOLS: "off", ...environment },
  })

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
  return last.end
}
const failureOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-failed", `ended in ${last?.type ?? "nothing"}`)
  return last.failure
}
const spent = Effect.map(ModelBudget, (budget) => budget.state().spent)

describe("a turn beyond the hour's budget", () => {
  it.live("answers from the catalogue and says so, and no model is asked", () => {
    const { layer, seen } = store({ MODEL_TOKENS_PER_HOUR: "1000" })
    return Effect.gen(function* () {
      const events = yield* ask(about)
      const { degraded, reason, source } = endOf(events)
      assert.strictEqual(source, "catalogue")
      assert.deepStrictEqual(degraded, ["catalogue-answer", "model-budget"])
      assert.include(reason, "as much as they may in this hour, so the answer is the store's own.")
      assert.notInclude(typesOf(events), "model-start")
      assert.strictEqual(seen.calls.length, 0)
      assert.isAbove((yield* spent).customer.refused, 0)
      const { reason: said } = endOf(yield* ask(japanese))
      assert.include(said, "この一時間にモデルが答えられる量を使い切った")
    }).pipe(Effect.provide(layer))
  })

  it.live("fails with what there is to say where nothing is known", () => {
    const { layer } = store({ MODEL_DOLLARS_PER_HOUR: "0.001" }, { search: "down" })
    return Effect.gen(function* () {
      const { code, retryable } = failureOf(yield* ask(nothingKnown))
      assert.deepStrictEqual({ code, retryable }, { code: "model-unavailable", retryable: true })
    }).pipe(Effect.provide(layer))
  })

  it.live("is the one whose tokens are gone: those before it are answered by the model", () => {
    const { layer, seen } = store({ MODEL_TOKENS_PER_HOUR: "16000" })
    return Effect.gen(function* () {
      const ends = []
      for (let index = 0; index < 8; index += 1) {
        ends.push(endOf(yield* ask(personal, { user: "demo-01", session: `s-${index}` })))
      }
      const sources = ends.map(({ source }) => source)
      assert.isAtLeast(seen.calls.length, 2)
      assert.deepStrictEqual(
        sources,
        sources.map((_, index) => (index < seen.calls.length ? "model" : "catalogue")),
      )
      assert.strictEqual((yield* spent).customer.tokens, 3_200 * seen.calls.length)
    }).pipe(Effect.provide(layer))
  })

  it.live("takes the cheaper model while that fits", () => {
    const { layer, seen } = store({ MODEL_DOLLARS_PER_HOUR: "0.02" })
    return Effect.gen(function* () {
      const { degraded, source } = endOf(yield* ask(hard))
      assert.strictEqual(source, "model")
      assert.deepStrictEqual(degraded, ["model-fallback"])
      assert.isTrue(seen.calls[0]?.modelId.includes("haiku"))
    }).pipe(Effect.provide(layer))
  })
})

describe("a model's quota of the minute", () => {
  it.live("that is spent leaves the other model", () => {
    const { layer, seen } = store({ BEDROCK_QUOTA_COMPLEX: "1000" })
    return Effect.gen(function* () {
      assert.deepStrictEqual(endOf(yield* ask(hard)).degraded, ["model-fallback"])
      assert.isTrue(seen.calls[0]?.modelId.includes("haiku"))
    }).pipe(Effect.provide(layer))
  })

  it.live("of both is as if Bedrock had throttled", () => {
    const quotas = { BEDROCK_QUOTA_COMPLEX: "1000", BEDROCK_QUOTA_SIMPLE: "1000" }
    const { layer, seen } = store(quotas)
    return Effect.gen(function* () {
      const { degraded, reason } = endOf(yield* ask(hard))
      assert.deepStrictEqual(degraded, ["catalogue-answer", "model-unavailable"])
      assert.include(reason, "too busy")
      assert.strictEqual(seen.calls.length, 0)
    }).pipe(Effect.provide(layer))
  })
})

describe("a customer beyond their own budget", () => {
  it.live("is told so, and others are answered", () => {
    const { layer, seen } = store({ CUSTOMER_TOKENS_PER_HOUR: "12000" })
    return Effect.gen(function* () {
      const asks = (user: string) =>
        Effect.map(ask(personal, { user, session: `s-${(sessions += 1)}` }), endOf)
      let sessions = 0
      while ((yield* asks("demo-01")).source === "model") assert.isBelow(seen.calls.length, 10)
      const { degraded, reason } = yield* asks("demo-01")
      assert.deepStrictEqual(degraded, ["catalogue-answer", "customer-budget"])
      assert.include(reason, "You have asked the models as much as one customer may in this hour")
      assert.strictEqual((yield* asks("demo-02")).source, "model")
    }).pipe(Effect.provide(layer))
  })

  it.live("is not the visitor whose session has their name, nor the other way round", () => {
    const { layer, seen } = store({ CUSTOMER_TOKENS_PER_HOUR: "12000" })
    return Effect.gen(function* () {
      const callsFor = Effect.fnUntraced(function* (who: Parameters<typeof ask>[1]) {
        const before = seen.calls.length
        yield* ask(personal, who)
        return seen.calls.length - before
      })
      const spend = Effect.fnUntraced(function* (who: Parameters<typeof ask>[1]) {
        while ((yield* callsFor(who)) > 0) assert.isBelow(seen.calls.length, 20)
      })
      yield* spend({ session: "demo-01" })
      assert.strictEqual(yield* callsFor({ user: "demo-01", session: "s-1" }), 1)
      yield* spend({ user: "demo-02", session: "s-2" })
      assert.strictEqual(yield* callsFor({ session: "demo-02" }), 1)
    }).pipe(Effect.provide(layer))
  })

  it.live("of whom nothing is known reads when to come back", () => {
    const { layer } = store({ CUSTOMER_TOKENS_PER_HOUR: "100" }, { search: "down" })
    return Effect.gen(function* () {
      const { code, message } = failureOf(yield* ask(nothingKnown))
      assert.strictEqual(code, "rate-limited")
      assert.include(message, "in an hour")
    }).pipe(Effect.provide(layer))
  })

  it.live("may be a visitor's session", () => {
    const { layer, seen } = store({ CUSTOMER_TOKENS_PER_HOUR: "4000" })
    return Effect.gen(function* () {
      for (const session of ["s-1", "s-2", "s-1"]) yield* ask(hard, { session })
      assert.isBelow(seen.calls.length, 3)
    }).pipe(Effect.provide(layer))
  })
})

describe("whoever asks the model", () => {
  it.live("for a summary pays as a summary", () => {
    const sessions = Layer.succeed(
      SessionStore,
      SessionStore.of({
        load: () => Effect.succeed({ turns: [] }),
        find: () => Effect.succeed(undefined),
        append: () => Effect.succeed([]),
        claim: () => Effect.succeed(true),
        summarize: () => Effect.void,
      }),
    )
    const { layer } = store({}, { summaries: Summaries.layer.pipe(Layer.provide(sessions)) })
    return Effect.gen(function* () {
      for (let turn = 0; turn < 10; turn += 1) yield* ask(personal, { user: "demo-01" })
      const { customer, summary } = yield* spent
      // Embeddings of what was asked are the customers'.
      assert.strictEqual(Math.floor(customer.tokens / 3_200), 10)
      assert.strictEqual(summary.tokens, 3_200)
    }).pipe(Effect.provide(layer))
  })

  it.live("to check an answer of the cache pays as an audit", () => {
    const { layer } = store({ HIT_CHECK_PERCENT: "100" }, { hitChecks: true })
    return Effect.gen(function* () {
      const question = read("Do you have manga like Vinland Saga?")
      const checks = yield* HitAudit
      const answer = {
        text: "Another.",
        products: [],
        model: "m",
        origin: "exact" as const,
        words: "tell me about vinland saga",
        figures: [],
        series: [],
      }
      checks.observe({ question, answer, layer: "canonical" })
      yield* checks.idle
      const { audit, customer } = yield* spent
      assert.strictEqual(customer.tokens, 0)
      assert.isAbove(audit.tokens, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("and is nobody's customer is counted all the same", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Spender)
      assert.deepStrictEqual(exit, Exit.succeed({ class: "customer" }))
    }),
  )
})
