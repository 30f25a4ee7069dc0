/** Titles in an answer: the longest that is written there, whole words alone, in the order of the text. */
import { demoCatalogue } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { titlesTold } from "../../src/facts/TitlesTold.ts"

const catalogue = demoCatalogue()
const told = (text: string) => titlesTold(text, catalogue)

const entry = fc.constantFrom(...catalogue.series)
const name = fc
  .tuple(entry, fc.boolean())
  .map(([{ english, id, japanese }, isEnglish]) => ({ id, name: isEnglish ? english : japanese }))
/** What stands between titles in answers, none of it part of one. */
const between = fc.constantFrom(
  "",
  "We have ",
  "。『",
  "』と『",
  ", and ",
  "\n- ",
  " (¥572), ",
  "、",
)

describe("titles told", () => {
  it("are each one of the catalogue, by either name", () => {
    for (const { english, id, japanese } of catalogue.series) {
      expect([told(english), told(japanese)]).toEqual([[id], [id]])
    }
  })

  it("are all that stand in a text, in its order, each once", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(between, name), { maxLength: 8 }), (parts) => {
        // A sign that no title has keeps neighbours from making another title.
        const text = parts.map(([before, { name: each }]) => `${before}◦${each}◦`).join("")
        expect(told(text)).toEqual([...new Set(parts.map(([, { id }]) => id))])
      }),
      { numRuns: 500 },
    )
  })

  it("are not the shorter ones that are written within a longer one", () => {
    const within = catalogue.series.flatMap((one) =>
      catalogue.series.flatMap((other) =>
        one !== other && one.english.includes(other.english) ? [[one, other] as const] : [],
      ),
    )
    expect(within.length).toBeGreaterThan(10)
    for (const [one, other] of within) {
      expect(told(`${one.english}.`)).toEqual([one.id])
      expect(told(`${one.english}, not ${other.english}.`)).toEqual([one.id, other.id])
      expect(told(`${other.english}, not ${one.english}.`)).toEqual([other.id, one.id])
    }
    expect(told("東京喰種トーキョーグール:reは東京喰種トーキョーグールの続編です。")).toEqual([
      "tokyo-ghoul-re",
      "tokyo-ghoul",
    ])
  })

  it.each([
    ["Swanson sells it.", []],
    ["Swan, a ballet story", ["swan"]],
    ["We restock Monsters Inc. soon.", []],
    ["Nanako", []],
    ["a real bargain", []],
    ["REAL", []],
    ["(Monster)", ["monster"]],
    ["Monster's first volume", ["monster"]],
    ["Monster3", []],
    ["1Monster", []],
    ["漫画『蟲師』です", ["mushishi"]],
    ["漫画蟲師です", ["mushishi"]],
  ])("are whole words: %s", (text, ids) => {
    expect(told(text)).toEqual(ids)
  })

  it("are none of a text without one", () => {
    expect(told("")).toEqual([])
    expect(told("We ship from ¥8,000 free of charge.")).toEqual([])
  })
})
