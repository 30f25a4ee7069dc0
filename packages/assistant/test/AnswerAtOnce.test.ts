/** What is answered from memory, and that it is the turn that would have been answered otherwise. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, TagVersions, WordingBook } from "@manga-assist/caching"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { HitAudit } from "../src/answers/audit/HitAudit.ts"
import { read } from "./demoShop.ts"
import { Turn } from "../src/turn/Turn.ts"
import type { TurnRequest } from "../src/turn/TurnRequest.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { prefetchedStore } from "./prefetchedStore.ts"
import { learn, learned } from "./learned.ts"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

const text = "Who wrote Vagabond?"
const inOtherWords = "who is the author of vagabond"
const reworded = "Who is Vagabond by?"
const answer = {
  text: "Within 30 days. Unread.",
  products: [],
  model: "m",
  origin: "exact",
  words: "who wrote vagabond",
  figures: [],
  series: [],
} as const

const keyOf = (asked: string) => cacheKeyOf(read(asked))

const setting = (script: Script = {}) => {
  const feed = { isLive: true }
  const { layer, seen } = scriptedStore({
    tagVersions: Layer.effect(
      TagVersions,
      Effect.map(TagVersions, (versions) =>
        TagVersions.of({ ...versions, live: () => feed.isLive }),
      ),
    ).pipe(Layer.provide(TagVersions.layerMemory())),
    ...script,
  })
  return { feed, layer, seen }
}

const freshForMs = 1_000_000

const hold = (asked: string, held: Partial<typeof CachedAnswer.Type> = {}) =>
  Effect.gen(function* () {
    const cache = yield* CachedAnswers
    const since = yield* (yield* TagVersions).now
    yield* cache.write(
      keyOf(asked),
      { ...answer, ...held },
      { freshForMs, staleForMs: 2 * freshForMs, tags: { names: ["policy"], since } },
    )
  })

const approve = learn(learned("who is {SERIES1} by", "who is the author of {SERIES1}"))

const atOnce = (asked: string, more: Partial<TurnRequest> = {}) =>
  Effect.map(Turn, (turn) => {
    const events: Array<TurnEvent> = []
    const arrivedAt = performance.now()
    const request = { id: "m-1", session: "s-1", text: asked, arrivedAt, ...more }
    return { isOver: turn.atOnce(request, (event) => events.push(event)), events }
  })

/** Without what differs from turn to turn. */
const comparable = (events: ReadonlyArray<TurnEvent>) =>
  events.map((event) => {
    if (event.type === "turn-start") return { type: event.type, id: event.id }
    if (event.type !== "turn-end") return event
    const stages = event.end.timeline.map(({ outcome, stage }) => `${stage} ${outcome}`)
    return { ...event, end: { ...event.end, turn: "t", timeline: stages, budget: {} } }
  })

/** A call that did nothing at all. */
const declined = (asked: string, more: Partial<TurnRequest> = {}) =>
  Effect.map(atOnce(asked, more), ({ events, isOver }) => {
    assert.isFalse(isOver, asked)
    assert.deepStrictEqual(events, [])
  })

