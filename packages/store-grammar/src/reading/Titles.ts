/**
 * Finds the names of the catalogue in what was read and gives its words without the titles: for texts that may be long,
 * such as a model's answer, and for questions that are searched for by meaning.
 */
import { spelt } from "@manga-assist/language"
import { kindsIn, type Reading, type Token } from "../kinds/Kind.ts"

const isTitle = ({ kind, sense }: Token): boolean => sense?.name === true && kind === "SERIES"

/** What was read, in the letters that are compared, without its titles. */
export const wordsAroundTitles = ({ cut, letters }: Reading): string =>
  cut
    .map((token) => (isTitle(token) ? " " : spelt(token, letters)))
    .join("")
    .trim()

export interface TitlesRead {
  /** Ids. */
  readonly series: ReadonlySet<string>
  /** English names. */
  readonly people: ReadonlySet<string>
  /** Publishers, genres and readers. */
  readonly others: ReadonlySet<string>
  /** The words other than titles. */
  readonly rest: string
}

const others = kindsIn("PUBLISHERNAME GENRE DEMO")

const valuesOf = ({ cut }: Reading, which: (token: Token) => boolean): ReadonlySet<string> =>
  new Set(cut.filter(which).map(({ value }) => value))

export const titlesOf = (reading: Reading): TitlesRead => ({
  series: valuesOf(reading, isTitle),
  people: valuesOf(reading, ({ kind }) => kind === "PERSON"),
  others: valuesOf(reading, ({ kind }) => others.includes(kind)),
  rest: wordsAroundTitles(reading),
})
