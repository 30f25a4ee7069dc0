import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { series } from "@manga-assist/catalogue"
import { read } from "./demoShop.ts"

const ask = (text: string) => read(text)

const kanjiDigits = "〇一二三四五六七八九"

/** 12 as 十二, 105 as 百五. */
const withUnits = (number: number): string =>
  [
    [100, "百"],
    [10, "十"],
    [1, ""],
  ]
    .map(([size, unit]) => {
      const digit = Math.floor(number / Number(size)) % 10
      if (digit === 0) return ""
      return (digit === 1 && unit !== "" ? "" : kanjiDigits.charAt(digit)) + unit
    })
    .join("")

const positional = (number: number): string =>
  Array.from(String(number), (digit) => kanjiDigits.charAt(Number(digit))).join("")

const fullWidth = (number: number): string =>
  Array.from(String(number), (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join("")

const ordinalSuffix = (number: number): string => {
  if (number % 100 >= 11 && number % 100 <= 13) return "th"
  return ["th", "st", "nd", "rd"][number % 10] ?? "th"
}

const units =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  )
const tens = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ")

const inWords = (number: number): string => {
  if (number >= 100) {
    const rest = number % 100
    const hundreds = `${units[Math.floor(number / 100)]} hundred`
    return rest === 0 ? hundreds : `${hundreds} and ${inWords(rest)}`
  }
  if (number < 20) return units[number] ?? ""
  const ten = tens[Math.floor(number / 10)] ?? ""
  return number % 10 === 0 ? ten : `${ten}-${units[number % 10]}`
}

const volumeForms: ReadonlyArray<readonly [string, (number: number) => string]> = [
  ["volume n", (n) => `One Piece volume ${n}`],
  ["Volume n of", (n) => `Volume ${n} of One Piece`],
  ["vol. n", (n) => `One Piece vol. ${n} price`],
  ["voln", (n) => `One Piece vol${n}`],
  ["vn", (n) => `one piece v${n} in stock?`],
  ["VOL.n", (n) => `ONE PIECE VOL.${n}`],
  ["#n", (n) => `One Piece #${n}?`],
  ["book n", (n) => `One Piece book ${n}`],
  ["no. n", (n) => `One Piece no. ${n}`],
  ["nth volume", (n) => `the ${n}${ordinalSuffix(n)} volume of One Piece`],
  ["in words", (n) => `One Piece volume ${inWords(n)}, please`],
  ["title n", (n) => `One Piece ${n}`],
  ["n巻", (n) => `ワンピースの${n}巻はいくら？`],
  ["glued n巻", (n) => `ワンピース${n}巻`],
  ["第n巻", (n) => `ワンピース 第${n}巻`],
  ["n巻目", (n) => `ワンピースの${n}巻目`],
  ["full width", (n) => `ワンピースの${fullWidth(n)}巻`],
  ["full width volume", (n) => `ＶＯＬＵＭＥ　${fullWidth(n)} One Piece`],
  ["十二巻", (n) => `ワンピース第${withUnits(n)}巻の在庫`],
  ["一二巻", (n) => `ワンピースの${positional(n)}巻`],
]

describe("volume", () => {
  it.each(volumeForms)("reads 1 to 999 as %s", (_, form) => {
    for (let number = 1; number <= 999; number++) {
      const { slots } = ask(form(number))
      expect([form(number), slots.series, slots.volume]).toEqual([
        form(number),
        ["one-piece"],
        number,
      ])
    }
  })

  it.each([
    ["twelfth volume of Naruto", 12],
    ["the twenty-first volume of Naruto", 21],
    ["Naruto, one hundred and fifth volume", 105],
    ["Naruto first volume", 1],
    ["Naruto volumes 3-5", 3],
    ["ナルトの3巻から5巻まで", 3],
    ["ナルト最新刊", "latest"],
    ["newest Naruto", "latest"],
    ["Naruto final volume", "latest"],
    ["How many volumes of Naruto are there?", undefined],
    ["ナルトは全72巻？", undefined],
    ["10巻以内で完結する漫画", undefined],
    ["manga under 5 volumes", undefined],
    ["Naruto for 500 yen", undefined],
    ["5 copies of Naruto", undefined],
    ["Kaiju No. 8", undefined],
    ["7 Seeds", undefined],
    ["20世紀少年", undefined],
  ])("%s", (text, volume) => {
    expect(ask(text).slots.volume).toBe(volume)
  })
})

describe("books", () => {
  const book = (series: string, volume: number) => ({ series, volume })

  it.each([
    ["One Piece volumes 3 and 4", [book("one-piece", 3), book("one-piece", 4)]],
    ["ナルト1巻とブリーチ2巻", [book("naruto", 1), book("bleach", 2)]],
    ["volume 3 of Monster and volume 4 of Pluto", [book("monster", 3), book("pluto", 4)]],
    ["Berserk 1, 2 and 3", [book("berserk", 1), book("berserk", 2), book("berserk", 3)]],
    ["One Piece volume 3", undefined],
    ["One Piece volume 3 for 500 yen and 2 copies", undefined],
    ["Naruto volumes 3-5", undefined],
    ["20th Century Boys 5", undefined],
  ])("%s", (text, books) => {
    expect(ask(text).slots.books).toEqual(books)
  })

  it("knows a child by age", () => {
    expect(ask("something for my 8 year old").slots.demographic).toBe("kodomo")
    expect(ask("8歳の子におすすめ").slots.demographic).toBe("kodomo")
    expect(ask("an 18 year old story").slots.demographic).toBeUndefined()
  })
})

describe("price", () => {
  it.each([
    ["manga under ¥1000", { priceMax: 999 }],
    ["manga below 1,000 yen", { priceMax: 999 }],
    ["manga cheaper than 800yen", { priceMax: 799 }],
    ["manga up to 800 JPY", { priceMax: 800 }],
    ["manga for 800 yen or less", { priceMax: 800 }],
    ["no more than 800 yen", { priceMax: 800 }],
    ["my budget is 2000 yen", { priceMax: 2000 }],
    ["manga under 600", { priceMax: 599 }],
    ["manga over 1000 yen", { priceMin: 1001 }],
    ["at least 1000 yen", { priceMin: 1000 }],
    ["between 500 and 800 yen", { priceMin: 500, priceMax: 800 }],
    ["from ¥500 to ¥800", { priceMin: 500, priceMax: 800 }],
    ["500-800 yen", { priceMin: 500, priceMax: 800 }],
    ["1000円以下", { priceMax: 1000 }],
    ["１，０００円以下", { priceMax: 1000 }],
    ["千円以内", { priceMax: 1000 }],
    ["二千五百円まで", { priceMax: 2500 }],
    ["3千円以下", { priceMax: 3000 }],
    ["1万円以内", { priceMax: 10_000 }],
    ["800円未満", { priceMax: 799 }],
    ["800円より安い漫画", { priceMax: 799 }],
    ["予算は1500円", { priceMax: 1500 }],
    ["1000円以上", { priceMin: 1000 }],
    ["500円から800円", { priceMin: 500, priceMax: 800 }],
    ["500〜800円", { priceMin: 500, priceMax: 800 }],
    ["under $10", {}],
    ["under 10 volumes", {}],
    ["under 300 pages", {}],
    ["order 3 books", {}],
  ])("%s", (text, bounds) => {
    const { priceMax, priceMin } = ask(text).slots
    expect({ priceMax, priceMin }).toEqual({ priceMax: undefined, priceMin: undefined, ...bounds })
  })
})

describe("format, language, place, order", () => {
  it.each([
    ["Naruto paperback", "paperback"],
    ["Naruto physical copy", "paperback"],
    ["紙の本のナルト", "paperback"],
    ["手紙と表紙", undefined],
    ["Naruto e-book", "digital"],
    ["ナルトの電子版", "digital"],
    ["ナルト 電子書籍", "digital"],
    ["Naruto box-set", "box-set"],
    ["ナルト ＢＯＸ", "box-set"],
    ["digital or paperback?", undefined],
    ["paperback, not digital", "paperback"],
    ["電子ではなく紙で", "paperback"],
    ["gift wrapping paper", undefined],
  ])("%s", (text, format) => {
    expect(ask(text).slots.format).toBe(format)
  })

  it.each([
    ["Naruto in English", "en"],
    ["ナルトの英語版", "en"],
    ["Japanese edition of Naruto", "ja"],
    ["please answer in English", undefined],
  ])("%s", (text, language) => {
    expect(ask(text).slots.language).toBe(language)
  })

  it.each([
    ["shipping to Canada", "CA"],
    ["Do you deliver to the United Kingdom?", "GB"],
    ["how long to ship to new zealand", "NZ"],
    ["送料 北海道", "hokkaido"],
    ["大阪府への配送料", "osaka"],
    ["フランスに送ってもらえますか", "FR"],
    ["ship it to my friend", undefined],
    ["東京喰種の3巻", undefined],
  ])("%s", (text, place) => {
    expect(ask(text).slots.place).toBe(place)
  })

  it("finds an order number in any case, width and dash", () => {
    const numbers = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9_999 }))
    fc.assert(
      fc.property(numbers, fc.constantFrom("-", "－", "–", "ー", " "), ([user, order], dash) => {
        const parts = ["MA", String(user).padStart(2, "0"), String(order).padStart(4, "0")]
        const written = parts.join(dash)
        for (const text of [`Where is ${written}?`, `注文${written.toLowerCase()}の状況`]) {
          const question = ask(text)
          expect(question.slots.orderId).toBe(parts.join("-"))
          expect([question.intent, question.personal]).toEqual(["order-status", true])
        }
      }),
    )
    expect(ask("MA-01-00012 and GAMMA-01-0001").slots.orderId).toBeUndefined()
  })

  it("leaves refused genres out", () => {
    expect(ask("a manga without horror").slots.genres).toEqual([])
    expect(ask("ホラー以外のおすすめ").slots.genres).toEqual([])
    expect(ask("comedy but no romance").slots.genres).toEqual(["comedy"])
  })
})

