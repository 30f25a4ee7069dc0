/** Names of the catalogue in a question, in any spelling a reader would know: ナルト is Naruto. */
import { genres, makeLexicon, series } from "@manga-assist/catalogue"

const lexicon = makeLexicon(series(), genres())
const titles = new Map(series().map(({ english, id }) => [id, english]))

export interface NamedInQuestion {
  /** English titles, in the order of the text. */
  readonly titles: ReadonlyArray<string>
  /** English names. */
  readonly authors: ReadonlyArray<string>
  readonly genres: ReadonlyArray<string>
  readonly demographics: ReadonlyArray<string>
}

export const namesIn = (question: string): NamedInQuestion => {
  const found = lexicon.find(question)
  return {
    titles: [...new Set(found.series.flatMap(({ id }) => titles.get(id) ?? []))],
    authors: [...new Set(found.authors.map(({ id }) => id))],
    genres: [...new Set(found.genres.map(({ id }) => id))],
    demographics: [...new Set(found.demographics.map(({ id }) => id))],
  }
}
