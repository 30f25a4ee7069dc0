/**
 * The Japanese title or name that a text without a title is a slip or two away from: 鋼の練金術師, 君に届げ, 尾田栄一朗.
 * Katakana and hiragana are one.
 *
 * Pure. Of a text that no list explains whole. The index by pairs of letters is made at the first such text.
 */
import { type Letters, nearestPart } from "@manga-assist/language"
import { storeNames } from "../Names.ts"
import { storeWorld } from "../StoreWorld.ts"

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

const inHiragana = (text: string): string =>
  text.replaceAll(/[ァ-ヶ]/gu, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))

const japanese = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー0-9]+$/u

const pairsOf = (text: string): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))

/** What slips may cost in a title of so many letters; see `SlipDistance.ts`. */
const mostCost = (length: number): number => {
  if (length < shortest) return 0.9
  return length < long ? 1.1 : 2.2
}

let byPair: ReadonlyMap<string, ReadonlyArray<Title>> | undefined

const index = (): ReadonlyMap<string, ReadonlyArray<Title>> => {
  if (byPair !== undefined) return byPair
  const made = new Map<string, Array<Title>>()
  for (const { exact, kind, spelling, value } of storeNames()) {
    // A person's name is exact in Latin letters, where a short one is as near to other words.
    if (kind !== "PERSON" && (exact === true || kind !== "SERIES")) continue
    const letters = inHiragana(storeWorld.read(spelling).letters.text)
    const least = kind === "PERSON" ? shortest : shortestAlike
    if (letters.length < least || !japanese.test(letters)) continue
    const title = { value, spelling, letters, most: mostCost(letters.length) }
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

/** The one that is so near; `undefined` where none is, or two are. */
export const nearTitle = ({ text: written }: Letters): NearTitle | undefined => {
  const text = inHiragana(written)
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
      return part === undefined || !isWhole ? [] : [{ title, part }]
    })
    .toSorted((left, right) => right.title.letters.length - left.title.letters.length)
  const [first] = near
  if (first === undefined || near.some(({ title }) => title.value !== first.title.value)) {
    return undefined
  }
  return { start: first.part.start, end: first.part.end, spelling: first.title.spelling }
}
