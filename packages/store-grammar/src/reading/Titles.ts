/** Titles in a text that may be long: an answer of a model, or a question that is searched for by its meaning. */
import { type Reading, spelt, type Token } from "@manga-assist/language"
import { storeWorld } from "../StoreWorld.ts"

export const isTitle = ({ kind, sense }: Token): boolean =>
  sense?.name === true && kind === "SERIES"

/** What was read, in the letters that are compared, without its titles. */
export const wordsAroundTitles = ({ cut, letters }: Reading): string =>
  cut
    .map((token) => (isTitle(token) ? " " : spelt(token, letters)))
    .join("")
    .trim()

/** Ids of the series that a text names, and its words without them. Of a long text the first 2,000 letters are read. */
export const titlesIn = (
  text: string,
): { readonly series: ReadonlySet<string>; readonly rest: string } => {
  const reading = storeWorld.read(text)
  return {
    series: new Set(reading.cut.filter(isTitle).map(({ value }) => value)),
    rest: wordsAroundTitles(reading),
  }
}
