/**
 * Finds the word of `mended.list` that is meant where an input method chose a wrong kanji of the same reading, or one
 * that looks alike: 送量 is 送料, 発買日 is 発売日, 寄生銃 is 寄生獣. At least half of a word's kanji must be right, or nothing else explains
 * any, and what stands beside it must not be a part of a longer unexplained word (新感覚 is no 新刊).
 *
 * Pure; the index is built at the first call.
 */
import { kanji } from "@manga-assist/language"
import type { Reading } from "../../kinds/Kind.ts"
import { listNamed } from "../../lists/WordFiles.ts"
import { storeNames } from "../../Names.ts"
import { names } from "../Kinds.ts"

interface Place {
  readonly word: string
  /** Of a title or a person, not of `mended.list`. */
  readonly isName: boolean
  /** Where the kanji stands in the word. */
  readonly at: number
}

interface Index {
  readonly alike: ReadonlyMap<string, ReadonlySet<string>>
  /** Words by a kanji that may stand for one of theirs. */
  readonly places: ReadonlyMap<string, ReadonlyArray<Place>>
}

/** A single kanji needs kana beside it that tell the word: 読める. */
const shortestOfOne = 3
const shortestName = 2
const volume = "巻"
const figure = /[0-9]/u
const han = /\p{sc=Han}/u

const listOf = (name: string): ReadonlyArray<string> =>
  listNamed(name).split(/\s+/u).filter(Boolean)

const countOf = (word: string): number =>
  Array.from(word).filter((letter) => han.test(letter)).length

let made: Index | undefined

const index = (): Index => {
  if (made !== undefined) return made
  const alike = new Map<string, Set<string>>()
  for (const group of listOf("ja/homophones")) {
    for (const letter of group) {
      const others = alike.get(letter) ?? new Set()
      for (const other of group) if (other !== letter) others.add(other)
      alike.set(letter, others)
    }
  }
  const places = new Map<string, Array<Place>>()
  const add = (word: string, isName: boolean) => {
    Array.from(word).forEach((letter, at) => {
      for (const other of alike.get(letter) ?? []) {
        const others = places.get(other) ?? []
        others.push({ word, at, isName })
        places.set(other, others)
      }
    })
  }
  for (const word of listOf("ja/mended")) {
    const count = countOf(word)
    if (count > 1 || (count === 1 && word.length >= shortestOfOne)) add(word, false)
  }
  for (const { common, kind, spelling } of storeNames()) {
    const isNamed = kind === "SERIES" || kind === "PERSON"
    if (isNamed && common !== true && spelling.length >= shortestName && countOf(spelling) > 1) {
      add(spelling, true)
    }
  }
  made = { alike, places }
  return made
}

/** How many kanji are others than those of the word; `undefined` where it is another word. */
const wrongIn = (written: string, word: string): number | undefined => {
  if (written.length !== word.length) return undefined
  let wrong = 0
  for (let at = 0; at < word.length; at++) {
    const letter = word.charAt(at)
    if (written[at] === letter) continue
    if (index().alike.get(letter)?.has(written.charAt(at)) !== true) return undefined
    wrong++
  }
  return wrong
}

export interface WrongKanji {
  readonly start: number
  readonly end: number
  readonly word: string
}

/** Words with a wrong kanji, in the letters of the text; a name only where no other is named. */
export const wrongKanji = ({ cut, letters }: Reading): ReadonlyArray<WrongKanji> => {
  const { scripts, text } = letters
  const isNamed = cut.some(({ kind }) => names.includes(kind))
  const unexplained = new Set(
    cut.flatMap(({ kind, start }) => (kind === "?" && scripts[start] === kanji ? [start] : [])),
  )
  const isMeant = (start: number, word: string, isName: boolean): boolean => {
    const end = start + word.length
    if (start < 0 || unexplained.has(start - 1) || unexplained.has(end)) return false
    const wrong = wrongIn(text.slice(start, end), word)
    if (wrong === undefined) return false
    const count = countOf(word)
    // Two letters are as near to another word: 蟲氏 is 蟲師 only where neither is a word.
    const isShort = isName && word.length === shortestName
    if (!isShort && wrong <= Math.max(1, Math.floor(count / 2))) return true
    return count === word.length && Array.from(word).every((_, at) => unexplained.has(start + at))
  }
  const found: Array<WrongKanji> = []
  for (const at of unexplained) {
    if (at < (found.at(-1)?.end ?? 0)) continue
    const [longest] = (index().places.get(text.charAt(at)) ?? [])
      .filter(
        ({ at: place, isName, word }) => !(isName && isNamed) && isMeant(at - place, word, isName),
      )
      .toSorted((left, right) => right.word.length - left.word.length)
    if (longest !== undefined) {
      const start = at - longest.at
      found.push({ start, end: start + longest.word.length, word: longest.word })
    } else if (figure.test(text.charAt(at - 1)) && wrongIn(text.charAt(at), volume) === 1) {
      found.push({ start: at, end: at + 1, word: volume })
    }
  }
  return found
}
