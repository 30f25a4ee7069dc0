/** The aliases of one process, and the bounds of what is kept in memory. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { AliasTable } from "../src/aliases/AliasTable.ts"
import { AliasBook } from "../src/index.ts"
import { aliasBookSuite, aliasesOf, aliasOf, version } from "./aliasBookSuite.ts"

const memory = Effect.map(Layer.build(Layer.fresh(AliasBook.layerMemory({ version }))), (context) =>
  Context.get(context, AliasBook),
)

aliasBookSuite("memory", memory)

describe("time", () => {
  it.effect("ends each alias at its own end, whatever is read in between", () =>
    Effect.gen(function* () {
      const book = yield* memory
      const asked = { partition: "public", locale: "en", words: "a" }
      yield* book.approve({ lead: 1, aliases: yield* aliasesOf("a"), forget: [] })
      yield* TestClock.adjust("59 minutes")
      assert.isDefined(book.find(asked))
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(book.find(asked))
    }),
  )

  it.effect("compares the answers of a day, not of all time", () =>
    Effect.gen(function* () {
      const book = yield* memory
      const aliases = yield* aliasesOf("a", "b", "c")
      for (const [day, alias] of aliases.entries()) {
        book.report(alias, "wrong")
        assert.isUndefined((yield* book.state).off, `day ${day}`)
        yield* TestClock.adjust("25 hours")
      }
    }),
  )
})

describe("the table", () => {
  it.effect("never grows beyond its bytes, and counts what it leaves out", () =>
    Effect.gen(function* () {
      const table = new AliasTable(100_000)
      const words = Array.from({ length: 500 }, (_, index) => `wording ${index}`)
      table.replace(yield* aliasesOf(...words))
      assert.isAtMost(table.bytes, 100_000)
      assert.isAtLeast(table.all.length, 50)
      assert.strictEqual(table.all.length + table.leftOut, 500)
    }),
  )

  it.effect("counts an alias that replaces another once", () =>
    Effect.gen(function* () {
      const table = new AliasTable(100_000)
      table.add(yield* aliasOf("a"))
      const { bytes } = table
      table.add(yield* aliasOf("a"))
      assert.strictEqual(table.bytes, bytes)
      table.replace([])
      assert.strictEqual(table.bytes, 0)
    }),
  )
})
