/** Whoever has an answer written for others — a turn, the worker, a renewal — asks the same and keeps the same. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { answerAhead } from "../src/answers/ComposeAnswer.ts"
import { CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { composeAnswer } from "../src/answers/ComposeAnswer.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

describe("an answer for everybody", () => {
  it.live.each([
    // Its own series is not among the products found: the follow-up question is about it all the same.
    ["What is Monster about?", ["monster", "vinland-saga", "one-piece", "blue-lock"]],
    ["Show me historical manga", ["vinland-saga"]],
  ] as const)("is the same from a turn, ahead, and renewed: %s", ([text, series]) => {
    const { layer, seen } = scriptedStore()
    const question = read(text, "en")
    return Effect.gen(function* () {
      yield* ask(text, { user: "demo-01" })
      yield* answerAhead(text, "en")
      const renewed = yield* composeAnswer(question, "exact")
      const [byTurn, ahead, anew] = seen.calls.map(({ modelId, prompt, system }) => ({
        modelId,
        prompt,
        system,
      }))
      assert.strictEqual(seen.calls.length, 3)
      assert.deepStrictEqual(ahead, byTurn)
      assert.deepStrictEqual(anew, byTurn)
      const [offered] = seen.recorded.answers
      const kept = CachedAnswer.make(Reflect.get(offered ?? {}, "answer"))
      const cache = yield* CachedAnswers
      const written = (yield* cache.lookup(cacheKeyOf(question)))?.value
      assert(written !== undefined)
      // Whose it was, and how long it took, is all that differs.
      const same = ({ made: _made, ...answer }: CachedAnswer) => answer
      assert.deepStrictEqual(same(renewed.answer), same(kept))
      assert.deepStrictEqual(renewed.answer.series, series)
      assert.deepStrictEqual(same(written), { ...same(renewed.answer), origin: "precomputed" })
      const by = [kept, renewed.answer, written].map(({ made }) => made?.by)
      assert.deepStrictEqual(by, ["turn", "worker", "worker"])
      for (const { made } of [kept, renewed.answer, written]) {
        const stages = made?.stages.map(([stage]) => stage) ?? []
        assert.includeMembers(stages, ["retrieve", "model", "first-token", "total"])
      }
    }).pipe(Effect.provide(layer))
  })
})
