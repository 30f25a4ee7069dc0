/**
 * Finds the Japanese title that a text misspells by one or two letters (鋼の練金術師). Katakana and hiragana count as
 * equal.
 *
 * Pure. Used only for texts without a form, so that nothing read here is ever shared. The index of letter pairs is
 * built at the first such text.
 */
import { series } from "@manga-assist/catalogue"
import type { Letters } from "@manga-assist/language"
import { storeWorld } from "../StoreWorld.ts"

/** A shorter title is as near to other words. */
const shortest = 5
/** From here on two letters may be wrong. */
const long = 9
/** A question that names a title is short; the work is bounded. */
const longestText = 120

interface Title {
  readonly id: string
  readonly letters: string
}

const inHiragana = (text: string): string =>
  text.replaceAll(/[ァ-ヶ]/gu, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))

const japanese = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー0-9]+$/u

const pairsOf = (text: string): ReadonlyArray<string> =>
  Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))

let byPair: ReadonlyMap<string, ReadonlyArray<Title>> | undefined

const index = (): ReadonlyMap<string, ReadonlyArray<Title>> => {
  if (byPair !== undefined) return byPair
  const made = new Map<string, Array<Title>>()
  for (const { aliases, id, japanese: title } of series()) {
    for (const name of [title, ...aliases]) {
      const letters = inHiragana(storeWorld.read(name).letters.text)
      if (letters.length < shortest || !japanese.test(letters)) continue
      const entry = { id, letters }
      for (const pair of new Set(pairsOf(letters))) {
        made.set(pair, [...(made.get(pair) ?? []), entry])
      }
    }
  }
  byPair = made
  return made
}

/** The fewest edits that make a part of `text` of `title`. */
const distanceWithin = (title: string, text: string): number => {
  let row = Array.from({ length: text.length + 1 }, () => 0)
  for (let at = 1; at <= title.length; at++) {
    const next = [at]
    for (let to = 1; to <= text.length; to++) {
      const same = title[at - 1] === text[to - 1] ? 0 : 1
      next.push(Math.min((row[to - 1] ?? 0) + same, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(...row)
}

const mostEdits = ({ letters }: Title): number => (letters.length >= long ? 2 : 1)

/** One edit breaks two pairs. */
const fewestPairs = (title: Title): number =>
  Math.max(2, title.letters.length - 1 - 2 * mostEdits(title))

/** The id of the one series that is so near; `undefined` where none is, or two are. */
export const nearTitle = ({ text: written }: Letters): string | undefined => {
  const text = inHiragana(written)
  if (text.length > longestText) return undefined
  const shared = new Map<Title, number>()
  for (const pair of new Set(pairsOf(text))) {
    for (const title of index().get(pair) ?? []) shared.set(title, (shared.get(title) ?? 0) + 1)
  }
  const near = [...shared].flatMap(([title, pairs]) =>
    pairs >= fewestPairs(title) && distanceWithin(title.letters, text) <= mostEdits(title)
      ? [title.id]
      : [],
  )
  const [id, other] = new Set(near)
  return other === undefined ? id : undefined
}
