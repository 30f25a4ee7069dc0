/**
 * Finds the Japanese title or name that is written with one or two slips: 鋼の練金術師, 君に届げ, 尾田栄一朗. Katakana and hiragana
 * count as the same; `undefined` where none is near enough, or two are.
 *
 * Texts of more than 120 letters are not searched. Letters that other words of the grammar explain are mostly not taken
 * for a title. Pure; the index of letter pairs is built at the first call.
 */
import { nearestPart, type Reading } from "@manga-assist/language"
import { storeNames } from "../../Names.ts"
import { storeWorld } from "../../StoreWorld.ts"

/** A shorter title is as near to other words. */
const shortest = 5
/** One of so many letters is meant where a kanji is another, or the slip is hardly seen: a voicing mark, a long vowel. */
const shortestAlike = 4
/** From here on two letters may be wrong. */
const long = 9
/** A question that names a title is short; the work is bounded. */
const longestText = 120
/** Titles that share most pairs with a text; more are not compared with it. */
const mostCompared = 12

interface Title {
  readonly value: string
  readonly spelling: string
  readonly letters: string
  readonly most: number
}

interface Folded {
  readonly text: string
  /** Where each of its letters, and its end, stands in what was folded. */
  readonly places: ReadonlyArray<number>
}

const vowelsOfV: Readonly<Record<string, string>> = { ぁ: "ば", ぃ: "び", ぇ: "べ", ぉ: "ぼ" }

const hiraganaOf = (letter: string): string =>
  letter >= "ァ" && letter <= "ヶ" ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter

/** In hiragana, and ヴァ as バ. */
const folded = (written: string): Folded => {
  let text = ""
  const places: Array<number> = []
  for (let at = 0; at < written.length; at++) {
    const letter = hiraganaOf(written.charAt(at))
    const vowel = letter === "ゔ" ? vowelsOfV[hiraganaOf(written.charAt(at + 1))] : undefined
    text += letter === "ゔ" ? (vowel ?? "ぶ") : letter
    places.push(at)
    if (vowel !== undefined) at++
  }
  return { text, places: [...places, written.length] }
}

const japanese = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー0-9]+$/u

const pairsOf = (text: string): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))

const twoKanji = /\p{sc=Han}.*\p{sc=Han}/u

/** What slips may cost in a title; see `SlipDistance.ts`. */
const mostCost = (letters: string): number => {
  const { length } = letters
  if (length < shortest) return twoKanji.test(letters) ? 0.9 : 0.5
  return length < long ? 1.1 : 2.2
}

let byPair: ReadonlyMap<string, ReadonlyArray<Title>> | undefined

const index = (): ReadonlyMap<string, ReadonlyArray<Title>> => {
  if (byPair !== undefined) return byPair
  const made = new Map<string, Array<Title>>()
  for (const { exact, kind, spelling, value } of storeNames()) {
    // A person's name is exact in Latin letters, where a short one is as near to other words.
    if (kind !== "PERSON" && (exact === true || kind !== "SERIES")) continue
    const letters = folded(storeWorld.read(spelling).letters.text).text
    const least = kind === "PERSON" ? shortest : shortestAlike
    if (letters.length < least || !japanese.test(letters)) continue
    const title = { value, spelling, letters, most: mostCost(letters) }
    for (const pair of new Set(pairsOf(letters))) {
      const titles = made.get(pair)
      if (titles === undefined) made.set(pair, [title])
      else titles.push(title)
    }
  }
  byPair = made
  return made
}

/** One slip breaks two pairs. */
const fewestPairs = ({ letters }: Title): number =>
  Math.max(letters.length < shortest ? 1 : 2, letters.length - 1 - (letters.length >= long ? 4 : 2))

/** Where a title is written with a slip, and how it is spelt. */
export interface NearTitle {
  readonly start: number
  readonly end: number
  readonly spelling: string
}

/** Of what a title is read from so much is explained by no list: ボックスセット is no エックス. */
const leastUnexplained = 0.4

const isUnexplained = (
  { cut }: Reading,
  places: ReadonlyArray<number>,
  part: { readonly start: number; readonly end: number },
): boolean => {
  const [start = 0, end = 0] = [places[part.start], places[part.end]]
  const unknown = cut
    .filter(({ kind }) => kind === "?")
    .reduce(
      (sum, each) => sum + Math.max(0, Math.min(end, each.end) - Math.max(start, each.start)),
      0,
    )
  return unknown >= leastUnexplained * (end - start)
}

/** The one that is so near; `undefined` where none is, or two are. */
export const nearTitle = (reading: Reading): NearTitle | undefined => {
  const { text: written } = reading.letters
  const { places, text } = folded(written)
  if (text.length > longestText) return undefined
  const shared = new Map<Title, number>()
  for (const pair of new Set(pairsOf(text))) {
    for (const title of index().get(pair) ?? []) shared.set(title, (shared.get(title) ?? 0) + 1)
  }
  const near = [...shared]
    .filter(([title, pairs]) => pairs >= fewestPairs(title))
    .toSorted((left, right) => right[1] - left[1])
    .slice(0, mostCompared)
    .flatMap(([title]) => {
      const part = nearestPart(text, title.letters, title.most)
      const isWhole =
        part !== undefined && part.end - part.start >= Math.min(shortest, title.letters.length)
      return part === undefined || !isWhole || !isUnexplained(reading, places, part)
        ? []
        : [{ title, part }]
    })
    .toSorted((left, right) => right.title.letters.length - left.title.letters.length)
  const [first] = near
  if (first === undefined || near.some(({ title }) => title.value !== first.title.value)) {
    return undefined
  }
  const { end, start } = first.part
  return { start: places[start] ?? start, end: places[end] ?? end, spelling: first.title.spelling }
}
