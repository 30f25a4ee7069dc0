/**
 * Questions about books and wishes, with one slot in them: another format, genre, reader or bound must be another
 * form, and so must another question about the same one.
 */
import { read } from "../demoShop.ts"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const slots: Readonly<Record<string, ReadonlyArray<string>>> = {
  FORMAT: ["paperback", "digital", "box set", "hardcover", "omnibus"],
  GENRE: ["horror", "romance", "fantasy", "sports", "mystery", "comedy", "historical"],
  READERS: ["kids", "teens", "adults", "beginners", "women"],
  YEN: ["500 yen", "600 yen", "5,000 yen", "50 yen"],
  種類: ["ホラー", "恋愛", "ファンタジー", "スポーツ", "ミステリー"],
}

const wordings: ReadonlyArray<readonly [question: string, wording: string]> = [
  ["price", "How much is Naruto 3 as FORMAT?"],
  ["stock", "Do you have Naruto 3 in FORMAT?"],
  ["wish", "Recommend a GENRE manga"],
  ["finished", "Recommend a finished GENRE manga"],
  ["without", "Recommend a manga without GENRE"],
  ["popular", "What are the most popular GENRE manga?"],
  ["new", "What are the newest GENRE manga?"],
  ["for", "Recommend a manga for READERS"],
  ["suits", "Is Naruto suitable for READERS?"],
  ["under", "Recommend a manga under YEN"],
  ["over", "Recommend a manga over YEN"],
  ["at most", "Recommend a manga for at most YEN"],
  ["wish", "種類漫画のおすすめは？"],
  ["finished", "完結した種類漫画のおすすめは？"],
  ["without", "種類以外の漫画のおすすめは？"],
  ["popular", "人気の種類漫画は？"],
]

interface Asked {
  readonly meaning: string
  readonly text: string
}

/** What differs only in language is left to the language. */
const asked: ReadonlyArray<Asked> = wordings.flatMap(([question, wording]) =>
  Object.entries(slots)
    .filter(([slot]) => wording.includes(slot))
    .flatMap(([slot, values]) =>
      values.map((value, index) => ({
        meaning: `${question} ${/^[A-Z]/u.test(slot) ? "en" : "ja"} ${slot} ${index}`,
        text: wording.replace(slot, value),
      })),
    ),
)

const formOf = (text: string): string | undefined => {
  const reading = read(text).reading
  return reading.known ? reading.form : undefined
}

const languageOf = ({ meaning }: Asked): string | undefined => meaning.split(" ").at(-3)

describe("one slot", () => {
  it("has a form for most of the questions", () => {
    const known = asked.filter(({ text }) => formOf(text) !== undefined)
    expect(known.length / asked.length).toBeGreaterThan(0.75)
  })

  it("changes the form when it changes", () => {
    const any = fc.constantFrom(...asked)
    fc.assert(
      fc.property(any, any, (left, right) => {
        const form = formOf(left.text)
        fc.pre(
          form !== undefined &&
            left.meaning !== right.meaning &&
            languageOf(left) === languageOf(right),
        )
        expect(formOf(right.text), `${left.text} = ${right.text}`).not.toBe(form)
      }),
      { numRuns: 3_000 },
    )
  })
})
