/** A stamp of a series is that of its prices and dates: no change of them is missed, and nothing else counts. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { stampOf } from "../../src/facts/SeriesStamp.ts"
import type { Fact } from "../../src/products/ProductFacts.ts"
import { rowsOf } from "./seriesRows.ts"

const rows = [...rowsOf("blue-lock").values()]
const stamp = (facts: ReadonlyArray<Fact>) =>
  stampOf({ series: "blue-lock", rows: new Map(facts.map((fact) => [fact.id, fact])) })
const before = stamp(rows)
const at = fc.nat({ max: rows.length - 1 })
const changed = (index: number, change: Partial<Fact>) =>
  rows.map((fact, each) => (each === index ? { ...fact, ...change } : fact))

describe("the stamp of a series", () => {
  it("is the same in any order of its rows, and for any stock or name", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.array(fc.nat(), { minLength: rows.length, maxLength: rows.length }),
        (shuffled, stocks) => {
          const others = shuffled.map((fact, index) => ({
            ...fact,
            stock: stocks[index] ?? 0,
            title: "x",
          }))
          expect(stamp(others)).toEqual(before)
        },
      ),
      { numRuns: 50 },
    )
  })

  it("is another one when any price or date is", () => {
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 9_999 }), (index, more) => {
        const price = (rows[index]?.price ?? 0) + more
        expect(stamp(changed(index, { price }))).not.toEqual(before)
        const year = 2_027 + (more % 70)
        expect(stamp(changed(index, { releaseDate: `${year}-01-01` }))).not.toEqual(before)
      }),
      { numRuns: 200 },
    )
  })

  it("is another one when a book comes or goes", () => {
    fc.assert(
      fc.property(at, (index) => {
        expect(stamp(rows.filter((_, each) => each !== index))).not.toEqual(before)
      }),
    )
    const [first] = rows
    if (first === undefined) throw new Error("no rows")
    expect(stamp([...rows, { ...first, id: "blue-lock-v99-digital" }])).not.toEqual(before)
  })

  it("names its series, and is short", () => {
    expect(before).toMatchObject({
      series: "blue-lock",
      stamp: expect.stringMatching(/^[\w-]{16}$/u),
    })
  })
})
