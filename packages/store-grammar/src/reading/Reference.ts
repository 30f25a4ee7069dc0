/** What a text without a form says about something said before it; `FollowUp.ts` of the assistant fills it in. */
import type { Letters, Token } from "@manga-assist/language"
import { isPlainWord } from "../lists/PlainWords.ts"
import { pointsBack } from "./Flags.ts"
import type { Understood } from "./Intent.ts"
import * as kinds from "./Kinds.ts"
import type { Reference } from "./Reading.ts"
import { says } from "./Said.ts"
import { spelt } from "./Titles.ts"

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

const ordinals: ReadonlyArray<RegExp> = [
  /\bfirst\b|最初の|[一1](?:番|つ)目/u,
  /\bsecond\b|[二2](?:番|つ)目/u,
  /\bthird\b|[三3](?:番|つ)目/u,
  /\bfourth\b|[四4](?:番|つ)目/u,
  /\bfifth\b|[五5](?:番|つ)目/u,
]

const ordinalIn = (tokens: ReadonlyArray<Token>, letters: Letters): number | undefined => {
  for (const token of tokens) {
    if (token.kind === "ORD") return Number(token.value) - 1
    if (token.kind !== "THEY") continue
    const written = spelt(token, letters)
    const at = ordinals.findIndex((pattern) => pattern.test(written))
    if (at >= 0) return at
  }
  return undefined
}

/** More words than these beside a number, and it is not the volume of what was spoken of. */
const fewWords = 3
const mostVolumes = 999

export const referenceOf = (
  tokens: ReadonlyArray<Token>,
  letters: Letters,
  { said }: Understood,
): Reference => {
  const [number, second] = said["NUM"] ?? []
  const alone =
    number !== undefined &&
    second === undefined &&
    tokens.length <= fewWords &&
    Number(number) <= mostVolumes
  const ordinal = ordinalIn(tokens, letters)
  return {
    back: pointsBack(tokens),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(alone ? { number: Number(number) } : {}),
    compares: says(said, kinds.compares) || says(said, ["WHICH"]),
    aboutPrice:
      says(said, kinds.cheapness) ||
      (said["MEASURE"] ?? []).some((measure) => measure === "cheaper" || measure === "dearer"),
    unknownName: unknownWords(tokens, letters).some(
      (word) => !isPlainWord(word) && (latinWord.test(word) || japaneseWord.test(word)),
    ),
  }
}