describe("titles", () => {
  it("finds each title in each spelling, and nothing else beside the volume", () => {
    for (const one of series()) {
      for (const title of new Set([one.english, one.japanese, one.romaji, ...one.aliases])) {
        for (const text of [
          `What is the price of ${title} volume 3?`,
          `「${title}の3巻はいくら？」`,
          `${title} 3巻`,
        ]) {
          const { slots } = ask(text)
          expect([text, slots]).toEqual([
            text,
            { series: [one.id], authors: [], genres: [], volume: 3 },
          ])
        }
      }
    }
  })
})

describe("hostile text", () => {
  const bidi = "\u202e\u2066"
  const samples: ReadonlyArray<readonly [string, string]> = [
    ["one letter", "a".repeat(2_000)],
    ["one word", "monster ".repeat(250)],
    ["digits", "9".repeat(2_000)],
    ["quotes", "「『".repeat(1_000)],
    ["combining marks", "e" + "\u0301".repeat(1_999)],
    ["zero width", "\u200b\u200d".repeat(1_000)],
    ["right to left", `${bidi}ワンピース`.repeat(200)],
    ["lone surrogates", "\ud800\udfff".repeat(1_000)],
    ["emoji", "👨‍👩‍👧‍👦".repeat(180)],
    ["private use", "\ue000\ue001".repeat(1_000)],
    ["expanding", "\ufdfa".repeat(2_000)],
    ["kanji numbers", "千百十".repeat(660)],
    ["particles", "の".repeat(2_000)],
    ["commas and digits", "1,".repeat(1_000)],
    ["greetings", "hello ".repeat(333)],
    ["spaces", ` ${" ".repeat(1_998)}x`],
  ]

  it.each(samples)("answers %s", (_, text) => {
    const question = ask(text)
    expect(question.slots.orderId).toBeUndefined()
    expect(["en", "ja"]).toContain(question.locale)
  })

  it("never throws, and finds only what the catalogue has", () => {
    const ids = new Set(series().map(({ id }) => id))
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            "One Piece",
            "の",
            "巻",
            "volume ",
            "12",
            "円",
            "under ",
            "「",
            "？",
            "it ",
          ),
        )
        .map((parts) => parts.join("")),
    )
    fc.assert(
      fc.property(text, (written) => {
        const question = ask(written)
        expect(question.slots.series.every((id) => ids.has(id))).toBe(true)
        expect(ask(written)).toEqual(question)
      }),
      { numRuns: 500 },
    )
  })
})

it("names several books in one order, as their order does not matter to the answer", () => {
  const books = (text: string) => read(text).slots.books
  const both = [
    { series: "bleach", volume: 2 },
    { series: "naruto", volume: 1 },
  ]
  expect(books("How much is Naruto volume 1 and Bleach volume 2?")).toEqual(both)
  expect(books("How much is Bleach volume 2 and Naruto volume 1?")).toEqual(both)
})
