/** While it is not known whether something was said before, a message that may go on with it waits, and is not shared. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { CustomerContext } from "../../src/context/CustomerContext.ts"
import type { PastTurn } from "../../src/conversation/Conversation.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { prefetchedStore, type PrefetchScript } from "../prefetchedStore.ts"
import { ask, type Script } from "../scriptedStore.ts"
import { conversing, lastMessage } from "./conversing.ts"

const store = (prefetch: PrefetchScript, script: Script = {}) =>
  conversing({ ...script, context: prefetchedStore(prefetch).layer })

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
  return last.end
}
const opened = (user?: string) =>
  Effect.map(CustomerContext, (context) => context.opened("s-1", user, false))
const open = opened()

const mayGoOn = [
  "Recommend a manga about Vikings",
  "Vinland Saga",
  "How much is it?",
  "something like Monster",
  "泣ける漫画を教えて",
  "電子版は？",
]
const standsAlone = [
  "How much is One Piece 105?",
  "Who wrote Akira?",
  "Recommend a horror manga",
  "What's popular?",
  "ワンピースの105巻はいくら？",
]

describe("while a conversation is not known", () => {
  it.effect.each(mayGoOn)(
    "what may go on with it waits for it, and is nobody else's: %s",
    (text) => {
      const { layer, seen } = store({ sessions: "never" })
      return Effect.gen(function* () {
        yield* open
        const turn = yield* Effect.forkChild(ask(text), { startImmediately: true })
        yield* TestClock.adjust(119)
        assert.isUndefined(turn.pollUnsafe())
        assert.lengthOf(seen.calls, 0)
        yield* TestClock.adjust(1)
        const end = endOf(yield* Fiber.join(turn))
        assert.include(end.degraded, "prefetch-late")
        assert.lengthOf(seen.recorded.answers, 0)
        const { text: told } = lastMessage(seen.calls.at(-1)?.prompt)
        assert.match(told, /<now>[^<]* \d\d:\d\d [A-Z]+<\/now>/u)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each(standsAlone)(
    "what stands alone is answered at once, for everybody: %s",
    (text) => {
      const { layer, seen } = store({ sessions: "never" })
      return Effect.gen(function* () {
        yield* open
        // The clock stands still: nothing is waited for.
        const end = endOf(yield* ask(text))
        assert.deepStrictEqual(end.degraded, [])
        assert.lengthOf(seen.recorded.answers, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each(mayGoOn.slice(0, 2))(
    "that proves to be new, what waited is shared: %s",
    (text) => {
      const { layer, seen } = store({ redis: "never" })
      return Effect.gen(function* () {
        yield* open
        const turn = yield* Effect.forkChild(ask(text), { startImmediately: true })
        yield* TestClock.adjust(59)
        assert.isUndefined(turn.pollUnsafe())
        yield* TestClock.adjust(1)
        assert.deepStrictEqual(endOf(yield* Fiber.join(turn)).degraded, [])
        assert.lengthOf(seen.recorded.answers, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("that proves to have turns, what waited goes on with them", () => {
    const past: PastTurn & { readonly owner: string } = {
      owner: "",
      turn: "t-1",
      question: "Tell me about Blue Lock",
      answer: "Strikers.",
      series: ["blue-lock"],
      products: ["blue-lock"],
      at: 1,
      seq: 1,
    }
    const { layer, seen } = store({ redis: "never", turns: new Map([["s-1", [past]]]) })
    return Effect.gen(function* () {
      yield* open
      const turn = yield* Effect.forkChild(ask("Recommend a manga about Vikings"), {
        startImmediately: true,
      })
      yield* TestClock.adjust(60)
      endOf(yield* Fiber.join(turn))
      assert.lengthOf(seen.recorded.answers, 0)
      const prompt = seen.calls.at(-1)?.prompt
      assert.include(prompt, "Strikers.")
      assert.include(
        lastMessage(prompt).records.map(({ series }) => series),
        "blue-lock",
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("the customer's own, late as it is, keeps nothing that is everybody's waiting", () => {
    const { layer, seen } = store({}, { profile: "never", orders: "never", trending: "never" })
    return Effect.gen(function* () {
      yield* opened("demo-01")
      yield* TestClock.adjust(1)
      endOf(yield* ask("Recommend a manga about Vikings", { user: "demo-01" }))
      assert.lengthOf(seen.recorded.answers, 1)
    }).pipe(Effect.provide(layer))
  })
})
