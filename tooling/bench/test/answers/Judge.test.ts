import { describe, expect, it } from "vitest"
import { unmet } from "../../src/answers/Judge.ts"
import { languageOf, saysText } from "../../src/answers/Texts.ts"

describe("a text that is said", () => {
  it.each([
    ["It costs ¥1,594 with tax.", "1594"],
    ["It costs 1594 yen.", "1,594"],
    ["価格は1,594円です。", "¥1594"],
    ["価格は１，５９４円です。", "1594 yen"],
    ["It came out on September 4, 2024.", "2024-09-04"],
    ["It came out on 4th September 2024.", "Sept 4, 2024"],
    ["2024年9月4日発売です。", "2024-09-04"],
    ["Released 2024-09-04.", "September 4, 2024"],
    ["Released 2024/9/4.", "2024年9月4日"],
    ["It comes out in September 2024.", "2024-09"],
    ["It came out on September 4, 2024.", "2024"],
    ["It came out on September 4, 2024.", "September 4"],
    ["It is IN STOCK.", "in stock"],
    ["I don’t know.", "don't"],
    ["We recommended it.", "recommend"],
    ["105巻は在庫があります", "在庫"],
    ["Volume 105 has it.", "105"],
  ])("%s says %s", (text, wanted) => {
    expect(saysText(text, wanted)).toBe(true)
  })

  it.each([
    ["It costs ¥1,594.", "594"],
    ["It costs ¥594.", "59"],
    ["It has 594 pages.", "¥594"],
    ["It costs 5.5.", "5"],
    ["It came out on September 14, 2024.", "2024-09-04"],
    ["It came out on October 4, 2024.", "2024-09-04"],
    ["the unknown", "know"],
    ["in the stock room", "in stock"],
  ])("%s does not say %s", (text, wanted) => {
    expect(saysText(text, wanted)).toBe(false)
  })
})

describe("the language of an answer", () => {
  it.each([
    ["『One Piece』105巻は594円です。", [], "ja"],
    ["One Piece 105は594円です。", ["One Piece"], "ja"],
    ["鬼滅の刃 costs ¥506 and is in stock.", ["鬼滅の刃"], "en"],
    ["Demon Slayer (鬼滅の刃) is complete.", [], "en"],
    ["ご注文MA-12-0001（One-Punch Man, volume 16、Blame!, volume 4）は準備中です。", [], "ja"],
    ["Order MA-12-0001 (鬼滅の刃、ベルサイユのばら) is being prepared.", [], "en"],
    ["¥594.", [], undefined],
  ])("%s", (text, titles, language) => {
    expect(languageOf(text, titles)).toBe(language)
  })
})

describe("the judge", () => {
  const paper = { id: "one-piece-v105-paperback", title: "One Piece", japanese: "ONE PIECE" }
  const seen = {
    answer: "One Piece, volume 105 costs ¥594 and is in stock.",
    products: [paper, { ...paper, id: "one-piece-v105-digital" }, { ...paper, id: "naruto-box-3" }],
  }

  it("has nothing to say of an answer that meets all", () => {
    expect(
      unmet(
        {
          first: "one-piece-v105-paperback",
          among: ["one-piece-v105-digital", "one-piece-v105-paperback"],
          none: false,
          series: ["one-piece", "naruto"],
          notSeries: ["bleach"],
          says: ["594"],
          saysOneOf: [["sold out", "in stock"], ["105"]],
          never: ["620"],
          language: "en",
        },
        seen,
      ),
    ).toEqual([])
  })

  it("names each rule that is not met, what was wanted and what was there", () => {
    const missed = unmet(
      {
        first: "one-piece-v105-digital",
        among: ["one-piece-v105-digital", "bleach"],
        none: true,
        series: ["one-piece", "bleach"],
        notSeries: ["naruto"],
        says: ["105", "620"],
        saysOneOf: [["sold out", "out of stock"]],
        never: ["¥594"],
        language: "ja",
      },
      seen,
    )
    const ids = "one-piece-v105-paperback, one-piece-v105-digital, naruto-box-3"
    expect(missed).toEqual([
      { rule: "first", wanted: "one-piece-v105-digital", got: ids },
      { rule: "among", wanted: "bleach", got: ids },
      { rule: "none", wanted: "no products", got: ids },
      { rule: "series", wanted: "bleach", got: "one-piece, naruto" },
      { rule: "notSeries", wanted: "not naruto", got: "one-piece, naruto" },
      { rule: "says", wanted: "620", got: seen.answer },
      { rule: "saysOneOf", wanted: "sold out | out of stock", got: seen.answer },
      { rule: "never", wanted: "not ¥594", got: seen.answer },
      { rule: "language", wanted: "ja", got: "en" },
    ])
  })
})
