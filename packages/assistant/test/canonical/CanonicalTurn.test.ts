/** Whole turns over the canonical layer: which layer answered, and why, as `turn-end` says it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { CachedAnswer, CachedAnswers } from "../../src/answers/CachedAnswer.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { ask, scriptedStore } from "../scriptedStore.ts"

const decodeAnswers = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ key: Schema.String, answer: CachedAnswer })),
)

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  if (last?.type !== "turn-end") throw new Error(`no turn-end but ${last?.type}`)
  return last.end
}

/** Asks, and writes what was offered to the cache, as the sink would. */
const askAndKeep = (store: ReturnType<typeof scriptedStore>) =>
  Effect.fnUntraced(function* (text: string, session: string) {
    const events = yield* ask(text, { session })
    const cache = yield* CachedAnswers
    for (const { answer, key } of decodeAnswers(store.seen.recorded.answers)) {
      yield* cache.write(key, answer, { freshForMs: 600_000 })
    }
    return endOf(events)
  })

describe("a turn", () => {
  it.live("answers other words with the same form, and names the form", () => {
    const usage = { inputTokens: 900, outputTokens: 40, cacheReadTokens: 7, cacheWriteTokens: 0 }
    const store = scriptedStore({ model: [{ say: ["A saga."], end: "end_turn", usage }] })
    const turn = askAndKeep(store)
    return Effect.gen(function* () {
      const first = yield* turn("Tell me about Vinland Saga", "a")
      assert.strictEqual(first.source, "model")
      assert.deepInclude(first, { usage })
      assert.isUndefined(first.savedUsage)
      assert.include(first.reason, '"Can you tell me about Vinland Saga?"')
      const second = yield* turn("can you give me some info on vinland saga, please?", "b")
      assert.strictEqual(second.source, "canonical")
      assert.include(second.reason, 'in other words: "Can you tell me about Vinland Saga?"')
      const third = yield* turn("tell me about VINLAND SAGA", "c")
      assert.strictEqual(third.source, "exact")
      // What the answer took once is told as saved, to all who are given it.
      for (const hit of [second, third]) {
        assert.deepStrictEqual(hit.savedUsage, usage)
        assert.isUndefined(hit.usage)
        assert.strictEqual(hit.made?.by, "turn")
        assert.deepStrictEqual(hit.made, second.made)
      }
      assert.isUndefined(first.made)
      assert.strictEqual(store.seen.calls.length, 1)
    }).pipe(Effect.provide(store.layer))
  })

  it.live("answers a changed slot, another language and a negation by the model", () => {
    const store = scriptedStore()
    const turn = askAndKeep(store)
    return Effect.gen(function* () {
      for (const text of [
        "Is Vinland Saga finished?",
        "ヴィンランド・サガは完結していますか",
        "Is Bleach finished?",
        "Is Vinland Saga not finished?",
      ]) {
        assert.strictEqual((yield* turn(text, text.length.toString())).source, "model", text)
      }
    }).pipe(Effect.provide(store.layer))
  })

  it.live("names the word that was not understood, and keeps nothing", () => {
    const store = scriptedStore()
    const turn = askAndKeep(store)
    return Effect.gen(function* () {
      const end = yield* turn("Is Solo Leveling in stock?", "a")
      assert.strictEqual(end.reason, 'The word "solo" is not understood by the cache.')
      assert.strictEqual(store.seen.recorded.answers.length, 0)
    }).pipe(Effect.provide(store.layer))
  })
})
