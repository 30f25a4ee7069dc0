/** Cards: early by the message's own words or the trivial rule, else of the titles that the answer names; never twice. */
import { assert, describe, it } from "@effect/vitest"
import { demoCatalogue } from "@manga-assist/catalogue"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { TurnClock } from "../../src/turn/TurnClock.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { ask, type Script, typesOf } from "../scriptedStore.ts"
import { conversing, lastMessage, settled, shownIn, talk } from "./conversing.ts"

const catalogue = demoCatalogue()
const says = (...answers: ReadonlyArray<string>): Script => ({
  model: answers.map((answer) => ({ say: [answer], end: "end_turn" as const })),
})
const seriesOf = (cards: ReadonlyArray<string>) =>
  cards.map((id) => catalogue.bookOf(id)?.series ?? id)

const early = [
  "turn-start",
  "cache-miss",
  "retrieve-end",
  "products",
  "model-start",
  "first-token",
  "delta",
  "turn-end",
]
const closing = [
  "turn-start",
  "cache-miss",
  "retrieve-end",
  "model-start",
  "first-token",
  "delta",
  "products",
  "turn-end",
]

describe("cards that come before the first word", () => {
  it.live.each([
    ["Tell me about Blue Lock", "How much is Monster 3?", ["monster", "monster"]],
    ["Tell me about Blue Lock", "And volume 13?", ["blue-lock", "blue-lock"]],
    ["Tell me about Blue Lock", "digitally?", ["blue-lock"]],
    ["ブルーロックについて教えて", "13巻は？", ["blue-lock", "blue-lock"]],
    ["ブルーロックについて教えて", "MONSTERの3巻はいくら？", ["monster", "monster"]],
  ] as const)("are of its own words or of the one title: %s %s", ([opening, text, series]) => {
    const { layer } = conversing(says("Yes.", "Akira is not it."))
    return Effect.gen(function* () {
      const events = yield* talk([opening, text])
      assert.deepStrictEqual(typesOf(events), early)
      const [cards = [], more] = shownIn(events)
      assert.includeMembers([...series], seriesOf(cards.slice(0, series.length)))
      assert.isUndefined(more)
    }).pipe(Effect.provide(layer))
  })
})

describe("cards that close a turn", () => {
  it.live.each([
    ["Recommend a sports manga", "which of them is about volleyball?", "Haikyu!! is."],
    ["スポーツ漫画のおすすめは？", "その中でバレーのは？", "『ハイキュー!!』です。"],
  ] as const)("are of the title that the answer names: %s %s", ([opening, text, answer]) => {
    const { layer, seen } = conversing({
      ...says("Yes.", answer),
      finds: () => ["blue-lock", "haikyu", "slam-dunk"],
    })
    return Effect.gen(function* () {
      const events = yield* talk([opening, text])
      assert.deepStrictEqual(typesOf(events), closing)
      assert.deepStrictEqual(shownIn(events), [["haikyu"]])
      const turn = Reflect.get(Object(seen.recorded.session.at(-1)), "turn")
      assert.deepInclude(turn, { series: ["haikyu"], products: ["haikyu"] })
    }).pipe(Effect.provide(layer))
  })

  it.live("are five at most, in the order of the answer, once, right before the end", () => {
    const shown = ["blue-lock", "haikyu", "slam-dunk", "real", "kurokos-basketball"]
    const more = [
      "slam-dunk",
      "monster",
      "blue-lock",
      "pluto",
      "haikyu",
      "real",
      "kurokos-basketball",
    ]
    const titles = more.map((id) => catalogue.of(id)?.english).join("; ")
    const { layer } = conversing({
      ...says("Yes.", "Monster and Pluto, I heard.", `${titles}. Again: ${titles}.`),
      finds: () => shown,
    })
    return Effect.gen(function* () {
      const events = yield* talk([
        "Recommend a sports manga",
        "my brother prefers Monster and Pluto, is that odd?",
        "which of all these are the longest?",
      ])
      assert.deepStrictEqual(shownIn(events), [more.slice(0, 5)])
      const places = events.flatMap(({ type }, at) => (type === "products" ? [at] : []))
      assert.deepStrictEqual(places, [events.length - 2])
      assert.strictEqual(events.at(-1)?.type, "turn-end")
    }).pipe(Effect.provide(layer))
  })

  it.live.each([
    ["Akira fits.", "a title that the prompt did not hold"],
    ["You're welcome.", "no title"],
  ])("are none for %s (%s)", ([answer = ""]) => {
    const { layer } = conversing(says("Yes.", answer))
    return Effect.gen(function* () {
      const events = yield* talk(["Tell me about Blue Lock", "how much is it then, all in all?"])
      assert.deepStrictEqual(shownIn(events), [])
    }).pipe(Effect.provide(layer))
  })

  it.live("never follow cards that came early", () => {
    const { layer } = conversing(says("Yes.", "Volume 13 of Blue Lock; Monster is another story."))
    return Effect.gen(function* () {
      const events = yield* talk([
        "Tell me about Blue Lock and Monster",
        "And volume 13 of Blue Lock?",
      ])
      assert.lengthOf(shownIn(events), 1)
    }).pipe(Effect.provide(layer))
  })

  it.live("are none where no model spoke to the end", () => {
    const { layer } = conversing({
      model: [
        { say: ["Yes."], end: "end_turn" },
        { say: ["Blue Lock is"], end: "truncated" },
      ],
    })
    return Effect.gen(function* () {
      const events = yield* talk(["Tell me about Blue Lock", "how much is it then, all in all?"])
      assert.deepStrictEqual(shownIn(events), [])
      assert.strictEqual(events.at(-1)?.type, "turn-failed")
    }).pipe(Effect.provide(layer))
  })
})

