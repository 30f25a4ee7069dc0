/**
 * Finds the word that a misspelt English word means, among the words of `asking-slips.list` and `mended.list`, the
 * names of genres, and the longer words of all word lists; `undefined` where none is near, or two are. It is asked
 * where the grammar itself, which forgives slips in the words of `asking-slips.list` alone, has left words unexplained.
 * `isOrdinary` tells which words are right as written.
 *
 * Pure. The index is built at the first call.
 */
import { clearlyNearest, NearWords } from "@manga-assist/language"
import { genreNames } from "../../GenreNames.ts"
import { storeGrammar } from "../../StoreGrammar.ts"
import { storeWorld } from "../../StoreWorld.ts"
import { isPlainWord } from "../../lists/PlainWords.ts"
import { listNamed } from "../../lists/WordFiles.ts"

/** A word that asks is meant rather than another one that is as near, and this rather than any other of the grammar. */
const handicap = 0.3
const handicapOfAny = 0.4
/** Whole words of the lists, none that is cut by a choice between spellings. */
const wordOfList = /(?<![a-z(|)])[a-z]{7,}(?![a-z(|)])/gu
const shortestGenre = 5
const latinWord = /^[a-z]+$/u

const listOf = (list: string): ReadonlyArray<string> => list.split(/\s+/u).filter(Boolean)

interface Word {
  readonly word: string
  readonly handicap: number
}

interface Indexes {
  readonly words: NearWords<Word>
  readonly ordinary: ReadonlySet<string>
}

let made: Indexes | undefined

const indexes = (): Indexes => {
  if (made !== undefined) return made
  const words = new NearWords<Word>()
  const known = new Set<string>()
  const add = (list: Iterable<string>, worse: number) => {
    for (const word of list) {
      if (!known.has(word)) words.add(word, { word, handicap: worse })
      known.add(word)
    }
  }
  add(listOf(listNamed("en/asking-slips")), 0)
  add(listOf(listNamed("en/mended")), handicap)
  add(
    genreNames()
      .map(({ spelling }) => spelling.toLowerCase())
      .filter((word) => word.length >= shortestGenre && latinWord.test(word)),
    handicap,
  )
  add(storeGrammar.words.match(wordOfList) ?? [], handicapOfAny)
  made = {
    words,
    ordinary: new Set([...(storeGrammar.ordinary ?? []), ...listOf(listNamed("en/like-mended"))]),
  }
  return made
}

/** Is it right as it is written? `word` is in small letters. */
export const isOrdinary = (word: string): boolean =>
  indexes().ordinary.has(word) || isPlainWord(word) || storeWorld.knows(word)

const isSameWord = ({ word: left }: Word, { word: right }: Word): boolean =>
  left === right || `${left}s` === right || `${right}s` === left

/** The word that is meant; `undefined` where none is near, or two are. */
export const misspeltWord = (written: string): string | undefined => {
  const near = indexes()
    .words.near(written)
    .map(({ cost, meant }) => ({ cost: cost + meant.handicap, meant }))
  return clearlyNearest(near, isSameWord)?.meant.word
}
