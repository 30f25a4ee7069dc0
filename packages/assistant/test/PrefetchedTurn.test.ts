/** Turns over the live prefetch: what it saves, and what is left when one of its sources is broken. */
import { assert, describe, it } from "@effect/vitest"
import { orders } from "@manga-assist/catalogue"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { CustomerContext } from "../src/context/CustomerContext.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { prefetchedStore, type PrefetchScript } from "./prefetchedStore.ts"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

const store = (prefetch: PrefetchScript, script: Script = {}) => {
  const { layer: context, seen: kept } = prefetchedStore(prefetch)
  const { layer, seen } = scriptedStore({ ...script, context })
  return { layer, seen, kept }
}

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
  return last.end
}
const prefetchOutcome = (events: ReadonlyArray<TurnEvent>) =>
  endOf(events).timeline.find(({ stage }) => stage === "prefetch")?.outcome

const open = (session: string, user?: string, isNew = false) =>
  Effect.flatMap(CustomerContext, (context) =>
    Effect.sync(() => {
      context.opened(session, user, isNew)
    }),
  )

const question = "Recommend a seinen manga about Vikings"
/** Says by itself what it is about: it waits for no conversation. */
const standingAlone = "How much is One Piece 3?"

describe("a turn over prefetch", () => {
  it.effect("has everything at hand after the socket opened", () => {
    const { layer, seen } = store({})
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(1)
      const before = seen.orderReads
      const events = yield* ask("Where is my order?", { user: "demo-01" })
      assert.strictEqual(prefetchOutcome(events), "hit")
      assert.deepStrictEqual(endOf(events).degraded, [])
      assert.strictEqual(seen.orderReads, before, "orders were read when the socket opened")
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "reads nothing for a socket that is idle, and everything again for the next message",
    () => {
      const { layer, kept, seen } = store({})
      return Effect.gen(function* () {
        yield* open("s-1", "demo-01")
        yield* TestClock.adjust(1)
        const before = [kept.sessionReads, seen.orderReads]
        yield* TestClock.adjust("14 minutes")
        assert.deepStrictEqual([kept.sessionReads, seen.orderReads], before)
        const events = yield* ask("Where is my order?", { user: "demo-01" })
        assert.strictEqual(prefetchOutcome(events), "hit")
        assert.deepStrictEqual(endOf(events).degraded, [])
        assert.strictEqual(seen.orderReads, 2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect(
    "reads no conversation of a session that was made for it, and looks when it comes again",
    () => {
      const { layer, kept } = store({})
      return Effect.gen(function* () {
        yield* open("s-1", undefined, true)
        yield* TestClock.adjust(1)
        const events = yield* ask("and the second one?")
        assert.strictEqual(prefetchOutcome(events), "hit")
        assert.strictEqual(kept.sessionReads, 0)
        assert.strictEqual(
          kept.kept.get("turns::s-1")?.length,
          1,
          "its turns are kept for other instances",
        )
        // The socket was lost, and what was read for it is forgotten.
        const context = yield* CustomerContext
        context.closed("s-1")
        yield* TestClock.adjust("6 seconds")
        kept.kept.clear()
        yield* open("s-1")
        yield* TestClock.adjust(1)
        assert.strictEqual(kept.sessionReads, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  const broken: ReadonlyArray<readonly [string, PrefetchScript, Script]> = [
    ["the session is never read", { sessions: "never" }, {}],
    ["the session cannot be read", { sessions: "down" }, {}],
    ["the profile is never read", {}, { profile: "never" }],
    ["the profile cannot be read", {}, { profile: "down" }],
    ["orders are never read", {}, { orders: "never" }],
    ["orders cannot be read", {}, { orders: "down" }],
    ["trending is never read", {}, { trending: "never" }],
    ["trending cannot be read", {}, { trending: "down" }],
  ]
  for (const [what, prefetch, script] of broken) {
    it.effect(`answers without waiting when ${what}, and says so`, () => {
      const { layer } = store(prefetch, script)
      return Effect.gen(function* () {
        yield* open("s-1", "demo-01")
        yield* TestClock.adjust(200)
        // The clock stands still from here: the turn must not wait for anything.
        const events = yield* ask(standingAlone, { user: "demo-01" })
        assert.strictEqual(endOf(events).source, "model")
        assert.deepStrictEqual(endOf(events).degraded, ["prefetch-late"])
        assert.match(prefetchOutcome(events) ?? "", / (late|failed)$/u)
      }).pipe(Effect.provide(layer))
    })
  }

  it.effect("asks the tables when Redis does not answer", () => {
    const { layer, kept } = store({ redis: "never" })
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(61)
      const events = yield* ask(question, { user: "demo-01" })
      assert.strictEqual(prefetchOutcome(events), "hit")
      assert.strictEqual(kept.sessionReads, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("waits a moment for the conversation that a question depends on", () => {
    const { layer } = store({ sessions: "never" })
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      const turn = yield* Effect.forkChild(ask("and the second one?", { user: "demo-01" }), {
        startImmediately: true,
      })
      yield* TestClock.adjust(119)
      assert.isUndefined(turn.pollUnsafe())
      yield* TestClock.adjust(1)
      assert.include(endOf(yield* Fiber.join(turn)).degraded, "prefetch-late")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is as complete on another instance: Redis has the turns before the table", () => {
    const first = store({})
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(1)
      yield* ask(question, { user: "demo-01" })
      const texts = [...first.kept.kept].find(([key]) => key.startsWith("turns:"))?.[1]
      assert.strictEqual(texts?.length, 1)
      const second = prefetchedStore({})
      for (const [key, value] of first.kept.kept) second.seen.kept.set(key, value)
      const there = scriptedStore({ context: second.layer })
      yield* Effect.gen(function* () {
        yield* open("s-1", "demo-01")
        yield* TestClock.adjust(1)
        const context = yield* CustomerContext
        const known = yield* context.take("s-1", "demo-01", 0)
        assert.strictEqual(known.conversation.turns.length, 1)
        assert.strictEqual(second.seen.sessionReads, 0)
      }).pipe(Effect.provide(there.layer))
    }).pipe(Effect.provide(first.layer))
  })

  it.effect("waits for its reads where prefetch is off", () => {
    const { layer } = store({ sessions: "never" }, { environment: { PREFETCH: "off" } })
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(1_000)
      const turn = yield* Effect.forkChild(ask(question, { user: "demo-01" }), {
        startImmediately: true,
      })
      yield* TestClock.adjust(499)
      assert.isUndefined(turn.pollUnsafe())
      yield* TestClock.adjust(1)
      assert.strictEqual(endOf(yield* Fiber.join(turn)).source, "model")
    }).pipe(Effect.provide(layer))
  })

  it.effect("never hands one user's context to another under the same session id", () => {
    const { layer, seen } = store({})
    const own = orders().filter((order) => order.user === "demo-01")
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(1)
      yield* ask("Where is my order?", { user: "demo-01" })
      yield* ask("Where is my order?", { user: "demo-02" })
      yield* ask("Where is my order?", {})
      const [first, ...others] = seen.calls
      assert.include(first?.prompt, own[0]!.id)
      for (const { prompt } of others) for (const { id } of own) assert.notInclude(prompt, id)
    }).pipe(Effect.provide(layer))
  })

  it.effect("takes nothing from texts in Redis that belong to somebody else or are garbage", () => {
    const { layer, seen, kept } = store({})
    const foreign = orders().filter((order) => order.user === "demo-02")
    kept.kept.set(
      "orders:demo-01",
      foreign.map((order) => JSON.stringify(order)),
    )
    kept.kept.set("profile:demo-01", ['{"user":"demo-02"}', "not json", "\uD800"])
    kept.kept.set("turns:demo-01:s-1", ["{}", "null", "\u0000"])
    return Effect.gen(function* () {
      yield* open("s-1", "demo-01")
      yield* TestClock.adjust(1)
      const events = yield* ask("Where is my order?", { user: "demo-01" })
      assert.strictEqual(endOf(events).finish, "complete")
      for (const { prompt } of seen.calls) {
        for (const { id } of foreign) assert.notInclude(prompt, id)
      }
    }).pipe(Effect.provide(layer))
  })
})

describe("a visitor who signs in", () => {
  const said = (turn: string, question: string) => ({
    turn,
    question,
    answer: "Yes.",
    series: [],
    products: [],
    at: 1,
    seq: 1,
  })
  const conversationOf = (session: string, user?: string) =>
    Effect.flatMap(CustomerContext, (context) =>
      Effect.map(context.take(session, user, 500), ({ conversation }) =>
        conversation.turns.map(({ question }) => question),
      ),
    )

  it.effect("takes along what is in the table, and what is not there yet", () => {
    const table = { ...said("t-1", "before"), owner: "" }
    const others = { ...said("t-2", "a customer's"), owner: "demo-02" }
    const { layer, kept } = store({ turns: new Map([["s-1", [table, others]]]) })
    return Effect.gen(function* () {
      const context = yield* CustomerContext
      context.opened("s-1", undefined, false)
      yield* TestClock.adjust(1)
      context.remember("s-1", undefined, { ...said("t-3", "just now"), at: 2 })
      const turns = yield* context.carry("s-1", "s-2", "demo-01")
      assert.deepStrictEqual(
        turns.map(({ question }) => question),
        ["before", "just now"],
      )
      context.opened("s-2", "demo-01", false)
      yield* TestClock.adjust(1)
      assert.deepStrictEqual(yield* conversationOf("s-2", "demo-01"), ["before", "just now"])
      // Another instance reads it from Redis; another person and a visitor read nothing.
      assert.lengthOf(kept.kept.get("turns:demo-01:s-2") ?? [], 2)
      assert.deepStrictEqual(yield* conversationOf("s-2", "demo-02"), [])
      assert.deepStrictEqual(yield* conversationOf("s-2"), [])
    }).pipe(Effect.provide(layer))
  })

  it.effect("takes nothing along where nothing was said, or nothing can be read", () => {
    const { layer, kept } = store({ sessions: "never" })
    return Effect.gen(function* () {
      const context = yield* CustomerContext
      const carrying = yield* Effect.forkChild(context.carry("s-1", "s-2", "demo-01"), {
        startImmediately: true,
      })
      yield* TestClock.adjust(500)
      assert.deepStrictEqual(yield* Fiber.join(carrying), [])
      assert.isUndefined(kept.kept.get("turns:demo-01:s-2"))
    }).pipe(Effect.provide(layer))
  })
})
