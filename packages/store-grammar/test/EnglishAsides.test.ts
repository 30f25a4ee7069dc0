/** English words that mean something else beside others: decades, loves, whole series, hypothetical orders, unknown names. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

const of = (text: string) => read(text, "en")

describe("a decade that manga are from", () => {
  it.each([
    ["any manga from the 70s still in print", 1970, 1979],
    ["any manga from the 90s that's still going", 1990, 1999],
  ])("%s", (text, least, most) => {
    const { intent, reading, wish } = of(text)
    expect([wish.yearMin, wish.yearMax]).toEqual([least, most])
    expect(["recommend", "genre-browse"]).toContain(intent)
    expect(reading.tokens.some(({ kind }) => kind === "?")).toBe(false)
  })
})

describe("love", () => {
  it.each([
    ["I'm 14 and love football. what should I read?", []],
    ["I love horror and love school stories, what's good", ["horror", "school"]],
    ["a love story with ghosts", ["romance", "supernatural"]],
  ])("%s", (text, genres) => {
    expect(of(text).slots.genres).toEqual(genres)
  })
})

describe("a whole series of no title", () => {
  it.each([
    ["I have 5000 yen, what complete series can I buy digitally", 5000, "digital"],
    ["I have 3000 yen, which whole series can I get on paper?", 3000, "paperback"],
  ])("%s", (text, most, format) => {
    const { slots, wish } = of(text)
    expect(wish.whole).toBe(true)
    expect(slots).toMatchObject({ priceMax: most, format })
  })

  it("is the cheapest set in other words", () => {
    expect(of("cheapest complete series you sell?").reading).toMatchObject({
      known: true,
      question: "cheapest-set",
    })
  })
})

describe("part of a name that nobody knows", () => {
  it("is no title", () => {
    const { slots } = of("Do you have Spice and Wolf? If not what's similar?")
    expect(slots.series).toEqual([])
  })
})

describe("what is not asked", () => {
  it.each([
    ["how long until my order arrives in Osaka if I order now", "policy"],
    ["bored on a long train ride, what would keep me busy for 3 hours", "recommend"],
    ["gift for a colleague who is learning the violin", "recommend"],
    ["what are your staff favourites", "recommend"],
    ["How much do I save with the digital bundle of Bleach?", "price-or-stock"],
  ])("%s: %s", (text, intent) => {
    expect(of(text).intent).toBe(intent)
  })

  it("a refusal by 'if not'", () => {
    const { wish } = of("Do you have Hellsing, and if not, something with vampires?")
    expect([wish.themes, wish.notThemes]).toEqual([["vampires"], []])
  })

  it("an author's works where other manga about a matter are asked for", () => {
    const { intent, wish } = of(
      "Blue Period made me want to paint! What other manga about art or music is there?",
    )
    expect([intent, wish.likeSeries]).toEqual(["recommend", true])
  })
})
