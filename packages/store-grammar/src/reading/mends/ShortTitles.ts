/**
 * Finds the series that a customer names by distinctive words of its title: "and Yona?", "How about Dragon Quest Dai?".
 * A word is distinctive if the English or romanised title of one series alone has it. All neighbouring words that
 * nothing explains must be of that title: "Fire Punch" is not "Fire Force".
 *
 * Pure; the index is built at the first call.
 */
import { catalogue } from "../../KnownCatalogue.ts"

const shortest = 4
const words = /[a-z\u00c0-\u024f]+/giu

const plain = (word: string): string =>
  word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase()

interface Titled {
  readonly title: string
  readonly words: ReadonlySet<string>
}

let byWord: ReadonlyMap<string, Titled | undefined> | undefined

/** The series for each word that one alone has; `undefined` for a word that several have. */
const index = (): ReadonlyMap<string, Titled | undefined> => {
  if (byWord !== undefined) return byWord
  const made = new Map<string, Titled | undefined>()
  for (const { english, romaji } of catalogue.series) {
    const own = new Set(
      [english, romaji].flatMap((title) => (title.match(words) ?? []).map((word) => plain(word))),
    )
    for (const word of own) {
      if (word.length < shortest) continue
      made.set(word, made.has(word) ? undefined : { title: english, words: own })
    }
  }
  byWord = made
  return made
}

/** The English title; `run`: unexplained neighbours as they are written. */
export const titleByWords = (run: ReadonlyArray<string>): string | undefined => {
  for (const word of run) {
    const found = index().get(plain(word))
    if (found !== undefined) {
      return run.every((each) => found.words.has(plain(each))) ? found.title : undefined
    }
  }
  return undefined
}