/** On the test clock: how long a turn took until its first cards. */
const timed = (script: Parameters<typeof conversing>[0]) => {
  const { layer, seen } = conversing(script)
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  return { seen, layer: Layer.provide(layer, clock) }
}
const msToCards = Effect.fnUntraced(function* (text: string) {
  const events: Array<TurnEvent> = []
  const begun = yield* Clock.currentTimeMillis
  const turn = yield* Effect.forkChild(
    Effect.map(ask(text, { arrivedAt: begun }), (all) => events.push(...all)),
    { startImmediately: true },
  )
  for (let ms = 0; ms < 2_000 && turn.pollUnsafe() === undefined; ms += 5)
    yield* TestClock.adjust(5)
  yield* Fiber.join(turn)
  const last = events.at(-1)
  assert(last?.type === "turn-end")
  const marks = last.end.timeline.filter(({ stage }) => stage === "first-products")
  return { ms: marks.at(-1)?.endMs, shown: shownIn(events), end: last.end }
})

describe("cards while records are late", () => {
  it.effect.each([
    "what horror manga would scare my uncle Bob the plumber?",
    "How much is Monster 3, and would my uncle Bob the plumber like it?",
  ])("come by the deadlines of the reads, and no later: %s", (text) => {
    const { layer } = timed({ facts: "late" })
    return Effect.gen(function* () {
      const { ms = Infinity, shown } = yield* msToCards(text)
      assert.isNotEmpty(shown)
      // 150 ms for rows of the table, and 25 in which records may stand in for a search.
      assert.isAtMost(ms, 180)
    }).pipe(Effect.provide(layer))
  })

  it.effect("come, as the model does, without further searches that take more than 450 ms", () => {
    const { layer, seen } = timed({ searchMs: 600 })
    return Effect.gen(function* () {
      yield* msToCards("Recommend a horror manga like Uzumaki")
      yield* settled
      const { end } = yield* msToCards("only finished ones")
      const reads = end.timeline.find(({ stage }) => stage === "retrieve")
      assert.isAtMost((reads?.endMs ?? Infinity) - (reads?.startMs ?? 0), 455)
      const { has, records } = lastMessage(seen.calls.at(-1)?.prompt)
      assert.isFalse(has("search"))
      assert.isNotEmpty(records)
      assert.deepStrictEqual(end.degraded, [])
    }).pipe(Effect.provide(layer))
  })
})
