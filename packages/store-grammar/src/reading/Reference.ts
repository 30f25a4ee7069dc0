/**
 * Finds what a text refers to in the conversation: a pronoun, "the second one", a lone number, a comparison, an
 * unknown name. Only for texts that the grammar does not understand as a whole (without a canonical form); the others
 * stand alone. It describes the reference and does not resolve it: `FollowUp.ts` of the assistant finds the book or
 * order meant.
 */
import { type Letters, stop } from "@manga-assist/language"
import type { Reading, Token } from "../kinds/Kind.ts"
import { isPlainWord } from "../lists/PlainWords.ts"
import { pointsBack } from "./Flags.ts"
import type { Understood } from "./Intent.ts"
import * as kinds from "./Kinds.ts"
import type { Reference } from "./Reading.ts"
import { says } from "./Said.ts"

const latinWord = /^[a-z]{2,}$/u
const japaneseWord = /^[\p{sc=Han}\p{sc=Katakana}ー]{2,}$/u

/** Unexplained neighbours are one word. */
export const unknownWords = (
  tokens: ReadonlyArray<Token>,
  { edges, text }: Letters,
): ReadonlyArray<string> => {
  const words: Array<string> = []
  let end = -1
  for (const token of tokens) {
    if (token.kind !== "?") continue
    const word = text.slice(token.start, token.end)
    if (token.start === end && edges[token.start] === 0) words.push((words.pop() ?? "") + word)
    else words.push(word)
    end = token.end
  }
  return words
}

const firsts: ReadonlySet<string> = new Set(["former"])
const ordinals = ["first", "second", "third", "fourth", "fifth"]

const ordinalIn = (tokens: ReadonlyArray<Token>): number | undefined => {
  for (const { kind, value } of tokens) {
    if (kind === "ORD") return Number(value) - 1
    const at = kind === "THEY" ? ordinals.indexOf(firsts.has(value) ? "first" : value) : -1
    if (at >= 0) return at
  }
  return undefined
}

/** "OK, just volume 1?": they open a text, and are unexplained within it. */
const openings: ReadonlySet<string> = new Set("ok okay just well oh yeah yep sure ah so".split(" "))

/** "Pity." and "for my notes" name nothing: all of a sentence among others, or a thing of the customer. */
const namingNothing = (
  tokens: ReadonlyArray<Token>,
  { edges, text }: Letters,
): ReadonlySet<Token> => {
  const nameless = new Set<Token>()
  for (let at = 0; at < tokens.length; at++) {
    const first = at
    while (tokens[at]?.kind === "?" && (at === first || edges[tokens[at]?.start ?? 0] !== stop)) {
      at++
    }
    const run = tokens.slice(first, at)
    const [opening, closing] = [run[0], run.at(-1)]
    if (opening === undefined || closing === undefined) continue
    // The next one of these may open a sentence of its own.
    at--
    const opens = first === 0 || edges[opening.start] === stop
    const closes = closing.end === text.length || edges[closing.end] === stop
    const isSentence = opens && closes && run.length < tokens.length
    for (const token of run) if (isSentence || openings.has(token.value)) nameless.add(token)
    if (tokens[first - 1]?.kind === "MINE") nameless.add(opening)
  }
  return nameless
}

/** More words than these beside a number, and it is not the volume of what was spoken of. */
const fewWords = 3
const mostVolumes = 999

export const referenceOf = (
  tokens: ReadonlyArray<Token>,
  { cut, letters }: Pick<Reading, "cut" | "letters">,
  { said }: Understood,
): Reference => {
  const talk = new Set(cut.filter(({ kind }) => kind === "TALK").map(({ start }) => start))
  const [number, second] = said["NUM"] ?? []
  const alone =
    number !== undefined &&
    second === undefined &&
    tokens.length <= fewWords &&
    Number(number) <= mostVolumes
  const ordinal = ordinalIn(tokens)
  const nameless = namingNothing(tokens, letters)
  return {
    back: pointsBack(tokens),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(alone ? { number: Number(number) } : {}),
    compares: says(said, kinds.compares) || says(said, ["WHICH"]),
    aboutPrice:
      says(said, kinds.cheapness) ||
      (said["MEASURE"] ?? []).some((measure) => measure === "cheaper" || measure === "dearer"),
    unknownName: unknownWords(
      tokens.filter(
        (token) => token.kind !== "?" || !(talk.has(token.start) || nameless.has(token)),
      ),
      letters,
    ).some((word) => !isPlainWord(word) && (latinWord.test(word) || japaneseWord.test(word))),
  }
}
