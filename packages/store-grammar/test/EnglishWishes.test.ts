/** What English wishes bound by their phrases: lengths, prices, years and ages; and words that bound nothing. */
import { describe, expect, it } from "vitest"
import { read } from "./demo.ts"

const wishOf = (text: string) => read(text, "en").wish

describe("the length of a wished series", () => {
  it.each([
    ["a mystery that is over in 12 volumes or less", undefined, 12],
    ["I'd like something with at least 30 volumes, fantasy please", 30, undefined],
    ["nothing over ten books, something funny", undefined, 10],
    ["a romance between 5 and 10 volumes long", 5, 10],
    ["a one volume story, sad if possible", 1, 1],
    ["sports manga, 50 or more volumes", 50, undefined],
    ["anything over 20 volumes is too long, I'd like comedy", undefined, 20],
  ])("%s", (text, least, most) => {
    const { volumesMax, volumesMin } = wishOf(text)
    expect([volumesMin, volumesMax]).toEqual([least, most])
  })
})

describe("the years in which a wished series began", () => {
  it.each([
    ["nothing after 2015, fantasy preferably", undefined, 2015],
    ["I don't want anything from before 1990, but sci-fi", 1990, undefined],
    ["comedies from the 90s", 1990, 1999],
    ["manga older than 2000", undefined, 1999],
    ["horror manga from before 1990", undefined, 1989],
  ])("%s", (text, least, most) => {
    const { yearMax, yearMin } = wishOf(text)
    expect([yearMin, yearMax]).toEqual([least, most])
  })
})

describe("the price of a wished book", () => {
  it.each([
    ["something spooky under 650 a book", undefined, 649],
    ["any fantasy between 400 and 600 yen", 400, 600],
  ])("%s", (text, least, most) => {
    const { priceMax, priceMin } = read(text, "en").slots
    expect([priceMin, priceMax]).toEqual([least, most])
  })
})

describe("numbers and years that bound nothing", () => {
  it.each([
    "My card ends in 4242, did it go through?",
    "recommend something like Yotsuba, I was born in 1985",
    "is Naruto 3 in stock?",
    "a manga about 2 brothers",
  ])("%s", (text) => {
    const { slots, wish } = read(text, "en")
    const { priceMax, priceMin } = slots
    const { volumesMax, volumesMin, yearMax, yearMin } = wish
    expect({ priceMax, priceMin, volumesMax, volumesMin, yearMax, yearMin }).toEqual({})
  })
})
