/** A question whose answer is everybody's is asked as if nobody had asked it, at no time of the day. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswer } from "../../src/answers/CachedAnswer.ts"
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
  "How much is shipping?",
  "ワンピースの105巻はいくら？",
  "ブルーロックは全巻でいくら？",
  "ホラー漫画のおすすめは？",
  "今週の人気漫画は？",
  "送料はいくら？",
] as const

const openings = ["Tell me about Vinland Saga", "Where is my order?", "Recommend something for me"]

const answersIn = ({ seen }: ReturnType<typeof conversing>) =>
  seen.recorded.answers.map((record) => ({
    key: String(Reflect.get(record, "key")),
    answer: CachedAnswer.make(Reflect.get(record, "answer")),
  }))

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
