/**
 * Finds, around an unexplained word of a question, the title or person that is written with slips in Latin letters:
 * "is atack on titen finished", "dilicious in dungon", "jujutsukaizen". Candidates are names with a word similar to that
 * one, or similar to it with all their words run together; each is then compared, over all its words, with the words
 * there. `undefined` unless one is clearly nearest.
 *
 * Pure. The index is built at the first call.
 */
import { clearlyNearest, lettersIn, type Near, NearWords, slipsIn } from "@manga-assist/language"
import { storeNames } from "../../Names.ts"

interface Name {
  readonly value: string
  readonly spelling: string
  /** Without gaps. */
  readonly letters: string
  /** How many words it has. */
  readonly words: number
}

/** A name by its word at `at`; by all of it at once where it is `whole`. */
interface Place {
  readonly name: Name
  readonly at: number
  readonly whole: boolean
}

const shortestName = 5
const shortestWord = 3
const unmistakable = 8
const latinName = /^[a-z0-9]+$/u
const gaps = /[\s:,.!?/&"()\u2013\u2014~-]+/u

let index: NearWords<Place> | undefined

const places = (): NearWords<Place> => {
  if (index !== undefined) return index
  const made = new NearWords<Place>()
  for (const { common, exact, kind, spelling, value } of storeNames()) {
    if (exact === true || (kind !== "SERIES" && kind !== "PERSON")) continue
    const letters = lettersIn(spelling)
    if (letters.length < shortestName || !latinName.test(letters)) continue
    const words = spelling
      .split(gaps)
      .map((word) => lettersIn(word))
      .filter((word) => word !== "")
    if (common === true && words.length === 1) continue
    const name = { value, spelling, letters, words: words.length }
    made.add(letters, { name, at: 0, whole: true })
    if (words.length === 1) continue
    words.forEach((word, at) => {
      if (word.length >= shortestWord) made.add(word, { name, at, whole: false })
    })
  }
  index = made
  return made
}

/** Words of the text that are the name, from the first to the last. */
export interface MisspeltName {
  readonly from: number
  readonly to: number
  readonly spelling: string
}

interface Found extends MisspeltName {
  readonly value: string
}

/** The words around `at` that are the name: one more or one fewer where words are split or run together. */
const around = (
  words: ReadonlyArray<string>,
  at: number,
  { name, at: place, whole }: Place,
): ReadonlyArray<Near<Found>> => {
  const found: Array<Near<Found>> = []
  const count = whole ? 1 : name.words
  for (const from of [at - place, at - place - 1, at - place + 1]) {
    if (from < 0 || from > at) continue
    let letters = ""
    for (let to = from; to < Math.min(words.length, from + count + 1); to++) {
      letters += words[to] ?? ""
      if (to < at || Math.abs(to - from + 1 - count) > 1) continue
      const cost = slipsIn(letters, name.letters)
      if (cost !== undefined) {
        found.push({ cost, meant: { from, to, spelling: name.spelling, value: name.value } })
      }
    }
  }
  return found
}

/** Names by a word of them that is near; more are not compared. */
const mostPlaces = 24

/**
 * The name that the unexplained word at `at` is a part of, of the `words` of a text in small letters. `ordinary` says
 * which word is right as it is: alone it is no misspelt name.
 */
export const misspeltName = (
  words: ReadonlyArray<string>,
  at: number,
  ordinary: (word: string) => boolean,
): MisspeltName | undefined => {
  const written = words[at] ?? ""
  // "Parasite" is a word, but so long a one is meant for the title that it is nearest to where nobody explains it.
  const isOrdinary = written.length < unmistakable && ordinary(written)
  const near = places()
    .near(written)
    .filter(({ meant }) => !(isOrdinary && meant.whole))
    .slice(0, mostPlaces)
    .flatMap(({ meant }) => around(words, at, meant))
    .filter(({ meant: { from, to } }) => from < to || !isOrdinary)
  return clearlyNearest(near, (left, right) => left.value === right.value)?.meant
}
