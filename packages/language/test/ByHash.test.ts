/** What lies at a hash, however much came and went, and whichever share a hash. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { ByHash } from "../src/typos/ByHash.ts"
import { Hashes } from "../src/words/Hashes.ts"

const inOrder = (numbers: ReadonlyArray<number>) => numbers.toSorted((a, b) => a - b)
const hash = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer())

it("is what was added there and not deleted", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), hash, fc.nat(2)), { maxLength: 3_000, size: "max" }),
      (steps) => {
        const filed = new ByHash<number>()
        const model = new Map<number, ReadonlyArray<number>>()
        for (const [isAdded, at, value] of steps) {
          const known = model.get(at) ?? []
          if (isAdded) filed.add(at, value)
          else filed.delete(at, (each) => each === value)
          model.set(at, isAdded ? [...known, value] : known.filter((each) => each !== value))
        }
        for (const [at, values] of model) {
          expect(inOrder(filed.at(at))).toEqual(inOrder(values))
        }
      },
    ),
    { numRuns: 30 },
  )
})

it("is there once it was added to a set", () => {
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 3_000, size: "max" }), hash, (added, asked) => {
      const hashes = new Hashes()
      const some = added.filter((each) => each !== 0)
      for (const each of some) hashes.add(each)
      expect(some.every((each) => hashes.has(each))).toBe(true)
      if (asked !== 0) expect(hashes.has(asked)).toBe(some.includes(asked))
    }),
    { numRuns: 30 },
  )
})
