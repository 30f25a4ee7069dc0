/** The turn by its event list: what is said, in which order, and what happens when something breaks. */
import { normalizeQuestion } from "@manga-assist/caching"
import { products } from "@manga-assist/catalogue"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { figureOf } from "../src/products/Figure.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { read } from "./demoShop.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { Turn } from "../src/turn/Turn.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { ask, scriptedStore, typesOf } from "./scriptedStore.ts"

const vikings = "Recommend a seinen manga about Vikings"
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

describe("a turn", () => {
  it.live("shows products before the first word, and ends once", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      const events = yield* ask(vikings)
      assert.deepStrictEqual(typesOf(events), [
        "turn-start",
        "cache-miss",
        "retrieve-end",
        "products",
        "model-start",
        "first-token",
        "delta",
        "turn-end",
      ])
      const end = endOf(events)
      assert.strictEqual(end.source, "model")
      assert.deepStrictEqual(end.degraded, [])
      assert.isAtMost(end.budget.usedMs, end.budget.totalMs)
      assert.strictEqual(seen.recorded.session.length, 1)
      assert.strictEqual(seen.recorded.answers.length, 1)
      assert.strictEqual(seen.recorded.audit.length, 1)
      assert.deepStrictEqual(seen.asked, [{ text: vikings, source: "model" }])
    }).pipe(Effect.provide(layer))
  })

  it.live("keeps the system prompt the same, byte for byte, for everybody", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      yield* ask(vikings)
      yield* ask("ワンピースの105巻はいくら？", { id: "m-2", user: "demo-01" })
      assert.strictEqual(seen.calls[0]?.system, seen.calls[1]?.system)
    }).pipe(Effect.provide(layer))
  })

  it.live("never lets somebody else's order id into a prompt", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      for (const text of [
        "Where is my order MA-02-0001?",
        "where is ＭＡ－０２－０００１",
        "ma-02-0001 の状況は？",
        "status of MA 02 0001 / MA–02–0001",
      ]) {
        yield* ask(text, { user: "demo-01" })
      }
      for (const call of seen.calls)
        assert.notMatch(call.prompt.normalize("NFKC"), /02\D{0,3}0001/u)
    }).pipe(Effect.provide(layer))
  })

  it.live(
    "reads a signed-in customer's orders wherever they may be meant, and says who is signed in",
    () => {
      const { layer, seen } = scriptedStore()
      const lastPrompt = () => (seen.calls.at(-1)?.prompt ?? "").replaceAll("\\", "")
      return Effect.gen(function* () {
        for (const text of ["What did I buy last time?", "うずまきは何冊頼みましたっけ"]) {
          yield* ask(text, { user: "demo-20" })
          assert.include(lastPrompt(), "MA-20-0001")
          assert.include(lastPrompt(), 'signed-in="yes"')
          yield* ask(text)
          assert.notInclude(lastPrompt(), "<orders>")
          assert.include(lastPrompt(), 'signed-in="no"')
        }
        yield* ask("How much is One Piece 105?", { user: "demo-20" })
        assert.notMatch(lastPrompt(), /signed-in|MA-20/u)
      }).pipe(Effect.provide(layer))
    },
  )

  it.live("falls back to the other model before the first token", () => {
    const { layer, seen } = scriptedStore({
      model: [{ end: "throttled" }, { say: ["Here."], end: "end_turn" }],
    })
    return Effect.gen(function* () {
      const end = endOf(yield* ask(vikings))
      assert.strictEqual(end.source, "model")
      assert.deepStrictEqual(end.degraded, ["model-fallback"])
      assert.notStrictEqual(seen.calls[0]?.modelId, seen.calls[1]?.modelId)
      assert.strictEqual(
        seen.recorded.answers.length,
        0,
        "a degraded answer is not kept for others",
      )
    }).pipe(Effect.provide(layer))
  })

  it.live("answers from the catalogue when no model speaks", () => {
    const { layer, seen } = scriptedStore({ model: [{ end: "unavailable" }] })
    return Effect.gen(function* () {
      const events = yield* ask(vikings)
      const end = endOf(events)
      assert.strictEqual(end.source, "catalogue")
      assert.include(end.degraded, "model-unavailable")
      assert.isTrue(
        events.some((event) => event.type === "delta" && event.text.includes("Vinland Saga")),
      )
      assert.strictEqual(seen.recorded.answers.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.live("says so, retryably, when nothing is known and no model speaks", () => {
    const { layer } = scriptedStore({
      model: [{ end: "unavailable" }],
      search: "down",
      facts: "down",
    })
    return Effect.gen(function* () {
      const failure = failureOf(yield* ask("Tell me a joke about the weather"))
      assert.strictEqual(failure.code, "model-unavailable")
      assert.isTrue(failure.retryable)
    }).pipe(Effect.provide(layer))
  })

  it.live.each(["truncated", "model-error", "connection", "gap-timeout"] as const)(
    "ends in an error when the stream breaks after the first token: %s",
    (reason) => {
      const { layer, seen } = scriptedStore({ model: [{ say: ["Half an"], end: reason }] })
      return Effect.gen(function* () {
        const failure = failureOf(yield* ask(vikings))
        assert.strictEqual(failure.code, reason === "gap-timeout" ? "timeout" : "truncated")
        assert.strictEqual(seen.calls.length, 1, "no second model speaks over the first")
        assert.strictEqual(seen.recorded.session.length, 0)
        assert.strictEqual(seen.recorded.answers.length, 0)
      }).pipe(Effect.provide(layer))
    },
  )

  it.live("marks a blocked answer and keeps it for nobody", () => {
    const { layer, seen } = scriptedStore({
      model: [{ say: ["No."], end: "guardrail_intervened" }],
    })
    return Effect.gen(function* () {
      assert.strictEqual(endOf(yield* ask(vikings)).finish, "blocked")
      assert.strictEqual(seen.recorded.answers.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.live.each([
    ["max_tokens", "max-tokens"],
    ["model_context_window_exceeded", "max-tokens"],
    ["tool_use", "max-tokens"],
    ["something_new", "max-tokens"],
    ["refusal", "refused"],
  ] as const)("marks an answer that ended by %s, and keeps it for nobody", ([end, finish]) => {
    const { layer, seen } = scriptedStore({ model: [{ say: ["Long"], end }] })
    return Effect.gen(function* () {
      const last = endOf(yield* ask(vikings))
      assert.strictEqual(last.finish, finish)
      assert.include(last.reason, end)
      assert.strictEqual(seen.recorded.answers.length, 0)
      assert.propertyVal(seen.recorded.audit[0], "finish", finish)
    }).pipe(Effect.provide(layer))
  })

  it.live.each(["end_turn", "refusal", "tool_use"] as const)(
    "asks the next model where one says nothing and ends by %s",
    (end) => {
      const { layer, seen } = scriptedStore({
        model: [
          { say: [], end },
          { say: ["Here."], end: "end_turn" },
        ],
      })
      return Effect.gen(function* () {
        const events = yield* ask(vikings)
        assert.strictEqual(endOf(events).finish, "complete")
        assert.strictEqual(seen.calls.length, 2)
        assert.deepStrictEqual(
          events.flatMap((event) => (event.type === "delta" ? [event.text] : [])),
          ["Here."],
        )
      }).pipe(Effect.provide(layer))
    },
  )

  it.live.each(["session", "audit"] as const)(
    "says that it is not recorded where %s takes nothing",
    (refuses) => {
      const { layer, seen } = scriptedStore({ refuses })
      return Effect.gen(function* () {
        const end = endOf(yield* ask(vikings))
        assert.deepInclude(end, { finish: "complete", source: "model" })
        assert.deepStrictEqual(end.degraded, ["not-recorded"])
        assert.deepInclude(seen.recorded.analytics[0], { degraded: ["not-recorded"] })
      }).pipe(Effect.provide(layer))
    },
  )

  it.live("keeps no secret of a question in the history", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      yield* ask("My password is hunter22, and which manga is about Vikings?")
      const history = JSON.stringify(seen.recorded.session)
      assert.notInclude(history, "hunter22")
      assert.include(history, "My password is [password], and which manga")
    }).pipe(Effect.provide(layer))
  })

  it.live("cancels the model upstream when it is interrupted, and says cancelled", () => {
    const { layer, seen } = scriptedStore({ model: [{ say: ["One "], end: "never" }] })
    return Effect.gen(function* () {
      const turn = yield* Turn
      const events: Array<TurnEvent> = []
      const fiber = yield* Effect.forkChild(
        turn.run({ id: "m", session: "s", text: vikings, arrivedAt: performance.now() }, (event) =>
          events.push(event),
        ),
        { startImmediately: true },
      )
      while (!events.some((event) => event.type === "delta")) yield* Effect.yieldNow
      const [start] = events
      assert(start?.type === "turn-start")
      // Whoever ends it from outside can say what it had come to.
      const stages = start.soFar?.().timeline.map(({ stage }) => stage)
      assert.includeMembers(stages ?? [], ["admit", "retrieve", "model", "first-token", "total"])
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(seen.cancelled, 1)
      assert.strictEqual(endOf(events).finish, "cancelled")
      assert.strictEqual(events.filter((event) => event.type === "turn-end").length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.live("answers without retrieval while search is down, and says so", () => {
    const { layer } = scriptedStore({ search: "down" })
    return Effect.gen(function* () {
      const end = endOf(yield* ask(vikings))
      assert.strictEqual(end.source, "model")
      assert.deepStrictEqual(end.degraded, ["retrieval-failed"])
    }).pipe(Effect.provide(layer))
  })

  it.live("reads a named volume from the table while search is down", () => {
    const { layer } = scriptedStore({ search: "down" })
    return Effect.gen(function* () {
      const events = yield* ask("Is volume 12 of Blue Lock in stock as paperback?")
      const shown = events.find((event) => event.type === "products")
      assert.strictEqual(shown?.products[0]?.id, "blue-lock-v12-paperback")
    }).pipe(Effect.provide(layer))
  })
})

describe("recall", () => {
  /** Any day after the last volume of a finished series. */
  const catalogueDay = "2026-11-24"

  const kept = (text: string) => ({
    key: cacheKeyOf(read(text)),
    answer: {
      text: "Vinland Saga fits. It is ¥1.",
      products: [
        {
          id: "vinland-saga",
          title: "Vinland Saga",
          price: { amount: 1_000, currency: "JPY" },
          inStock: true,
        },
      ],
      model: "m",
      origin: "exact" as const,
      words: normalizeQuestion(text),
      figures: products()
        .filter(({ id }) => id === "vinland-saga")
        .map((product) => figureOf({ ...product, price: 1_000 }, catalogueDay)),
      series: ["vinland-saga"],
    },
  })
  const question = "Tell me about Vinland Saga"
  const write = Effect.gen(function* () {
    const { key, answer } = kept(question)
    const cache = yield* CachedAnswers
    yield* cache.write(key, answer, { freshForMs: 60_000 })
  })

  it.live("replays an answer whose prices hold, without search or model", () => {
    const { layer, seen } = scriptedStore()
    seen.prices.set("vinland-saga", 1_000)
    return Effect.gen(function* () {
      yield* write
      const events = yield* ask(question)
      assert.strictEqual(endOf(events).source, "exact")
      assert.strictEqual(seen.calls.length, 0)
      assert.deepStrictEqual(typesOf(events), [
        "turn-start",
        "cache-hit",
        "products",
        "delta",
        "turn-end",
      ])
    }).pipe(Effect.provide(layer))
  })

  it.live("does not serve an answer whose price changed", () => {
    const { layer, seen } = scriptedStore()
    seen.prices.set("vinland-saga", 1_001)
    return Effect.gen(function* () {
      yield* write
      assert.strictEqual(endOf(yield* ask(question)).source, "model")
    }).pipe(Effect.provide(layer))
  })

  it.live("does not serve what cannot be verified", () => {
    const { layer } = scriptedStore({ facts: "down" })
    return Effect.gen(function* () {
      yield* write
      assert.strictEqual(endOf(yield* ask(question)).source, "model")
    }).pipe(Effect.provide(layer))
  })

  it.live("does not answer one volume with another's answer, nor one person with another's", () => {
    const { layer, seen } = scriptedStore()
    return Effect.gen(function* () {
      yield* ask("Where is my order?", { user: "demo-01" })
      yield* ask("Recommend something for me", { user: "demo-01" })
      yield* ask("How much is it?", { user: "demo-01" })
      assert.strictEqual(seen.recorded.answers.length, 0)
      const key = (text: string) => cacheKeyOf(read(text))
      assert.notStrictEqual(
        key("Is volume 12 of Blue Lock good?"),
        key("Is volume 13 of Blue Lock good?"),
      )
    }).pipe(Effect.provide(layer))
  })
})
