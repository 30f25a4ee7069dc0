/** Beginnings of prompts that are kept in the prompt cache while that pays, by time and by what a model reports. */
import { assert, describe, it } from "@effect/vitest"
import {
  BedrockChat,
  BedrockError,
  type ConverseRequest,
  type ConverseUsage,
} from "@manga-assist/connections"
import { demoCatalogue, mangaShop } from "@manga-assist/catalogue"
import { makeStoreReader } from "@manga-assist/store-grammar"
import { Clock, ConfigProvider, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Spender } from "../../src/budget/Spender.ts"
import { pays, WarmPrompts } from "../../src/context/WarmPrompts.ts"
import { Models } from "../../src/model/Models.ts"
import { placeCachePoints } from "../../src/model/PromptCache.ts"
import { systemOf } from "../../src/prompt/Prompt.ts"
import { StoreNames } from "../../src/reading/StoreNames.ts"
import { withTools } from "../../src/tools/OfferedTools.ts"
import { prices } from "../budget/instances.ts"

const minute = 60_000
const nothing = { inputTokens: 10, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 }

/** A model with a prompt cache of five minutes, on the test's clock. */
const cachingModel = (environment: Readonly<Record<string, string>>) => {
  const asked: Array<{ readonly request: ConverseRequest; readonly by: string; at: number }> = []
  const usedAt = new Map<string, number>()
  let isDown = false
  let keeps = true
  const chat = Layer.succeed(
    BedrockChat,
    BedrockChat.of({
      converse: Effect.fnUntraced(function* (request) {
        const at = yield* Clock.currentTimeMillis
        asked.push({ request, by: (yield* Spender).class, at })
        if (isDown) return yield* new BedrockError({ reason: "throttled", detail: "test" })
        const key = JSON.stringify([request.modelId, request.system, request.fields?.toolConfig])
        const isKept = at - (usedAt.get(key) ?? -Infinity) <= 5 * minute
        usedAt.set(key, at)
        const tokens = keeps && key.includes("cachePoint") ? 5_000 : 0
        const usage: ConverseUsage = {
          ...nothing,
          ...(isKept ? { cacheReadTokens: tokens } : { cacheWriteTokens: tokens }),
        }
        return { text: "", stopReason: "max_tokens", usage }
      }),
    }),
  )
  const layer = WarmPrompts.layer(prices).pipe(
    Layer.provideMerge(Layer.merge(chat, Models.layer)),
    Layer.provideMerge(Layer.succeed(StoreNames, makeStoreReader(demoCatalogue(), mangaShop()))),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  const down = (is: boolean) => {
    isDown = is
  }
  const forget = () => {
    keeps = false
  }
  return { asked, down, forget, layer }
}

const on = { PROMPT_CACHE_WARM: "on" }

/** A customer's call of the larger model, with the beginning of every prompt. */
const ask = (isTooled = false) =>
  Effect.gen(function* () {
    const chat = yield* BedrockChat
    const { complex } = yield* Models
    const { shop } = yield* StoreNames
    const plain = { system: systemOf(shop), messages: [] }
    const prompt = isTooled ? withTools(plain, true) : plain
    const { system, toolConfig } = placeCachePoints(prompt, complex.name)
    return yield* chat.converse(
      {
        modelId: complex.id,
        system,
        messages: [{ role: "user", content: [{ text: "Is it in stock?" }] }],
        inferenceConfig: { maxTokens: 700 },
        ...(toolConfig && { fields: { toolConfig } }),
        firstEventMs: 1_000,
        gapMs: 1_000,
      },
      { onText: () => {} },
    )
  })

const counts = Effect.map(WarmPrompts, ({ counters }) => ({ ...counters() }))

describe("the beginning of a prompt", () => {
  it.effect(
    "is read before its five minutes are over, so that the next customer reads it too",
    () => {
      const { asked, layer } = cachingModel(on)
      return Effect.gen(function* () {
        assert.isAbove((yield* ask()).usage?.cacheWriteTokens ?? 0, 0)
        yield* ask()
        yield* TestClock.adjust(9 * minute)
        const kept = asked.filter(({ by }) => by === "worker")
        assert.lengthOf(kept, 2)
        const [first, second] = asked
        for (const { request } of kept) {
          assert.strictEqual(request.system, first?.request.system)
          assert.strictEqual(request.inferenceConfig.maxTokens, 1)
          assert.notProperty(request, "guardrail")
        }
        assert.isTrue(kept.every(({ at }) => at - (second?.at ?? 0) <= 10 * minute))
        assert.isAbove((yield* ask()).usage?.cacheReadTokens ?? 0, 0)
        assert.deepInclude(yield* counts, { read: 2, written: 0, failed: 0, tokens: 10_000 })
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("is given up when nobody has come for half an hour, and never written ahead", () => {
    const { asked, layer } = cachingModel(on)
    return Effect.gen(function* () {
      yield* TestClock.adjust(10 * minute)
      assert.lengthOf(asked, 0)
      yield* ask()
      yield* TestClock.adjust(120 * minute)
      const { read, written } = yield* counts
      assert.isAtMost(read, 8)
      assert.isAbove(read, 5)
      assert.strictEqual(written, 0)
      assert.isBelow(asked.at(-1)?.at ?? 0, 41 * minute)
    }).pipe(Effect.provide(layer))
  })

  it.effect("with tools is another one than without, and kept apart", () => {
    const { asked, layer } = cachingModel(on)
    return Effect.gen(function* () {
      yield* ask(true)
      yield* TestClock.adjust(5 * minute)
      const [kept, other] = asked.filter(({ by }) => by === "worker")
      assert.isDefined(kept?.request.fields?.toolConfig)
      assert.isUndefined(other)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is tried again after a failure, while there is time", () => {
    const { asked, down, layer } = cachingModel(on)
    return Effect.gen(function* () {
      yield* ask()
      down(true)
      yield* TestClock.adjust(4 * minute + 15_000)
      down(false)
      yield* TestClock.adjust(minute)
      const { failed, read } = yield* counts
      assert.isAbove(failed, 0)
      assert.strictEqual(read, 1)
      assert.isBelow(asked.length, 6)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is read in vain once, where the model has stopped to keep it", () => {
    const { asked, forget, layer } = cachingModel(on)
    return Effect.gen(function* () {
      yield* ask()
      forget()
      yield* TestClock.adjust(20 * minute)
      assert.lengthOf(asked, 2)
      assert.deepInclude(yield* counts, { read: 0, written: 0, failed: 1, tokens: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is left alone unless the setting is on: the model is the one beneath", () => {
    const { asked, layer } = cachingModel({})
    return Effect.gen(function* () {
      yield* ask()
      yield* TestClock.adjust(60 * minute)
      assert.lengthOf(asked, 1)
      assert.deepInclude(yield* counts, { possible: 0, short: 0, read: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("that is too short for a model's cache is counted as such", () => {
    const { layer } = cachingModel(on)
    return Effect.gen(function* () {
      yield* TestClock.adjust(minute)
      const { possible, short } = yield* counts
      assert.strictEqual(possible + short, 6)
      assert.isAbove(possible, 0)
    }).pipe(Effect.provide(layer))
  })
})

describe("a read", () => {
  const sonnet = prices[1]!

  it("pays by the chance of a customer, whatever the prompt's length", () => {
    for (const tokens of [1_024, 5_000, 50_000]) {
      assert.isFalse(pays(tokens, 0, sonnet))
      assert.isTrue(pays(tokens, 2, sonnet))
    }
  })

  it("never pays where writing costs no more than reading", () => {
    assert.isFalse(pays(5_000, 1_000, { ...sonnet, cacheRead: sonnet.cacheWrite }))
  })
})
