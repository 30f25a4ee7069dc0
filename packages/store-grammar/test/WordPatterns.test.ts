/** Patterns over the words of a text, and words that are put together anew without being cut. */
import { assert, describe, expect, it } from "@effect/vitest"
import { pointingOf, read, readWords, storeWorld, wordsWithout } from "../src/index.ts"
import { hasPattern, placeOfPattern, talkWordsOf, wordPatterns } from "../src/talk/WordPatterns.ts"

const words = (text: string) => talkWordsOf(read(text).reading)

describe("a pattern", () => {
  it.each([
    ["THE ORD", "how much is the second?", true],
    ["THE ORD", "how much is the cheapest?", false],
    ["THEY=second", "who wrote the second one?", true],
    ["THEY=third", "who wrote the second one?", false],
    ["^ AND~ PRICE", "and how much is it?", true],
    ["^ AND~ PRICE", "how much is it?", true],
    ["^ PRICE", "so, how much is it?", false],
    ["PRICE IT $", "how much is it?", true],
    ["?=zyxwv", "zyxwv please", true],
    ["TALK=both", "both of volume 3?", true],
  ])("%s of %s: %s", (pattern, text, fits) => {
    assert.strictEqual(hasPattern(words(text), wordPatterns(pattern)), fits)
  })

  it("says where it fits first, and takes a figure with its ending for its place", () => {
    const said = words("volume 3 or the 2nd")
    assert.isAbove(placeOfPattern(said, wordPatterns("ORD=2")), 0)
    assert.strictEqual(placeOfPattern(said, wordPatterns("ORD=3")), -1)
  })

  it("sees no title: the 21st of 21st Century Boys is no place", () => {
    assert.isUndefined(pointingOf(read("Is 21st Century Boys finished?")).place)
  })
})

describe("words that were read", () => {
  it.each([
    "How much is volume 12 of One Piece?",
    "SWANの4巻の在庫ある？",
    "is it the twenty-first volume?",
  ])("mean the same again, and are not cut: %s", (text) => {
    const once = read(text)
    const before = storeWorld.cuts()
    const again = readWords(
      wordsWithout(once.reading, () => false),
      once.locale,
    )
    assert.strictEqual(storeWorld.cuts(), before)
    const form = ({ reading }: typeof once) => (reading.known ? reading.form : reading.why)
    assert.strictEqual(form(again), form(once))
    expect(again.slots).toStrictEqual(once.slots)
    assert.strictEqual(again.intent, once.intent)
  })

  it("of a conversation alone are unexplained elsewhere, and in the cut as what they are", () => {
    const { reading } = read("both")
    assert.deepInclude(reading, { known: false, why: "unknown-word", word: "both" })
    assert.deepInclude(reading.cut[0], { kind: "TALK", value: "both" })
    assert.deepInclude(reading.tokens[0], { kind: "?", value: "both" })
  })
})
