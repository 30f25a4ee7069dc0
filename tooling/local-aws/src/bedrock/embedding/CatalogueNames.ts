/**
 * Finds titles, authors, genres and volumes of the catalogue in a question, in any usual spelling (ナルト is Naruto),
 * by the store's grammar.
 *
 * `namesIn` returns them by name. `catalogueConcepts` returns them as ids such as `series:one-piece` or `genre:food`,
 * which the emulated embedding counts as features of the text, so that spellings and languages share them.
 */
import { series } from "@manga-assist/catalogue"
import { numbersWritten, read, titlesIn, volumesNamed } from "@manga-assist/store-grammar"
import type { Lexicon } from "./Embedding.ts"

const titles = new Map(series().map(({ english, id }) => [id, english]))

export interface NamedInQuestion {
  /** English titles, in the order of the text. */
  readonly titles: ReadonlyArray<string>
  /** English names. */
  readonly authors: ReadonlyArray<string>
  readonly genres: ReadonlyArray<string>
  readonly demographics: ReadonlyArray<string>
  /** Numbers of volumes, in the order of the text; of one title or of each. */
  readonly volumes: ReadonlyArray<number>
  /** Numbered books of several titles. */
  readonly books: ReadonlyArray<{ readonly title: string; readonly volume: number }>
  /** Has a word that is of no list, such as a title that the catalogue does not have. */
  readonly unknownName: boolean
}

export const namesIn = (question: string): NamedInQuestion => {
  const { reading, slots } = read(question)
  const named = titlesIn(question).series
  const books = (slots.books ?? []).flatMap(({ series: id, volume }) => {
    const title = titles.get(id)
    return title === undefined ? [] : [{ title, volume }]
  })
  return {
    titles: (named.size > 0 ? [...named] : slots.series).flatMap((id) => titles.get(id) ?? []),
    authors: slots.authors,
    genres: slots.genres,
    demographics: slots.demographic === undefined ? [] : [slots.demographic],
    volumes: [
      ...new Set([
        ...(typeof slots.volume === "number" ? [slots.volume] : []),
        ...books.map(({ volume }) => volume),
        ...volumesNamed(numbersWritten(reading)),
      ]),
    ],
    books,
    unknownName: slots.series.length === 0 && reading.tokens.some(({ kind }) => kind === "?"),
  }
}

const slug = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")

const conceptKinds: Readonly<Record<string, string | undefined>> = {
  SERIES: "series",
  PERSON: "author",
  GENRE: "genre",
  GENREMANGA: "genre",
  DEMO: "demographic",
}

/** The demo catalogue's concepts: wherever its names stand in a text, wished for or not. */
export const catalogueConcepts: Lexicon = {
  conceptsOf: (text) => {
    const named = read(text).reading.cut.flatMap(({ kind, value }) => {
      const concept = conceptKinds[kind]
      return concept === undefined
        ? []
        : [`${concept}:${concept === "author" ? slug(value) : value}`]
    })
    return [...new Set(named)]
  },
}
