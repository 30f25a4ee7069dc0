/** What a follow-up about titles that were spoken of reads before the model: nothing, or their rows once more. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { ask } from "../scriptedStore.ts"
import { conversing, lastMessage, settled, shownIn, talk } from "./conversing.ts"

const followUps = [
  ["Tell me about Blue Lock", "how much is it?"],
  ["Tell me about Blue Lock", "And volume 13?"],
  ["Tell me about Blue Lock", "digitally?"],
  ["Tell me about Blue Lock", "when does the next one come out?"],
  ["Tell me about Blue Lock", "is it finished?"],
  ["Tell me about Blue Lock", "who wrote it?"],
  ["Tell me about Blue Lock", "and is there a box set?"],
  ["Tell me about Blue Lock", "what do all of them cost together?"],
  ["Is volume 12 of Blue Lock in stock?", "and is the one behind it cheaper?"],
  ["ブルーロックについて教えて", "13巻は？"],
  ["ブルーロックについて教えて", "電子版は？"],
  ["ブルーロックについて教えて", "完結してる？"],
  ["ブルーロックについて教えて", "全部でいくらになる？"],
  ["ブルーロックについて教えて", "次はいつ出る？"],
] as const

const afterLists = [
  ["Recommend a sports manga", "How much is the second one?"],
  ["Recommend a sports manga", "when does the next one of the third come out?"],
  ["スポーツ漫画のおすすめは？", "2番目のはいくら？"],
] as const

const countsOf = ({
  seen: { embeddings, searches, tableReads },
}: ReturnType<typeof conversing>) => ({
  embeddings,
  searches,
  tableReads: tableReads.length,
})

describe("a follow-up while a feed is live", () => {
  it.effect.each([...followUps, ...afterLists])(
    "reads nothing before the model: %s %s",
    ([opening, text]) => {
      const store = conversing()
      return Effect.gen(function* () {
        yield* talk([opening])
        // An hour is nothing to rows of which every change is told.
        yield* TestClock.adjust("50 minutes")
        const before = countsOf(store)
        yield* ask(text)
        assert.deepStrictEqual(countsOf(store), before)
        assert.strictEqual(store.seen.calls.length, 2)
        const { records, unread } = lastMessage(store.seen.calls.at(-1)?.prompt)
        assert.isNotEmpty(records)
        assert.deepStrictEqual(unread, [])
      }).pipe(Effect.provide(store.layer))
    },
  )

  it.effect("shows what the rows say, with their price of now", () => {
    const { layer, seen } = conversing()
    seen.prices.set("blue-lock-v13-paperback", 777)
    return Effect.gen(function* () {
      const events = yield* talk(["Tell me about Blue Lock", "And volume 13 as paperback?"])
      assert.deepStrictEqual(shownIn(events), [["blue-lock-v13-paperback"]])
      const shown = events.find((event) => event.type === "products")
      assert.strictEqual(shown?.products[0]?.price.amount, 777)
      assert.strictEqual(shown?.products[0]?.url, "https://manga.example/blue-lock/13/paperback")
    }).pipe(Effect.provide(layer))
  })
})

describe("wishes one after another", () => {
  it.effect.each([
    ["a gentle story about lighthouse keepers", "a dark story about retired boxers"],
    ["灯台守が出てくる優しい話", "引退したボクサーが出てくる暗い話"],
  ])(
    "have each text embedded once, however many searches it is for: %s %s",
    ([first = "", then = ""]) => {
      const store = conversing()
      return Effect.gen(function* () {
        yield* talk([first])
        assert.strictEqual(store.seen.embeddings, 1)
        const { searches } = store.seen
        yield* ask(then)
        // Alone, and together with the wish before it.
        assert.strictEqual(store.seen.embeddings, 3)
        assert.isAtLeast(store.seen.searches - searches, 3)
      }).pipe(Effect.provide(store.layer))
    },
  )
})

describe("a follow-up while nobody tells of changes", () => {
  it.effect.each(followUps)("asks the table once, and nobody else: %s %s", ([opening, text]) => {
    const store = conversing({ isLive: false })
    return Effect.gen(function* () {
      yield* talk([opening])
      yield* TestClock.adjust("31 seconds")
      const before = countsOf(store)
      yield* ask(text)
      yield* settled
      assert.deepStrictEqual(countsOf(store), { ...before, tableReads: before.tableReads + 1 })
    }).pipe(Effect.provide(store.layer))
  })

  it.effect("asks nobody for what was read half a minute ago", () => {
    const store = conversing({ isLive: false })
    return Effect.gen(function* () {
      yield* talk(["Tell me about Blue Lock"])
      yield* TestClock.adjust("29 seconds")
      const before = countsOf(store)
      yield* ask("how much is it?")
      assert.deepStrictEqual(countsOf(store), before)
    }).pipe(Effect.provide(store.layer))
  })
})
