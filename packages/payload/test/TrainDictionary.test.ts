import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { Dictionary, encode, trainDictionary } from "../src/index.ts"

const titles = ["Blue Lock", "Vinland Saga", "One Piece", "Frieren", "Berserk"]
const session = (n: number) =>
  JSON.stringify({
    question: `Is volume ${n} of ${titles[n % 5]} in stock?`,
    answer: `Volume ${n} of ${titles[n % 5]} costs ¥${500 + n} and is in stock as a paperback.`,
    products: [`${titles[n % 5]?.toLowerCase().replace(" ", "-")}-v${n}-paperback`],
  })
const sessions = Array.from({ length: 60 }, (_, index) => session(index + 1))
const bytesOf = (value: string, dictionary?: Dictionary) =>
  Effect.runSync(encode(value, { dictionary, minBytes: 0 })).length

describe("trainDictionary", () => {
  it("makes values smaller that it has not seen", () => {
    const trained = new Dictionary(1, trainDictionary(sessions.slice(0, 40), { maxBytes: 2_048 }))
    const unseen = sessions.slice(40)
    const without = unseen.reduce((sum, value) => sum + bytesOf(value), 0)
    const withIt = unseen.reduce((sum, value) => sum + bytesOf(value, trained), 0)
    assert.isBelow(withIt * 2, without)
  })

  it("gives the same bytes for the same samples, and never more than asked for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 300 }), { maxLength: 12 }),
        fc.nat(600),
        (samples, maxBytes) => {
          const trained = trainDictionary([...samples, ...samples], { maxBytes })
          assert.isAtMost(trained.length, maxBytes)
          assert.deepStrictEqual(trainDictionary([...samples, ...samples], { maxBytes }), trained)
        },
      ),
      { numRuns: 60 },
    )
  })

  it("finds nothing where nothing is shared", () => {
    assert.strictEqual(trainDictionary([]).length, 0)
    assert.strictEqual(trainDictionary(["all of this occurs once"]).length, 0)
    assert.strictEqual(trainDictionary(["abcdefghij", "0123456789"]).length, 0)
  })
})
