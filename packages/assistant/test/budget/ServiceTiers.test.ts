/** By which tier the models are asked, for whom, at what price, and what becomes of one that has no such tier. */
import { assert, describe, it } from "@effect/vitest"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
  RedisConnection,
} from "@manga-assist/connections"
import { ConfigProvider, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { layerModelBudget } from "../../src/budget/BudgetedModel.ts"
import { ModelBudget } from "../../src/budget/ModelBudget.ts"
import { ServiceTiers } from "../../src/budget/ServiceTiers.ts"
import { Spender, type SpenderClass } from "../../src/budget/Spender.ts"
import { prices, simple, usageOf } from "./instances.ts"

const request: ConverseRequest = {
  modelId: simple,
  system: [{ text: "Be brief." }],
  messages: [{ role: "user", content: [{ text: "Hello" }] }],
  inferenceConfig: { maxTokens: 700 },
  fields: { requestMetadata: { turn: "t-1" } },
  firstEventMs: 1_000,
  gapMs: 1_000,
}
const hurried: ConverseRequest = {
  ...request,
  fields: { ...request.fields, serviceTier: { type: "priority" } },
}
const answer = { stopReason: "end_turn", text: "Hi", usage: usageOf(1_000, 100) }
const invalid = Effect.fail(new BedrockError({ reason: "validation", detail: "" }))

/** `answers` by the tier that is asked for. */
const models = (
  answers: (tier: string | undefined) => Effect.Effect<ConverseOutcome, BedrockError>,
  environment: Readonly<Record<string, string>> = { SERVICE_TIERS: "on" },
) => {
  const asked: Array<ConverseRequest["fields"]> = []
  const chat = BedrockChat.of({
    converse: ({ fields }) =>
      Effect.suspend(() => {
        asked.push(fields)
        return answers(fields?.serviceTier?.type)
      }),
  })
  const embeddings = BedrockEmbeddings.of({ embed: () => Effect.succeed([1]) })
  const layer = layerModelBudget(prices).pipe(
    Layer.provideMerge(RedisConnection.layerOptional),
    Layer.provide([Layer.succeed(BedrockChat, chat), Layer.succeed(BedrockEmbeddings, embeddings)]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  return { layer, tiers: () => asked.map((fields) => fields?.serviceTier?.type), asked }
}
const all = () => Effect.succeed(answer)
const only = (tier: string | undefined) => (tier === undefined ? Effect.succeed(answer) : invalid)

const ask = (call: ConverseRequest, who: SpenderClass = "customer") =>
  Effect.flatMap(BedrockChat, (chat) => chat.converse(call, { onText: () => undefined })).pipe(
    Effect.provideService(Spender, { class: who }),
  )
const money = (who: SpenderClass = "customer") =>
  Effect.map(ModelBudget, (budget) => budget.state().spent[who].money)
const counts = Effect.map(ServiceTiers, (tiers) => tiers.counters())
/** Millionths of a dollar, of the answer by the standard tier. */
const standard = 1_000 * 1.1 + 100 * 5.5

describe("the tier of service", () => {
  it.effect("is never asked for while the setting is off, and the request is as it was", () => {
    const { asked, layer } = models(all, {})
    return Effect.gen(function* () {
      yield* ask(request)
      yield* ask(request, "worker")
      assert.deepStrictEqual(asked, [request.fields, request.fields])
      assert.isFalse((yield* ServiceTiers).isOn)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is flex for the worker and the audits, priority for a hurried turn alone", () => {
    const { layer, tiers } = models(all)
    return Effect.gen(function* () {
      for (const who of ["customer", "summary", "worker", "audit"] as const) {
        yield* ask(request, who)
      }
      yield* ask(hurried)
      assert.deepStrictEqual(tiers(), [undefined, undefined, "flex", "flex", "priority"])
      assert.deepStrictEqual(yield* counts, { priority: 1, flex: 2, refused: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("has a price of its own", () => {
    const { layer } = models(all)
    return Effect.gen(function* () {
      yield* ask(request)
      assert.strictEqual(yield* money(), standard)
      yield* ask(hurried)
      assert.strictEqual(yield* money(), Math.ceil(standard * 2.75))
      yield* ask(request, "worker")
      assert.strictEqual(yield* money("worker"), standard / 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("has the price of what served it, where Bedrock says so", () => {
    const { layer } = models(() => Effect.succeed({ ...answer, serviceTier: "default" }))
    return Effect.gen(function* () {
      yield* ask(hurried)
      assert.strictEqual(yield* money(), standard)
    }).pipe(Effect.provide(layer))
  })

  it.effect("has the price that is set", () => {
    const { layer } = models(all, { SERVICE_TIERS: "on", SERVICE_TIER_PRIORITY_PERCENT: "200" })
    return Effect.gen(function* () {
      yield* ask(hurried)
      assert.strictEqual(yield* money(), 2 * standard)
    }).pipe(Effect.provide(layer))
  })
})

describe("a model without the tier", () => {
  it.effect("answers without, at the standard price, and is not asked by it for an hour", () => {
    const { layer, tiers } = models(only)
    return Effect.gen(function* () {
      const { text } = yield* ask(hurried)
      assert.strictEqual(text, "Hi")
      assert.strictEqual(yield* money(), standard)
      yield* ask(hurried)
      assert.deepStrictEqual(tiers(), ["priority", undefined, undefined])
      // Another tier may be there.
      yield* ask(request, "worker")
      assert.deepStrictEqual(tiers().slice(3), ["flex", undefined])
      yield* TestClock.adjust("61 minutes")
      yield* ask(hurried)
      assert.deepStrictEqual(tiers().slice(5), ["priority", undefined])
      assert.deepStrictEqual(yield* counts, { priority: 2, flex: 1, refused: 3 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not suspected where the request is refused without as well", () => {
    const { layer, tiers } = models(() => invalid)
    return Effect.gen(function* () {
      const { reason } = yield* Effect.flip(ask(hurried))
      assert.strictEqual(reason, "validation")
      yield* Effect.flip(ask(hurried))
      assert.deepStrictEqual(tiers(), ["priority", undefined, "priority", undefined])
      assert.strictEqual(yield* money(), 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not asked twice for another failure", () => {
    const throttled = Effect.fail(new BedrockError({ reason: "throttled", detail: "" }))
    const { layer, tiers } = models(() => throttled)
    return Effect.gen(function* () {
      yield* Effect.flip(ask(hurried))
      assert.deepStrictEqual(tiers(), ["priority"])
    }).pipe(Effect.provide(layer))
  })
})
