/** What English wishes bound by their phrases: lengths, prices, years and ages; and words that bound nothing. */
import { describe, expect, it } from "vitest"
import { read } from "../src/reading/Read.ts"

const wishOf = (text: string) => read(text, "en").wish

describe("the length of a wished series", () => {
  it.each([
    ["a mystery that is over in 12 volumes or less", undefined, 12],
    ["I'd like something with at least 30 volumes, fantasy please", 30, undefined],
    ["nothing over ten books, something funny", undefined, 10],
    ["a trilogy, ideally horror", 3, 3],
    ["sci-fi in the single digits", undefined, 9],
    ["a romance between 5 and 10 volumes long", 5, 10],
    ["a one volume story, sad if possible", 1, 1],
    ["sports manga, 50 or more volumes", 50, undefined],
    ["anything over 20 volumes is too long, I'd like comedy", undefined, 20],
    ["double digits is too long for me, I want a comedy", undefined, 9],
  ])("%s", (text, least, most) => {
    const { volumesMax, volumesMin } = wishOf(text)
    expect([volumesMin, volumesMax]).toEqual([least, most])
  })
})

describe("the years in which a wished series began", () => {
  it.each([
    ["a thriller from the late eighties", 1985, 1989],
    ["pre-2000 shojo", undefined, 1999],
    ["nothing after 2015, fantasy preferably", undefined, 2015],
    ["I don't want anything from before 1990, but sci-fi", 1990, undefined],
    ["horror of this century", 2000, undefined],
    ["comedies from the 90s", 1990, 1999],
    ["sports manga from between 2005 and 2010", 2005, 2010],
  ])("%s", (text, least, most) => {
    const { yearMax, yearMin } = wishOf(text)
    expect([yearMin, yearMax]).toEqual([least, most])
  })
})

describe("the price of a wished book", () => {
  it.each([
    ["something spooky under 650 a book", undefined, 649],
    ["a mystery for 700 or less", undefined, 700],
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
