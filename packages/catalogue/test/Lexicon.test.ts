import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { genres, makeLexicon, series } from "../src/index.ts"

const lexicon = makeLexicon(series(), genres())
const concepts = (text: string) => lexicon.conceptsOf(text).join(" ")

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

describe("series", () => {
  const variants: ReadonlyArray<readonly [string, (title: string) => string]> = [
    ["as written", (title) => title],
    ["lower case", (title) => title.toLowerCase()],
    ["upper case", (title) => title.toUpperCase()],
    ["full width", fullWidth],
    ["hyphens for spaces", (title) => title.replaceAll(" ", "-")],
    ["without marks", (title) => title.replace(/[^\p{L}\p{N}\s]/gu, "")],
    ["decomposed", (title) => title.normalize("NFD")],
  ]
  it.each(variants)("finds every spelling %s", (_, change) => {
    for (const one of series()) {
      for (const title of [one.english, one.japanese, one.romaji, ...one.aliases]) {
        const text = `how much is ${change(title)} volume 3?`
        const found = lexicon.find(text)
        expect([text, found.series.map(({ id }) => id)]).toEqual([text, [one.id]])
      }
    }
  })

  it.each([
    ["ﾜﾝﾋﾟｰｽ", "one-piece"],
    ["わんぴーす", "one-piece"],
    ["Berserk's price", "berserk"],
    ["ビンランドサガ", "vinland-saga"],
    ["Sousou no Frieren", "frieren-beyond-journeys-end"],
    ["Soso no Frieren", "frieren-beyond-journeys-end"],
    ["Sōsō no Frieren", "frieren-beyond-journeys-end"],
    ["seven deadly sins", "the-seven-deadly-sins"],
    ["鬼滅最新刊", "demon-slayer-kimetsu-no-yaiba"],
    ["新テニスの王子様", "the-new-prince-of-tennis"],
    ["テニスの王子様", "the-prince-of-tennis"],
    ["20世紀少年", "20th-century-boys"],
    ["21世紀少年", "21st-century-boys"],
    ["ブラックジャックによろしく", "say-hello-to-black-jack"],
    ["Tokyo Ghoul:re", "tokyo-ghoul-re"],
    ["Is Monster good?", "monster"],
    ["monster", "monster"],
    ["the monster manga", "monster"],
    ["volume 3 of monster", "monster"],
    ["who wrote pluto", "pluto"],
    ['have you read "touch"', "touch"],
    ["「リアル」を読みたい", "real"],
    ["タッチの作者", "touch"],
    ["op vol 3", "one-piece"],
    ["JJK", "jujutsu-kaisen"],
  ])("%s", (text, id) => {
    expect(lexicon.find(text).series.map((found) => found.id)).toEqual([id])
  })

  it.each([
    "go to the shop",
    "a monster manga",
    "in the real world",
    "can I bleach it",
    "the united kingdom",
    "the United Kingdom",
    "keep in touch",
    "on a sunny day",
    "another manga please",
    "the given address",
    "I want one. Piece by piece",
    "買えますか",
    "リアルな恋愛漫画",
    "モンスターが出てくる漫画",
    "メジャーな作品",
    "シネマの話",
    "三つの岳",
    "あきらめない",
    "ながくなる",
    "ft op db",
  ])("no title in: %s", (text) => {
    expect(lexicon.find(text).series).toEqual([])
  })

  it("joins common words to titles beside them", () => {
    expect(concepts("compare monster and pluto")).toBe("series:monster series:pluto")
    expect(concepts("Naruto or bleach?")).toBe("series:naruto series:bleach")
  })
})

describe("authors, genres, readerships", () => {
  it("finds every person in each language and order", () => {
    for (const { author } of series()) {
      const japanese = author.japanese.split("、")
      for (const [index, name] of author.english.split(", ").entries()) {
        const turned = name.split(" ").toReversed().join(" ")
        const spellings = name.includes(" ") ? [name, turned, japanese[index] ?? name] : [name]
        for (const spelling of spellings) {
          const text = `manga by ${spelling}`
          expect([text, concepts(text)]).toEqual([
            text,
            `author:${name.toLowerCase().replace(/[. -]+/g, "-")}`,
          ])
        }
      }
    }
  })

  it.each([
    ["a manga by Oda", "author:eiichiro-oda"],
    ["尾田先生の漫画", "author:eiichiro-oda"],
    ["one of them", ""],
    ["horror manga", "genre:horror"],
    ["ホラー漫画", "genre:horror"],
    ["ﾎﾗｰ", "genre:horror"],
    ["romances and mysteries", "genre:romance genre:mystery"],
    ["cooking", "genre:food"],
    ["a manga about space", "genre:sci-fi"],
    ["do you have space in the parcel", ""],
    ["does the coupon work", ""],
    ["I lost my job", ""],
    ["a family gift", ""],
    ["家族へのプレゼント", ""],
    ["家族の漫画", "genre:family"],
    ["Shōnen", "demographic:shonen"],
    ["shounen manga", "demographic:shonen"],
    ["少年漫画", "demographic:shonen"],
    ["少年が主人公", ""],
    ["manga for adults", "demographic:seinen"],
    ["女性向け", "demographic:josei"],
  ])("%s", (text, expected) => {
    expect(concepts(text)).toBe(expected)
  })
})

describe("any text", () => {
  it("gives spans of the text, in order, without overlap", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "One Piece",
        "ワンピース",
        "monster",
        " and ",
        "の3巻",
        "Oda",
        "horror ",
        "「",
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    )
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""))
    fc.assert(
      fc.property(text, (written) => {
        const found = lexicon.find(written)
        const spans = [
          ...found.series,
          ...found.authors,
          ...found.genres,
          ...found.demographics,
        ].toSorted((left, right) => left.start - right.start)
        let done = 0
        for (const { start, end, spelling } of spans) {
          expect(start).toBeGreaterThanOrEqual(done)
          expect(end).toBeGreaterThan(start)
          expect(written.slice(start, end)).toBe(spelling)
          done = end
        }
        expect(done).toBeLessThanOrEqual(written.length)
      }),
      { numRuns: 1_000 },
    )
  })
})
