/**
 * What the store answers from its cache, judged on labelled pairs. The first half was built with, the
 * second was written after the lists and rules were frozen; figures at the freeze: 142 of 182 paraphrases hit, 3 of 226 others served falsely; the three were then fixed.
 */
import { describe, expect, it } from "vitest"
import { decideCache } from "../../src/answers/CacheDecision.ts"
import { read } from "../../src/reading/Read.ts"
import { type Pair, pairsOf } from "./labelledPairs.ts"
import { eighthPartSame } from "./pairs/eighthPart.ts"
import { eighthPartApart } from "./pairs/eighthPartApart.ts"
import { eighteenthPartSame } from "./pairs/eighteenthPart.ts"
import { eighteenthPartApart } from "./pairs/eighteenthPartApart.ts"
import { eleventhPartSame } from "./pairs/eleventhPart.ts"
import { eleventhPartApart } from "./pairs/eleventhPartApart.ts"
import { eleventhPartFurther } from "./pairs/eleventhPartFurther.ts"
import { fifteenthPartApart } from "./pairs/fifteenthPartApart.ts"
import { fifthPartSurface } from "./pairs/fifthPart.ts"
import { fifthPartApart } from "./pairs/fifthPartApart.ts"
import { firstHalfSame } from "./pairs/firstHalf.ts"
import { firstHalfDifferent, firstHalfNever } from "./pairs/firstHalfApart.ts"
import { fourteenthPartApart } from "./pairs/fourteenthPartApart.ts"
import { fourthPartSame } from "./pairs/fourthPart.ts"
import { fourthPartApart } from "./pairs/fourthPartApart.ts"
import { nineteenthPartNever, nineteenthPartSame } from "./pairs/nineteenthPart.ts"
import { nineteenthPartApart } from "./pairs/nineteenthPartApart.ts"
import { ninthPartApart } from "./pairs/ninthPartApart.ts"
import { secondHalfSame } from "./pairs/secondHalf.ts"
import { secondHalfDifferent, secondHalfNever } from "./pairs/secondHalfApart.ts"
import { seventeenthPartSame } from "./pairs/seventeenthPart.ts"
import { seventeenthPartApart } from "./pairs/seventeenthPartApart.ts"
import { seventeenthPartApartJapanese } from "./pairs/seventeenthPartApartJapanese.ts"
import { seventeenthPartSameJapanese } from "./pairs/seventeenthPartJapanese.ts"
import { seventhPartSame } from "./pairs/seventhPart.ts"
import { seventhPartApart } from "./pairs/seventhPartApart.ts"
import { sixteenthPartApart, sixteenthPartSame } from "./pairs/sixteenthPart.ts"
import { sixthPartSame } from "./pairs/sixthPart.ts"
import { sixthPartApart } from "./pairs/sixthPartApart.ts"
import { sixthPartApartFurther } from "./pairs/sixthPartApartFurther.ts"
import { sixthPartApartJapanese } from "./pairs/sixthPartApartJapanese.ts"
import { tenthPartSame } from "./pairs/tenthPart.ts"
import { tenthPartApart } from "./pairs/tenthPartApart.ts"
import { thirteenthPartApart } from "./pairs/thirteenthPartApart.ts"
import { twelfthPartSame } from "./pairs/twelfthPart.ts"
import { twelfthPartApart } from "./pairs/twelfthPartApart.ts"
import { twelfthPartApartJapanese } from "./pairs/twelfthPartApartJapanese.ts"
import { thirdPartSame } from "./pairs/thirdPart.ts"
import { thirdPartApart } from "./pairs/thirdPartApart.ts"
import { thirdPartApartJapanese } from "./pairs/thirdPartApartJapanese.ts"

const localeOf = (text: string) => read(text).locale

/** An entry is only served in the language it was asked for in. */
const sameLanguage = ({ asked, stored }: Pair) => localeOf(asked) === localeOf(stored)

const hits = (pairs: ReadonlyArray<Pair>) =>
  pairs.filter(({ asked, stored }) => decideCache(stored, asked).hit)

const told = (pairs: ReadonlyArray<Pair>) =>
  pairs.map(({ asked, stored }) => `${stored} => ${asked}`)

const share = (pairs: ReadonlyArray<Pair>) => hits(pairs).length / pairs.length

const surface = (pairs: ReadonlyArray<Pair>) =>
  pairs.filter(({ group }) => group.endsWith("surface"))

describe("the first half", () => {
  const same = pairsOf(firstHalfSame).filter(sameLanguage)

  it("hits every paraphrase in the same language", () => {
    expect(told(same.filter((pair) => !hits([pair]).includes(pair)))).toEqual([])
  })

  it.each([
    ["different", firstHalfDifferent],
    ["never cacheable", firstHalfNever],
  ])("misses every pair that is %s", (_, source) => {
    expect(told(hits(pairsOf(source)))).toEqual([])
  })
})

