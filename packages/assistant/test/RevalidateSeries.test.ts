/** An answer that tells of a whole series is served again only while its prices and dates are those of the table. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { CachedAnswer } from "../src/answers/CachedAnswer.ts"
import { makeRevalidateHit } from "../src/answers/RevalidateHit.ts"
import { SeriesRecords } from "../src/facts/SeriesRecords.ts"
import { stampOf } from "../src/facts/SeriesStamp.ts"
import { recordsOver, refused } from "./facts/recordsOver.ts"
import { rowsOf } from "./facts/seriesRows.ts"

const answerOf = (...series: ReadonlyArray<string>): CachedAnswer => ({
  text: "All together ¥19,305.",
  products: [],
  model: "m",
  origin: "exact",
  words: "how much is all of blue lock",
  figures: [],
  series,
  stamps: series.map((id) => stampOf({ series: id, rows: rowsOf(id) })),
})

const holds = (answer: CachedAnswer, tagged = true) =>
  Effect.flatMap(makeRevalidateHit, (isStillValid) => {
    const judged = isStillValid({ value: answer, tagged })
    return Effect.isEffect(judged) ? judged : Effect.succeed(judged)
  })
const blueLock = answerOf("blue-lock")

describe("an answer about a whole series", () => {
  it.effect("is not compared with the table while a feed is live and its tags hold", () => {
    const { layer, seen, write } = recordsOver()
    return Effect.gen(function* () {
      seen.isLive = true
      yield* write("blue-lock-v20-paperback", { price: 1 })
      assert.isTrue(yield* holds(blueLock))
      assert.lengthOf(seen.requests, 0)
      assert.isFalse(yield* holds(blueLock, false), "nothing vouches for it")
      assert.isAbove(seen.requests.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is compared with what the table has now where nobody tells of changes", () => {
    const { layer, seen, write } = recordsOver()
    return Effect.gen(function* () {
      assert.isTrue(yield* holds(blueLock))
      // What was read a moment ago is kept for records, and is not what the answer is judged by.
      yield* (yield* SeriesRecords).read([{ series: "blue-lock", detail: "full" }], 100)
      seen.rowOf = (id) => {
        const row = rowsOf("blue-lock").get(id)
        return row && id === "blue-lock-v20-paperback" ? { ...row, price: row.price + 1 } : row
      }
      assert.isFalse(yield* holds(blueLock))
      yield* write("blue-lock-v20-paperback", undefined)
      assert.isFalse(yield* holds(blueLock))
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([
    ["a price", "blue-lock-v7-digital", { price: 1 }, false],
    ["the price of a box set", "blue-lock-box-1", { price: 1 }, false],
    ["the bundle's price", "blue-lock", { price: 1 }, false],
    [
      "the date of what is announced",
      "blue-lock-v34-paperback",
      { releaseDate: "2027-02-17" },
      false,
    ],
    ["a book that is withdrawn", "blue-lock-v7-digital", undefined, false],
    ["the stock of a book", "blue-lock-v7-paperback", { stock: 0 }, true],
  ] as const)("goes by %s", ([, id, change, expected]) => {
    const { layer, write } = recordsOver()
    return Effect.gen(function* () {
      yield* write(id, change)
      assert.strictEqual(yield* holds(blueLock), expected)
    }).pipe(Effect.provide(layer))
  })

  it.effect("holds for each of its series, or for none", () => {
    const { layer, write } = recordsOver()
    return Effect.gen(function* () {
      const both = answerOf("monster", "akira")
      assert.isTrue(yield* holds(both))
      yield* write("akira-v2-paperback", { price: 1 })
      assert.isFalse(yield* holds(both))
      assert.isTrue(yield* holds(answerOf("monster")))
    }).pipe(Effect.provide(layer))
  })

  it.effect("does not hold where a part of the rows could not be read", () => {
    const { layer, seen } = recordsOver()
    return Effect.gen(function* () {
      let asked = 0
      const onePiece = answerOf("one-piece")
      // Three requests, of which the last one is refused.
      seen.answer = () => ((asked += 1) === 3 ? refused : Effect.void)
      assert.isFalse(yield* holds(onePiece))
      assert.strictEqual(asked, 3)
      seen.answer = () => Effect.void
      assert.isTrue(yield* holds(onePiece))
    }).pipe(Effect.provide(layer))
  })

  it.effect("does not hold where the rows come late, and waits no longer than 100 ms", () => {
    const { layer, seen } = recordsOver()
    return Effect.gen(function* () {
      seen.answer = () => Effect.never
      const judging = yield* Effect.forkChild(holds(blueLock), { startImmediately: true })
      yield* TestClock.adjust(99)
      assert.isUndefined(judging.pollUnsafe())
      yield* TestClock.adjust(1)
      const exit = judging.pollUnsafe()
      assert(exit?._tag === "Success")
      assert.isFalse(exit.value)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "of more rows than a call may read does not hold, rather than by a part of them",
    () => {
      const { layer } = recordsOver()
      return Effect.gen(function* () {
        assert.isFalse(yield* holds(answerOf("kochikame")))
      }).pipe(Effect.provide(layer))
    },
  )
})
