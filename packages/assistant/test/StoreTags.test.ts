import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type { Fact } from "../src/products/ProductFacts.ts"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"
import {
  catalogueTag,
  readsTheDate,
  tagsOf,
  tagsOfRows,
  touchedBy,
  withFewerRows,
} from "../src/products/StoreTags.ts"
import { read } from "./demoShop.ts"

const tagsFor = (text: string, found: ReadonlyArray<string> = []) => {
  const question = read(text)
  return tagsOf(planRetrieval(question), question.slots, found, [])
}
const dated = (text: string) => readsTheDate(planRetrieval(read(text)))

const volume: Fact = {
  id: "one-piece-v12-paperback",
  seriesId: "one-piece",
  title: "One Piece, Vol. 12",
  japaneseTitle: "ONE PIECE 12",
  format: "paperback",
  volume: 12,
  price: 528,
  stock: 120,
  releaseDate: "2000-02-02",
}

const meets = (answer: ReadonlyArray<string>, change: ReadonlyArray<string>) =>
  answer.some((tag) => change.includes(tag))

describe("what an answer depends on", () => {
  const twelfth = tagsFor("How much is One Piece volume 12?", [volume.id])
  const thirteenth = tagsFor("How much is One Piece volume 13?", ["one-piece-v13-paperback"])
  const latest = tagsFor("What is the latest volume of One Piece?", ["one-piece-v100-paperback"])
  const cheap = tagsFor("Show me horror manga under 1000 yen", ["uzumaki-v1-paperback"])
  const horror = tagsFor("Show me horror manga", ["uzumaki"])
  const out = tagsFor("What are the new releases?", ["blue-lock-v30-paperback"])
  const trending = tagsFor("What's trending?", ["one-piece"])
  const returns = tagsFor("What is your return policy?")

  it("is itself on every answer's list", () => {
    for (const tags of [twelfth, latest, cheap, horror, out, trending, returns]) {
      assert.include(tags, catalogueTag)
    }
  })

  it("is a book's price for the book, and for the lists that ask for prices; for no other book", () => {
    const dearer = touchedBy(volume, { ...volume, price: 600 })
    assert.isTrue(meets(twelfth, dearer))
    assert.isTrue(meets(latest, dearer), "its series")
    assert.isTrue(meets(cheap, dearer), "a list that it may enter")
    for (const tags of [thirteenth, horror, out, trending, returns]) {
      assert.isFalse(meets(tags, dearer), tags.join())
    }
  })

  it("is stock only as far as an answer can tell it", () => {
    assert.deepStrictEqual(touchedBy(volume, { ...volume, stock: 119 }), [])
    const few = touchedBy(volume, { ...volume, stock: 3 })
    assert.deepStrictEqual(few, ["product:one-piece-v12-paperback", "rows:one-piece"])
    assert.isTrue(meets(twelfth, few))
    assert.isFalse(meets(latest, few))
  })

  it("is for all rows of a series any change that one of them shows", () => {
    const onePiece = tagsOfRows("one-piece")
    const akira = tagsOfRows("akira")
    for (const change of [
      touchedBy(volume, { ...volume, stock: 4 }),
      touchedBy(volume, { ...volume, price: 600 }),
      touchedBy(volume, { ...volume, releaseDate: "2027-01-01" }),
      touchedBy(undefined, volume),
      touchedBy(volume, undefined),
    ]) {
      assert.isTrue(meets(onePiece, change), change.join())
      assert.isFalse(meets(akira, change), change.join())
    }
    const moved = touchedBy(volume, { ...volume, seriesId: "akira" })
    assert.isTrue(meets(onePiece, moved) && meets(akira, moved))
    assert.isTrue(meets(onePiece, [catalogueTag]))
  })

  it("is for the rows of all series a change of many, where answers keep tags of their own", () => {
    const change = ["product:a", "rows:one-piece", "product:b", "rows:berserk"]
    assert.deepStrictEqual(withFewerRows(change, 4), change)
    const fewer = withFewerRows(change, 3)
    assert.deepStrictEqual(fewer, ["product:a", "product:b", "rows"])
    assert.isTrue(meets(tagsOfRows("akira"), fewer))
  })

  it("is a release date for the new releases and the series", () => {
    const later = touchedBy(volume, { ...volume, releaseDate: "2027-01-01" })
    assert.isTrue(meets(out, later))
    assert.isTrue(meets(latest, later))
    assert.isFalse(meets(horror, later))
  })

  it("is a new or a withdrawn book for its series and every list, not for other books and rules", () => {
    for (const change of [touchedBy(undefined, volume), touchedBy(volume, undefined)]) {
      for (const tags of [twelfth, latest, cheap, horror, out, trending]) {
        assert.isTrue(meets(tags, change), tags.join())
      }
      assert.isFalse(meets(thirteenth, change))
      assert.isFalse(meets(returns, change))
    }
    assert.deepStrictEqual(touchedBy(undefined, undefined), [])
  })

  it("is a book that was asked for and does not exist yet", () => {
    const missing = tagsFor("Is One Piece volume 12 in stock?")
    assert.isTrue(meets(missing, touchedBy(undefined, volume)))
  })

  it("is the date where the question asks what is out", () => {
    assert.isTrue(dated("What are the new releases?"))
    assert.isTrue(dated("What is the latest volume of One Piece?"))
    assert.isFalse(dated("Show me horror manga"))
    assert.isFalse(dated("How much is One Piece volume 12?"))
  })

  it("is nothing where nothing was changed, and its product where anything shows", () => {
    const fact = fc.record({
      price: fc.integer({ min: 1, max: 9_999 }),
      stock: fc.integer({ min: 0, max: 20 }),
      releaseDate: fc.constantFrom("2020-01-01", "2026-12-01"),
      title: fc.constantFrom("A", "B"),
    })
    fc.assert(
      fc.property(fact, fact, (before, after) => {
        const change = touchedBy({ ...volume, ...before }, { ...volume, ...after })
        const shows =
          before.price !== after.price ||
          Math.min(5, before.stock) !== Math.min(5, after.stock) ||
          before.releaseDate !== after.releaseDate ||
          before.title !== after.title
        assert.strictEqual(meets(twelfth, change), shows)
        assert.strictEqual(change.length > 0, shows)
      }),
    )
  })
})
