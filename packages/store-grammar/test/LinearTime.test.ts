/**
 * Reading looks at each letter a bounded number of times, whatever the text: counted, not timed. What is done with
 * whole strings is not counted here; `bench limits` times it.
 */
import { series } from "@manga-assist/catalogue"
import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { asKana } from "../../language/src/words/AsKana.ts"
import { type Places, withDoubts } from "../../language/src/typos/Doubts.ts"
import {
  type Letters,
  lettersOf,
  mostLetters,
  specialFigure,
} from "../../language/src/letters/Letters.ts"
import { joinNumbers } from "../../language/src/words/Numerals.ts"
import { respell } from "../../language/src/letters/Respell.ts"
import { segment, type Token } from "../../language/src/words/Segment.ts"
import { isUnexplained, unknownWord } from "../../language/src/words/UnknownWord.ts"
import { Vocabulary } from "../../language/src/Vocabulary.ts"
import { demoGrammar } from "./demo.ts"

const vocabulary = new Vocabulary(demoGrammar)
let looks = 0
for (const tree of [vocabulary.words, vocabulary.kana]) {
  const child = tree.child.bind(tree)
  vi.spyOn(tree, "child").mockImplementation((node, code) => {
    looks += 1
    return child(node, code)
  })
}
const step = vocabulary.names.step.bind(vocabulary.names)
vi.spyOn(vocabulary.names, "step").mockImplementation((code) => {
  looks += 1
  return step(code)
})

/** Each reading of an element counts, and for a method as many as there are. */
const counted = (list: Uint8Array): Uint8Array =>
  new Proxy(list, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key)
      looks += typeof value === "function" ? target.length : 1
      return typeof value === "function" ? value.bind(target) : value
    },
  })

const countedLetters = ({ edges, scripts, text }: Letters): Letters => ({
  text,
  edges: counted(edges),
  scripts: counted(scripts),
})

const places: Places = {
  silent: new Set(demoGrammar.silent),
  opening: new Set(demoGrammar.opening),
  aside: new Set(demoGrammar.aside),
  beforeCommon: new Set(demoGrammar.beforeCommon),
  afterCommon: new Set(demoGrammar.afterCommon),
  titledBefore: new Set(demoGrammar.titledBefore),
  titledAfter: new Set(demoGrammar.titledAfter),
}

const guessesIn = (tokens: ReadonlyArray<Token>, letters: Letters) =>
  tokens
    .filter(isUnexplained)
    .slice(0, 4)
    .flatMap(({ end, start }) =>
      vocabulary.near.guess(letters, start, end).concat(vocabulary.nearKana.guess(letters, start)),
    )

/** How often reading looks at a letter or into a tree. */
const looksAt = (text: string): number => {
  looks = 0
  const letters = countedLetters(lettersOf(respell(text)))
  for (const romanised of [false, true]) {
    const tokens = segment(letters, vocabulary, romanised, guessesIn)
    withDoubts(tokens, letters, places, text)
    unknownWord(tokens, letters)
    joinNumbers(tokens, letters)
  }
  asKana(text, letters, vocabulary)
  return looks
}

const titles = series().flatMap(({ english, japanese, romaji }) => [english, japanese, romaji])
const parts = [
  ..."a 1 一 百 ー の リ ㍿ ﷺ ½ ( 「 『 \" ' & × ~ - . § 😀 \ud83d か\u3099 u o".split(" "),
  ..."how much|the monster|naruto|monster box set|stcok|attack on titna|wa|no|kudasai|ou|hundred|1-|1,000".split(
    "|",
  ),
  ..."ワンピースの3巻はいくらですか|リボンー|リボーン|ヴァガボンド|おしえて|ますでしょうか|第十二|ヴァガボンー".split(
    "|",
  ),
]

const piece = fc.oneof(
  fc.constantFrom(...parts),
  fc.constantFrom(...titles),
  fc.string({ minLength: 1, maxLength: 6, unit: "binary" }),
)
const repeated = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.constantFrom("", " ", "、", "\n"))
  .map(([pieces, between]) => pieces.join(between) + between)

/** Whole parts only: a part that is cut off may be another word, and cost something of its own. */
const times = (part: string, length: number): string => part.repeat(Math.ceil(length / part.length))

const mostPerLetter = 150

describe("reading", () => {
  it("looks at each letter of a long text a bounded number of times", () => {
    fc.assert(
      fc.property(repeated, (part) => {
        const text = times(part, 1_500)
        expect(looksAt(text)).toBeLessThan(mostPerLetter * text.length)
      }),
      { numRuns: 100, examples: parts.map((part) => [part]) },
    )
  })

  it("looks no more than 2.5 times as often at twice the text", () => {
    fc.assert(
      fc.property(repeated, (part) => {
        const text = times(part, 500)
        expect(looksAt(text + text)).toBeLessThanOrEqual(2.5 * looksAt(text))
      }),
      { numRuns: 100, examples: parts.map((part) => [part]) },
    )
  })

  it("reads no more letters than there may be, however many a character becomes", () => {
    for (const character of ["㍿", "ﷺ", "½", "㌖", "a"]) {
      const { text } = lettersOf(character.repeat(5_000))
      expect(text.length).toBeLessThanOrEqual(mostLetters + 1)
      expect(text.endsWith(specialFigure)).toBe(true)
    }
  })
})
