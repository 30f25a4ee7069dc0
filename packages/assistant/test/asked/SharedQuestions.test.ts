/** A question whose answer is everybody's is asked as if nobody had asked it, at no time of the day. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { type VersionStamp, TagVersions } from "@manga-assist/caching"
import { CachedAnswer, CachedAnswers } from "../../src/answers/CachedAnswer.ts"
import { stampOf } from "../../src/facts/SeriesStamp.ts"
import type { Fact } from "../../src/products/ProductFacts.ts"
import { touchedBy } from "../../src/products/StoreTags.ts"
import { rowOf, rowsOf } from "../facts/seriesRows.ts"
import { ask } from "../scriptedStore.ts"
import { conversing, lastMessage, settled, talk } from "./conversing.ts"

const questions = [
  "How much is One Piece 105?",
  "Is volume 33 of Blue Lock in stock as paperback?",
  "How much is the complete series of Blue Lock?",
  "Are there box sets of Monster?",
  "When does Blue Lock 34 come out?",
  "Who wrote Akira?",
  "What did Naoki Urasawa draw?",
  "Recommend a horror manga",
  "What's popular?",
  "ワンピースの105巻はいくら？",
  "ブルーロックは全巻でいくら？",
  "ホラー漫画のおすすめは？",
  "今週の人気漫画は？",
] as const

const openings = ["Tell me about Vinland Saga", "Where is my order?", "Recommend something for me"]

/** How long each took is its own. */
const answersIn = ({ seen }: ReturnType<typeof conversing>) =>
  seen.recorded.answers.map((record) => {
    const { made: _made, ...answer } = CachedAnswer.make(Reflect.get(record, "answer"))
    return { key: String(Reflect.get(record, "key")), answer }
  })

describe("a question that is shared", () => {
  it.effect.each(questions)(
    "is asked alike by a visitor, a customer, and within a conversation: %s",
    (text) => {
      const [visitor, customer] = [conversing(), conversing()]
      return Effect.gen(function* () {
        yield* talk([text]).pipe(Effect.provide(visitor.layer))
        yield* talk([...openings, text], { user: "demo-01" }).pipe(Effect.provide(customer.layer))
        const [one, other] = [visitor, customer].map(({ seen }) => seen.calls.at(-1))
        assert.isDefined(one)
        assert.strictEqual(other?.prompt, one?.prompt)
        assert.strictEqual(other?.system, one?.system)
        assert.lengthOf(JSON.parse(one?.prompt ?? "[]"), 1)
        const { has, now = "", text: told } = lastMessage(one?.prompt)
        assert.match(now, /^\d{4}-\d\d-\d\d [A-Z][a-z]{2}$/u)
        assert.notMatch(told, /\d\d:\d\d|signed-in|demo-01|Vinland/u)
        for (const block of ["customer", "orders", "search", "unread", "summary"]) {
          assert.isFalse(has(block), block)
        }
        const [[mine], theirs] = [answersIn(visitor), answersIn(customer)]
        assert.deepStrictEqual(theirs.at(-1), mine)
      })
    },
  )

  it.effect.each(questions)(
    "has the same key on all days, whatever its answer is bound to: %s",
    (text) => {
      const store = conversing()
      const { seen } = store
      return Effect.gen(function* () {
        const days = [
          "2026-11-24T14:10:00+09:00",
          "2026-11-24T23:59:00+09:00",
          "2026-11-25T00:01:00+09:00",
        ]
        for (const [at, day] of days.entries()) {
          yield* TestClock.setTime(Date.parse(day))
          yield* ask(text, { session: `s-${at}` })
          yield* settled
        }
        const [noon, night, next] = seen.calls.map(({ prompt }) => prompt)
        assert.strictEqual(night, noon)
        assert.include(noon, "2026-11-24 Tue")
        assert.strictEqual(next, noon?.replace("2026-11-24 Tue", "2026-11-25 Wed"))
        const answers = answersIn(store)
        assert.lengthOf(answers, 3)
        assert.lengthOf([...new Set(answers.map(({ key }) => key))], 1)
        const bound = answers.map(({ answer }) => answer.day)
        assert.include(
          [
            JSON.stringify(["2026-11-24", "2026-11-24", "2026-11-25"]),
            JSON.stringify([undefined, undefined, undefined]),
          ],
          JSON.stringify(bound),
        )
      }).pipe(Effect.provide(store.layer))
    },
  )

  it.effect("is bound to its day where it tells of what is announced", () => {
    const store = conversing()
    return Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2026-11-24T14:10:00+09:00"))
      for (const [at, text] of [
        "How much is the complete series of Blue Lock?",
        "Who wrote Akira?",
      ].entries()) {
        yield* ask(text, { session: `s-${at}` })
        yield* settled
      }
      const [whole, author] = answersIn(store).map(({ answer }) => answer)
      assert.deepInclude(whole, { day: "2026-11-24" })
      assert.lengthOf(whole?.stamps ?? [], 1)
      assert.deepStrictEqual([author?.day, author?.stamps], [undefined, undefined])
    }).pipe(Effect.provide(store.layer))
  })
})

