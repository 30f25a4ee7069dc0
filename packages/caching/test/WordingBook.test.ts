/** The learned wordings of one process, and the bounds of what is kept in memory. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { WordingBook, wordingId } from "../src/index.ts"
import { mostRefused, mostWordings } from "../src/wordings/Wording.ts"
import { wordingBookSuite, wordingsOf, version } from "./wordingBookSuite.ts"

const memory = Effect.map(
  Layer.build(Layer.fresh(WordingBook.layerMemory({ version }))),
  (context) => Context.get(context, WordingBook),
)

wordingBookSuite("memory", memory)

describe("time", () => {
  it.effect("ends each wording at its own end, whatever is read in between", () =>
    Effect.gen(function* () {
      const book = yield* memory
      const asked = { locale: "en", text: "a" }
      yield* book.approve({ lead: 1, wordings: yield* wordingsOf("a") })
      yield* TestClock.adjust("59 minutes")
      assert.isDefined(book.find(asked))
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(book.find(asked))
    }),
  )

  it.effect("compares the answers of a day, not of all time", () =>
    Effect.gen(function* () {
      const book = yield* memory
      const wordings = yield* wordingsOf("a", "b", "c")
      for (const [day, wording] of wordings.entries()) {
        book.report(wording, "wrong")
        assert.isUndefined((yield* book.state).off, `day ${day}`)
        yield* TestClock.adjust("25 hours")
      }
    }),
  )
})

describe("the bounds", () => {
  it.effect("hold without a Redis: of wordings, and of what is never taken again", () =>
    Effect.gen(function* () {
      const book = yield* memory
      const texts = Array.from({ length: mostRefused + 20 }, (_, index) => `wording ${index}`)
      const wordings = yield* wordingsOf(...texts)
      const approve = book.approve({ lead: 1, wordings })
      assert.deepStrictEqual(yield* approve, { kept: mostWordings })
      assert.strictEqual((yield* book.state).wordings.length, mostWordings)
      yield* book.remove(wordings.map(wordingId))
      // The oldest removals are forgotten.
      assert.strictEqual((yield* book.settled(wordings)).size, mostRefused)
      assert.deepStrictEqual(yield* approve, { kept: 20 })
    }),
  )
})
