import { describe, expect, it } from "vitest"
import { clearlyNearest, NearWords, slipsIn } from "../src/index.ts"

const wordsOf = (...words: ReadonlyArray<string>): NearWords<string> => {
  const near = new NearWords<string>()
  for (const word of words) near.add(word, word)
  return near
}

const nearest = (near: NearWords<string>, written: string): string | undefined =>
  clearlyNearest(near.near(written), (left, right) => left === right)?.meant

describe("the nearest word", () => {
  const books = wordsOf("paperback", "volumes", "price", "titan", "order", "digital")

  it.each([
    ["a letter for one that sounds alike", "prise", "price"],
    ["a letter too many", "papaerback", "paperback"],
    ["a letter left out", "oder", "order"],
    ["two neighbours swapped", "pirce", "price"],
    ["a vowel for another", "titen", "titan"],
    ["two slips in a long word", "paparbak", "paperback"],
  ])("is found behind %s", (_, written, meant) => {
    expect(nearest(books, written)).toBe(meant)
  })

  it.each([
    ["begins with another sound", "zaperback"],
    ["has too many slips for its length", "prose"],
    ["is short and two slips away", "odre1"],
    ["has another figure", "price2"],
  ])("is none where the word %s", (_, written) => {
    expect(nearest(books, written)).toBeUndefined()
  })

  it("is none where two are as near", () => {
    expect(nearest(wordsOf("other", "order"), "oher")).toBe("other")
    expect(nearest(wordsOf("stone", "stole"), "stoe")).toBeUndefined()
  })

  it("may mean several things, of which none is nearer", () => {
    const near = new NearWords<number>()
    near.add("attackontitan", 1)
    near.add("attackontitan", 2)
    const found = near.near("atackontiten")
    expect(found.map(({ meant }) => meant)).toEqual([1, 2])
    expect(clearlyNearest(found, (left, right) => left === right)).toBeUndefined()
  })
})

describe("slips", () => {
  it("cost less the more alike the letters sound", () => {
    const cost = (written: string) => slipsIn(written, "jujutsukaisen") ?? Infinity
    expect(cost("jujutsukaisen")).toBe(0)
    expect(cost("jujitsukaisen")).toBeLessThan(cost("jujptsukaisen"))
    expect(cost("jujutsukaissen")).toBeLessThan(cost("jujutsukaisern"))
  })

  it("are not looked for in what is longer than any name", () => {
    expect(slipsIn("a".repeat(100), "a".repeat(99))).toBeUndefined()
  })
})
