/** Questions that stand alone have the events of any turn, and their first products before the first word. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ask, typesOf } from "../scriptedStore.ts"
import { conversing, lastMessage, settled, shownIn } from "./conversing.ts"

const withCards = [
  "turn-start",
  "cache-miss",
  "retrieve-end",
  "products",
  "model-start",
  "first-token",
  "delta",
  "turn-end",
]
const without = withCards.filter((type) => type !== "products")

/** The product that is shown first; `undefined`: none is shown. */
const questions = [
  ["Is volume 12 of Blue Lock in stock as paperback?", "blue-lock-v12-paperback"],
  ["How much is One Piece 105?", "one-piece-v105-paperback"],
  ["Tell me about Vinland Saga", "vinland-saga"],
  ["Who wrote Akira?", "akira"],
  ["When does the next volume of Blue Lock come out?", "blue-lock-v34-paperback"],
  ["How much is the complete series of Monster?", "monster"],
  ["Are there box sets of Blue Lock?", "blue-lock-box-1"],
  ["Recommend a horror manga", "jujutsu-kaisen"],
  ["What's popular?", "one-piece"],
  ["hello", undefined],
  ["Does Blue Lock 12 fit into my uncle's letterbox in Osaka?", "blue-lock-v12-paperback"],
  ["ワンピースの105巻はいくら？", "one-piece-v105-paperback"],
  ["ブルーロックの最新刊は？", "blue-lock-v33-paperback"],
  ["今週の人気漫画は？", "one-piece"],
] as const

describe("a question that stands alone", () => {
  it.live.each(questions)(
    "has its events in their order, and its first product: %s",
    ([text, first]) => {
      const { layer, seen } = conversing()
      return Effect.gen(function* () {
        for (const session of ["s-1", "s-2"]) {
          const events = yield* ask(text, { session })
          yield* settled
          assert.deepStrictEqual(typesOf(events), first === undefined ? without : withCards)
          const [cards = [], more] = shownIn(events)
          assert.strictEqual(cards[0], first)
          assert.isUndefined(more)
          const { products } = lastMessage(seen.calls.at(-1)?.prompt)
          assert.strictEqual(products[0]?.["id"], first)
        }
      }).pipe(Effect.provide(layer))
    },
  )
})
