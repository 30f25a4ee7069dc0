/** Figures of an answer that stand in nothing that its model was told. */
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { unfoundedFigures } from "../../src/answers/audit/UnfoundedFigures.ts"

const told = [
  `<products>\n{"series":"blue-lock","volume":34,"price":605,"date":"2026-12-17"}\n</products>`,
  `{"volumes":33,"paper":{"prices":"1-20 ¥561, 21-33 ¥605","all":19305},"boxes":{"holds":"box 1: 1-10"}}`,
  `Shipping costs ¥500, and nothing from ¥3,000. Wrapping is ¥330.`,
]

describe("figures of an answer", () => {
  it.each([
    ["an amount of a block", "Volume 34 is ¥605."],
    ["one that is grouped in one place alone", "All of them are ¥19,305, and ¥3000 ships free."],
    ["an amount in Japanese", "34巻は605円、全巻で19,305円です。"],
    ["wide digits", "３４巻は６０５円、または￥６０５です。"],
    ["a volume within a run", "Volume 12 and vol. 25 are in stock; so are volumes 2 to 7."],
    ["volumes within a run, in Japanese", "第3巻から第15巻、28〜30巻は在庫があります。"],
    ["a sum of two amounts", "It is ¥561 and ¥605, together ¥1,166."],
    ["a sum with shipping", "¥561 with ¥500 shipping and ¥330 wrapping comes to ¥1,391."],
    ["a sum of several of one", "Volumes 1-3 at ¥561 each come to ¥1,683."],
    ["a sum of several of two", "3 × ¥561 and 2 × ¥605 are ¥2,893."],
    ["numbers that are neither", "It has 47 prizes, 9999 fans and came out in 1985."],
    ["an amount in words", "It costs 3万円 or so."],
    ["no figure", "It is a good book."],
    ["nothing", ""],
  ])("are founded: %s", (_, answer) => {
    expect(unfoundedFigures(answer, told)).toEqual([])
  })

  it.each([
    ["an amount of nowhere", "Volume 34 is ¥572.", ["¥572"]],
    ["part of an amount", "It is ¥60, or ¥9305.", ["¥60", "¥9305"]],
    ["an amount in Japanese", "34巻は572円です。", ["572円"]],
    ["yen in words", "It costs 572 yen.", ["572 yen"]],
    ["a volume beyond all", "Volume 45 is out.", ["Volume 45"]],
    ["the end of a run", "Volumes 30-40 are out.", ["Volumes 30-40"]],
    ["a volume in Japanese", "第41巻は在庫があります。", ["41巻"]],
    ["a wrong sum", "It is ¥561 and ¥605, together ¥1,266.", ["¥1,266"]],
    ["a sum of what is not stated", "Both together are ¥1,166.", ["¥1,166"]],
    ["a sum of one that is unfounded", "It is ¥561 and ¥570, together ¥1,131.", ["¥570", "¥1,131"]],
  ])("are not: %s", (_, answer, figures) => {
    expect(unfoundedFigures(answer, told)).toEqual(figures)
  })

  it("are all founded where the model was told the answer, and none where it was told nothing", () => {
    const amount = fc.integer({ min: 1, max: 99_999 })
    fc.assert(
      fc.property(
        fc.array(amount, { maxLength: 8 }),
        fc.integer({ min: 1, max: 120 }),
        (all, at) => {
          const answer = `Volume ${at}: ${all.map((each) => `¥${each.toLocaleString("en-US")}`).join(", ")}.`
          expect(unfoundedFigures(answer, [answer])).toEqual([])
          expect(unfoundedFigures(answer, [])).toHaveLength(all.length + 1)
        },
      ),
    )
  })

  it("are found in any text without an end of their own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), fc.string(), (answer, text) => {
        expect(Array.isArray(unfoundedFigures(answer, [text]))).toBe(true)
      }),
    )
    const many = Array.from({ length: 400 }, (_, at) => `${at} × ¥${at + 7}`).join(" + ")
    expect(unfoundedFigures(`${many} = ¥9999999`, [many])).toEqual(["¥9999999"])
  })
})