describe("a turn that is answered at once", () => {
  it.effect.each([
    ["exact", text, 0],
    ["canonical", inOtherWords, 0],
    ["alias", reworded, 0],
    ["stale", text, 1.5 * freshForMs],
    ["stale", inOtherWords, 1.5 * freshForMs],
  ] as const)(
    "says, records and counts what it would have otherwise: %s",
    ([source, asked, age]) => {
      const { layer, seen } = setting({ hitChecks: true, environment: { HIT_CHECK_PERCENT: "0" } })
      return Effect.gen(function* () {
        yield* hold(text)
        yield* approve
        yield* TestClock.adjust(age)
        const { events, isOver } = yield* atOnce(asked)
        assert.isTrue(isOver)
        const otherwise = yield* ask(asked, { session: "s-2" })
        assert.deepStrictEqual(comparable(events), comparable(otherwise))
        const last = events.at(-1)
        assert(last?.type === "turn-end")
        assert.strictEqual(last.end.source, source)
        // The entry is of a version that did not keep how it was made.
        assert.isUndefined(last.end.made)
        for (const kind of ["analytics", "audit", "session"] as const) {
          assert.strictEqual(seen.recorded[kind].length, 2)
        }
        assert.deepStrictEqual(
          seen.asked.map((each) => each.source),
          [source, source],
        )
        const { totals } = yield* (yield* WordingBook).state
        assert.strictEqual(totals.used, source === "alias" ? 2 : 0)
        assert.strictEqual((yield* HitAudit).counters().served, asked === text ? 0 : 2)
        const { fresh, misses, stale } = (yield* CachedAnswers).counters()
        assert.deepStrictEqual([fresh + stale, misses], [2, 0])
        assert.deepStrictEqual(seen.calls, [])
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("is said whole, in one piece, whatever sign it begins with", () => {
    const { layer } = setting()
    return Effect.gen(function* () {
      yield* hold(text, { text: "...of Takehiko Inoue. He draws it." })
      const { events } = yield* atOnce(text)
      assert.deepStrictEqual(
        events.filter(({ type }) => type === "delta"),
        [{ type: "delta", text: "...of Takehiko Inoue. He draws it." }],
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("is remembered by the next one", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      yield* hold(text)
      for (const id of ["m-1", "m-2", "m-3"]) yield* atOnce(text, { id })
      const numbers = seen.recorded.session.map((record) => Reflect.get(record, "turn"))
      assert.deepStrictEqual(
        numbers.map((turn) => Reflect.get(Object(turn), "seq")),
        [1, 2, 3],
      )
    }).pipe(Effect.provide(layer))
  })
})

describe("nothing is answered at once", () => {
  it.effect("and the turn that follows counts the reading of the attempt", () => {
    const { layer } = setting()
    return Effect.gen(function* () {
      const turn = yield* Turn
      // Read by no other test of this process.
      const asked = "Tell me of a lonely ferryman who collects umbrellas"
      const request = { id: "m-1", session: "s-1", text: asked, arrivedAt: performance.now() }
      assert.isFalse(turn.atOnce(request, () => {}))
      const attempted = performance.now() - request.arrivedAt
      const events: Array<TurnEvent> = []
      yield* turn.run(request, (event) => events.push(event))
      const last = events.at(-1)
      assert(last?.type === "turn-end")
      const reading = last.end.timeline.filter(({ stage }) => stage === "admit")
      assert.strictEqual(reading.length, 1)
      assert.isAtMost(reading[0]?.endMs ?? Infinity, attempted)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "that is not in memory, long past its time, invalidated, or while no feed is live",
    () => {
      const { feed, layer, seen } = setting()
      return Effect.gen(function* () {
        yield* declined(text)
        yield* hold(text)
        feed.isLive = false
        yield* declined(text)
        feed.isLive = true
        assert.isTrue((yield* atOnce(text)).isOver)
        yield* (yield* TagVersions).invalidate(["policy"])
        yield* declined(text)
        yield* hold(text)
        yield* TestClock.adjust(2.5 * freshForMs)
        yield* declined(text)
        assert.strictEqual(seen.recorded.session.length, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("that is kept where only asking tells", () => {
    const { layer } = setting({
      store: Layer.effect(
        CacheStore,
        Effect.map(CacheStore, (store) =>
          CacheStore.of({ ...store, getInMemory: () => undefined }),
        ),
      ).pipe(Layer.provide(CacheStore.layerMemory())),
    })
    return Effect.gen(function* () {
      yield* hold(text)
      yield* declined(text)
      assert.strictEqual((yield* ask(text)).at(-1)?.type, "turn-end")
    }).pipe(Effect.provide(layer))
  })

  it.effect("whose conversation is read with the message alone", () => {
    const { layer } = setting({
      context: prefetchedStore().layer,
      environment: { PREFETCH: "off" },
    })
    return Effect.gen(function* () {
      yield* hold("Recommend a horror manga")
      yield* declined("Recommend a horror manga")
    }).pipe(Effect.provide(layer))
  })

  it.effect("that is of another day", () => {
    const { layer } = setting()
    return Effect.gen(function* () {
      yield* hold(text, { day: "1970-01-02" })
      yield* declined(text)
      yield* hold(text, { day: "1970-01-01" })
      assert.isTrue((yield* atOnce(text)).isOver)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that leans on what was said before, or is personal", () => {
    const { layer } = setting()
    return Effect.gen(function* () {
      yield* hold(text)
      yield* atOnce(text)
      // Also if somebody had come to keep an answer there.
      for (const own of ["is it in stock?", "Where is my order MA-01-0001?", "おすすめを教えて"]) {
        yield* hold(own)
        yield* declined(own, { user: "demo-01", session: "s-7" })
        const last = (yield* ask(own, { session: "s-8", user: "demo-01" })).at(-1)
        assert.isTrue(last?.type === "turn-end" && last.end.source === "model", own)
      }
      // A wish within a conversation is about that conversation, unless it is for a list by fields of the catalogue.
      const wish = "Recommend a manga about Vikings"
      yield* hold(wish)
      yield* declined(wish)
      assert.isTrue((yield* atOnce(wish, { session: "s-9" })).isOver)
      yield* hold("Recommend a horror manga")
      assert.isTrue((yield* atOnce("Recommend a horror manga")).isOver)
    }).pipe(Effect.provide(layer))
  })
})
