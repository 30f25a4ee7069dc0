/**
 * Finds the titles of the catalogue in what was read and gives the rest of its words: for texts that may be long, such as
 * a model's answer, and for questions that are searched for by meaning.
 */
import { spelt } from "@manga-assist/language"
import type { Reading, Token } from "../kinds/Kind.ts"

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
  /** The other words. */
  readonly rest: string
}

export const titlesOf = (reading: Reading): TitlesRead => ({
  series: new Set(reading.cut.filter(isTitle).map(({ value }) => value)),
  rest: wordsAroundTitles(reading),
})