describe("the second half", () => {
  const same = pairsOf(secondHalfSame).filter(sameLanguage)
  const apart = [...pairsOf(secondHalfDifferent), ...pairsOf(secondHalfNever)]

  it("hits at least half of the paraphrases, nine in ten where only the surface differs", () => {
    expect(share(same)).toBeGreaterThanOrEqual(0.5)
    expect(share(surface(same))).toBeGreaterThanOrEqual(0.9)
  })

  it("serves at most one in 200 of the others", () => {
    expect(share(apart), told(hits(apart)).join("\n")).toBeLessThanOrEqual(0.005)
  })
})

/** Figures of the fourth part when the lists were frozen: 92 of 126 paraphrases hit, 6 of 281 others served falsely. */
describe("the later parts", () => {
  it.each([
    ["third", thirdPartSame],
    ["fourth", fourthPartSame],
    ["sixth", sixthPartSame],
    ["seventh", seventhPartSame],
    ["eighth", eighthPartSame],
    ["tenth, English", tenthPartSame],
    ["eleventh, Japanese", eleventhPartSame],
    ["eleventh, more Japanese", eleventhPartFurther],
    ["twelfth", twelfthPartSame],
    ["sixteenth", sixteenthPartSame],
    ["seventeenth, English", seventeenthPartSame],
    ["seventeenth, Japanese", seventeenthPartSameJapanese],
  ])("hits at least two thirds of the paraphrases of the %s", (_, source) => {
    const same = pairsOf(source).filter(sameLanguage)
    expect(share(same)).toBeGreaterThanOrEqual(0.65)
  })

  it("hits nine in ten of the fifth, where only the surface differs", () => {
    expect(share(pairsOf(fifthPartSurface).filter(sameLanguage))).toBeGreaterThanOrEqual(0.9)
  })

  it("hits nine in ten of the sixth, where only the surface differs", () => {
    expect(share(surface(pairsOf(sixthPartSame)))).toBeGreaterThanOrEqual(0.9)
  })

  it("hits nine in ten of the twelfth, where only the surface differs", () => {
    expect(share(surface(pairsOf(twelfthPartSame)).filter(sameLanguage))).toBeGreaterThanOrEqual(
      0.9,
    )
  })

  it("hits nine in ten of the seventeenth, where only the surface differs", () => {
    expect(share(surface(pairsOf(seventeenthPartSame)))).toBeGreaterThanOrEqual(0.9)
    expect(share(surface(pairsOf(seventeenthPartSameJapanese)))).toBeGreaterThanOrEqual(0.9)
  })

  it("hits nine in ten of the eighteenth, where only the surface differs", () => {
    expect(share(pairsOf(eighteenthPartSame))).toBeGreaterThanOrEqual(0.9)
  })

  it("hits every paraphrase near the mends of the nineteenth", () => {
    const same = pairsOf(nineteenthPartSame)
    expect(told(same.filter((pair) => hits([pair]).length === 0))).toEqual([])
  })

  it("hits nine in ten of the eleventh, where only the surface differs", () => {
    expect(share(surface(pairsOf(eleventhPartSame)))).toBeGreaterThanOrEqual(0.9)
  })

  it.each([
    ["third, English", thirdPartApart],
    ["third, Japanese", thirdPartApartJapanese],
    ["fourth", fourthPartApart],
    ["fifth", fifthPartApart],
    ["sixth, English", sixthPartApart],
    ["sixth, more English", sixthPartApartFurther],
    ["sixth, Japanese", sixthPartApartJapanese],
    ["seventh", seventhPartApart],
    ["eighth", eighthPartApart],
    ["ninth", ninthPartApart],
    ["tenth, English", tenthPartApart],
    ["eleventh, Japanese", eleventhPartApart],
    ["twelfth, English", twelfthPartApart],
    ["twelfth, Japanese and mixed", twelfthPartApartJapanese],
    ["thirteenth", thirteenthPartApart],
    ["fourteenth", fourteenthPartApart],
    ["fifteenth", fifteenthPartApart],
    ["sixteenth", sixteenthPartApart],
    ["seventeenth, English", seventeenthPartApart],
    ["seventeenth, Japanese", seventeenthPartApartJapanese],
    ["eighteenth", eighteenthPartApart],
    ["nineteenth", nineteenthPartApart],
    ["nineteenth, never cacheable", nineteenthPartNever],
  ])("misses every other pair of the %s", (_, source) => {
    expect(told(hits(pairsOf(source)))).toEqual([])
  })
})

describe("languages", () => {
  it("keeps an English answer from a Japanese asker, though the question is the same", () => {
    const decision = decideCache("How much is One Piece 105?", "ワンピースの105巻はいくら？")
    expect(decision).toEqual({ hit: false, reason: "kept in another language: en, asked in ja" })
  })

  it("has at least 500 pairs", () => {
    const all = [
      firstHalfSame,
      firstHalfDifferent,
      firstHalfNever,
      secondHalfSame,
      secondHalfDifferent,
      secondHalfNever,
    ]
    expect(all.flatMap(pairsOf).length).toBeGreaterThanOrEqual(500)
  })
})