/** All that was offered is kept, as the sink for it does. */
const keepAll = Effect.fnUntraced(function* ({ seen }: ReturnType<typeof conversing>) {
  const cache = yield* CachedAnswers
  for (const record of seen.recorded.answers) {
    const tags: { readonly names: ReadonlyArray<string>; readonly since: VersionStamp } =
      Reflect.get(record, "tags")
    const answer = CachedAnswer.make(Reflect.get(record, "answer"))
    yield* cache.write(String(Reflect.get(record, "key")), answer, { freshForMs: 300_000, tags })
  }
})
const sourceOf = (events: Effect.Success<ReturnType<typeof ask>>) => {
  const last = events.at(-1)
  return last?.type === "turn-end" ? last.end.source : last?.type
}

describe("an answer that tells of a whole series", () => {
  /** None of these names volume 20, and each is told what it costs. */
  const wholes = [
    "How much is the complete series of Blue Lock?",
    "How much is Blue Lock 999?",
    "When does Blue Lock 34 come out?",
    "Is box set 9 of Blue Lock in stock?",
    "ブルーロックは全巻でいくら？",
  ] as const
  const id = "blue-lock-v20-paperback"
  const change = (more: Partial<Fact>) =>
    Effect.flatMap(TagVersions, ({ invalidate }) => {
      const before = rowOf(id)
      return invalidate(touchedBy(before, before && { ...before, ...more }))
    })

  it.effect.each(wholes)(
    "ends with any price of it, and not with a sale, while a feed is live: %s",
    (text) => {
      const store = conversing()
      return Effect.gen(function* () {
        yield* talk([text])
        yield* keepAll(store)
        assert.strictEqual(sourceOf(yield* ask(text, { session: "s-2" })), "exact")
        yield* change({ stock: 0 })
        assert.strictEqual(sourceOf(yield* ask(text, { session: "s-3" })), "exact")
        yield* change({ price: 1 })
        assert.strictEqual(sourceOf(yield* ask(text, { session: "s-4" })), "model")
      }).pipe(Effect.provide(store.layer))
    },
  )

  it.effect("is written from what the table has now where nobody tells of changes", () => {
    const store = conversing({ isLive: false })
    const { seen } = store
    return Effect.gen(function* () {
      // Rows are known that are a moment old.
      yield* talk(["Tell me about Blue Lock", "how much is it, then?"])
      seen.prices.set(id, 7_777)
      yield* talk([wholes[0]], { session: "s-2" })
      assert.include(seen.calls.at(-1)?.prompt, "20 ¥7777")
      const rows = new Map(
        [...rowsOf("blue-lock")].map(([key, fact]) => [
          key,
          key === id ? { ...fact, price: 7_777 } : fact,
        ]),
      )
      assert.deepStrictEqual(answersIn(store).at(-1)?.answer.stamps, [
        stampOf({ series: "blue-lock", rows }),
      ])
    }).pipe(Effect.provide(store.layer))
  })
})
