/** What customers are told of a look-up: in their language, by what the store knows, and nothing of what a model wrote. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { demoNames } from "../../src/reading/StoreNames.ts"
import { shownTool } from "../../src/tools/OfferedTools.ts"

const shown = (name: string, input: unknown) =>
  (["en", "ja"] as const).map((locale) => shownTool({ name, input }, locale, demoNames()))
const labels = (name: string, input: unknown) => shown(name, input).map(({ label }) => label)

describe("a label", () => {
  it.each([
    [
      "find_products",
      { genres: ["food"], status: "completed", volumes: { max: 15 }, author: null },
      "finished food manga with at most 15 volumes",
      "15巻以内の完結済みのグルメ漫画",
    ],
    [
      "find_products",
      { genres: ["グルメ"], not_genres: ["horror"], readers: "josei", sort: "newest" },
      "josei food manga without horror",
      "ホラー要素のない女性向けのグルメ漫画",
    ],
    [
      "find_products",
      { like: "akira manga", author: "Urasawa", words: "quiet", age: "teen" },
      "manga like Akira, by Naoki Urasawa, for teens at most, searched by meaning",
      "「AKIRA」みたいな漫画、浦沢直樹の作品、10代まで、意味から検索",
    ],
    [
      "find_products",
      { price: { min: 500, max: 900, of: "all" }, format: "box-set", years: { min: 1990 } },
      "manga as a box set between 500 and 900 yen, the price of all volumes, begun since 1990",
      "500円以上900円以下のボックスセットの漫画、全巻の価格、連載開始：1990年から",
    ],
    [
      "find_products",
      { status: "hiatus", released: { from: "2026-12", to: "2026-12-24" } },
      "on hiatus, out from 2026-12 to 2026-12-24",
      "休載中、発売：2026-12から2026-12-24まで",
    ],
    ["find_products", { years: { max: 2000 } }, "begun by 2000", "連載開始：2000年まで"],
    [
      "find_products",
      { years: { min: 1990, max: 2000 }, released: { to: "2026-12" } },
      "begun 1990 to 2000, out by 2026-12",
      "連載開始：1990〜2000年、発売：2026-12まで",
    ],
    ["find_products", { words: "quiet" }, "searched by meaning", "意味から検索"],
    ["find_products", { sort: "newest" }, "the catalogue", "カタログ"],
    [
      "series_facts",
      { titles: ["one piece", "Akira"] },
      "One Piece, Akira",
      "「ONE PIECE」、「AKIRA」",
    ],
    [
      "price_of",
      {
        lines: [
          { series: "Akira", volumes: "1-3" },
          { series: "AKIRA", format: "digital" },
        ],
      },
      "prices of Akira",
      "「AKIRA」の金額",
    ],
    [
      "own_orders",
      { order: "MA-20-0001" },
      "the order asked for, among your orders",
      "お尋ねのご注文",
    ],
  ])("of %s with %j", (name, input, english, japanese) => {
    expect(labels(name, input)).toEqual([english, japanese])
  })

  it.each([["food"], [null], [{ genres: "food" }], [{ genres: ["food"], toString: 1 }]])(
    "of an input that breaks a rule is what the tool looks into: %j",
    (input) => {
      expect(labels("find_products", input)).toEqual(["the catalogue", "カタログ"])
    },
  )

  it("is short, however much is asked for", () => {
    const lines = demoNames()
      .catalogue.series.toSorted((a, b) => b.english.length - a.english.length)
      .slice(0, 10)
      .map(({ english }) => ({ series: english }))
    const [english = "", japanese = ""] = labels("price_of", { lines })
    expect(english).toMatch(/^prices of .*…$/u)
    for (const label of [english, japanese]) expect(label.length).toBeLessThanOrEqual(160)
  })
})

const written = [
  "<img src=x onerror=alert(1)>",
  "Akira is for idiots like you",
  "order MA-02-0001 of Hanako Yamada, 1-2-3 Ginza",
  "”: 9 found\n\n“",
  "\u202Egnp.exe\u2028\u{E0041}\uD83D",
  "ばか者のための漫画です",
  "https://example.com/?q=horror",
] as const

/** Each place of an input that takes any text, with what is told beside it. */
const places: ReadonlyArray<
  readonly [name: string, at: (text: string) => unknown, ...told: ReadonlyArray<string>]
> = [
  ["find_products", (text) => ({ genres: [text, "food"] }), "food manga", "グルメ漫画"],
  ["find_products", (text) => ({ not_genres: [text] }), "the catalogue", "カタログ"],
  ["find_products", (text) => ({ like: text, not_titles: [text] }), "the catalogue", "カタログ"],
  [
    "find_products",
    (text) => ({ author: text, status: "ongoing" }),
    "ongoing manga",
    "連載中の漫画",
  ],
  ["find_products", (text) => ({ words: text }), "searched by meaning", "意味から検索"],
  ["find_products", (text) => ({ released: { from: text } }), "the catalogue", "カタログ"],
  ["find_products", (text) => ({ readers: text, [text]: text }), "the catalogue", "カタログ"],
  ["series_facts", (text) => ({ titles: [text, "Akira"] }), "Akira", "「AKIRA」"],
  ["series_facts", (text) => ({ titles: [text] }), "series", "作品の情報"],
  [
    "price_of",
    (text) => ({ lines: [{ series: text, volumes: text }], ship_to: text }),
    "prices",
    "金額",
  ],
  [
    "own_orders",
    (text) => ({ order: text }),
    "the order asked for, among your orders",
    "お尋ねのご注文",
  ],
]

describe("what a model wrote", () => {
  it.each(written)("is in no label: %j", (text) => {
    for (const [name, at, ...told] of places) expect(labels(name, at(text))).toEqual(told)
  })

  it("is in no label, whatever it wrote beside what the store knows", () => {
    // No name of the catalogue has these letters, so that nothing of them is resolved to one.
    const free = fc
      .array(fc.constantFrom("ж", "щ", "<", ">", "&", "“", "\n", "\u202E", "7", "😀"), {
        minLength: 5,
        maxLength: 60,
      })
      .map((letters) => `ж${letters.join("")}`)
    fc.assert(
      fc.property(free, (text) => {
        for (const [name, at, ...told] of places) expect(labels(name, at(text))).toEqual(told)
      }),
      { numRuns: 50 },
    )
  })

  it("is not shown as the name of a tool either", () => {
    expect(shown("you_fool", { genres: ["food"] })).toEqual([
      { name: "unknown", label: "the store" },
      { name: "unknown", label: "ストア" },
    ])
  })
})
