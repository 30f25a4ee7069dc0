/**
 * Finds the titles and people of the catalogue in a text and gives the rest of its words: for texts that may be long, such as a
 * model's answer, and for questions that are searched for by meaning. Only the first 2,000 letters are read.
 */
import { spelt } from "@manga-assist/language"
import type { Reading, Token } from "../kinds/Kind.ts"
import { storeWorld } from "../StoreWorld.ts"

const isTitle = ({ kind, sense }: Token): boolean => sense?.name === true && kind === "SERIES"

/** What was read, in the letters that are compared, without its titles. */
export const wordsAroundTitles = ({ cut, letters }: Reading): string =>
  cut
    .map((token) => (isTitle(token) ? " " : spelt(token, letters)))
    .join("")
    .trim()

/** Ids of the series and names of the people that a text names, and its words without the titles. Of a long text the first 2,000 letters are read. */
export const titlesIn = (
  text: string,
): {
  readonly series: ReadonlySet<string>
  readonly people: ReadonlySet<string>
  readonly rest: string
} => {
  const reading = storeWorld.read(text)
  return {
    series: new Set(reading.cut.filter(isTitle).map(({ value }) => value)),
    people: new Set(reading.cut.filter(({ kind }) => kind === "PERSON").map(({ value }) => value)),
    rest: wordsAroundTitles(reading),
  }
}
