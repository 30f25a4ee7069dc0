/** Turns that the rules of the store answer: their frames, what is recorded, and what is left alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Turn } from "../src/turn/Turn.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const request = {
  id: "1",
  session: "s-1",
  arrivedAt: 0,
  text: "Do you deliver to a PO box?",
}

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end")
  return last.end
}

describe("a question about rules alone", () => {
  it.live("is answered in the store's own words, without a model or a cache", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      const events = yield* ask(request.text)
      assert.deepStrictEqual(
        events.map(({ type }) => type),
        ["turn-start", "delta", "turn-end"],
      )
      const end = endOf(events)
      assert.deepInclude(end, { source: "store", finish: "complete", degraded: [] })
      assert.strictEqual(end.reason, "The store's own rules say it.")
      assert.isUndefined(end.model)
      assert.isEmpty(seen.calls)
      assert.isEmpty(seen.recorded.answers)
      for (const kind of ["analytics", "audit", "session"] as const) {
        assert.lengthOf(seen.recorded[kind], 1)
      }
      assert.include(JSON.stringify(seen.recorded.audit), '"source":"store"')
    }).pipe(Effect.provide(layer))
  })

  it.live("is answered while nothing else can be reached", () => {
    const { layer } = scriptedStore({ search: "down" })
    return Effect.gen(function* () {
      assert.strictEqual(endOf(yield* ask(request.text)).source, "store")
    }).pipe(Effect.provide(layer))
  })

  it.live("is answered in its language", () => {
    const { layer } = scriptedStore()
    return Effect.gen(function* () {
      const events = yield* ask("私書箱に送れますか？")
      const text = events.flatMap((event) => (event.type === "delta" ? event.text : [])).join("")
      assert.match(text, /^私書箱、郵便局留め、営業所留めへのお届けはできません。$/u)
      assert.strictEqual(endOf(events).reason, "ストアの規約の文でお答えしました。")
    }).pipe(Effect.provide(layer))
  })

  it.live("with another part beside it goes to the model, whose prompt holds the rules", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      const end = endOf(yield* ask("Do you deliver to a PO box, and do you have One Piece 105?"))
      assert.strictEqual(end.source, "model")
      assert.include(JSON.stringify(seen.calls[0]?.system), "We do not deliver to PO boxes")
    }).pipe(Effect.provide(layer))
  })
})

it.live("is over at once where the conversation is in memory", () => {
  const { layer } = scriptedStore()
  return Effect.gen(function* () {
    const events: Array<TurnEvent> = []
    const turn = yield* Turn
    yield* ask(request.text)
    assert.isTrue(turn.atOnce(request, (event) => events.push(event)))
    assert.strictEqual(endOf(events).source, "store")
  }).pipe(Effect.provide(layer))
})
