/**
 * The names by which titles, genres and people of a catalogue are called, in both languages, resolved leniently. Made
 * once for each catalogue.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import { oncePer } from "../../reading/OncePer.ts"
import { type Entry, NameIndex } from "./NameIndex.ts"

export interface CatalogueNames {
  readonly titles: NameIndex
  readonly genres: NameIndex
  readonly people: NameIndex
}

const labelOf = (english: string, japanese: string): string =>
  english === japanese ? english : `${english} / ${japanese}`

const titleEntry = ({ aliases, english, id, japanese, romaji }: Series): Entry => ({
  value: id,
  label: labelOf(english, japanese),
  spellings: [id, english, japanese, romaji, ...aliases],
})

const genreEntries = (catalogue: Catalogue): ReadonlyArray<Entry> =>
  [...new Set(catalogue.series.flatMap(({ genres }) => genres))].flatMap((id) => {
    const genre = catalogue.genre(id)
    if (genre === undefined) return []
    const { aliases, english, japanese } = genre
    const parts = [...english.split(" & "), ...japanese.split("・")]
    return [{ value: id, label: id, spellings: [id, english, japanese, ...parts, ...aliases] }]
  })

/** Two kanji are mostly a surname. */
const surname = /^\p{sc=Han}{2}(?=.)/u

/** "Naoki Urasawa", "Urasawa Naoki", "Urasawa", 浦沢直樹, 浦沢. */
const personEntry = (english: string, japanese: string): Entry => {
  const words = english.split(" ")
  const last = words.at(-1) ?? english
  const [family] = surname.exec(japanese) ?? []
  return {
    value: english,
    label: labelOf(english, japanese),
    spellings: [
      english,
      [last, ...words.slice(0, -1)].join(" "),
      last,
      japanese,
      ...(family === undefined ? [] : [family]),
    ],
  }
}

const personEntries = (catalogue: Catalogue): ReadonlyArray<Entry> => {
  const people = new Map<string, string>()
  for (const { author } of catalogue.series) {
    const japanese = author.japanese.split("、")
    author.english
      .split(", ")
      .forEach((english, at) => people.set(english, japanese[at] ?? english))
  }
  return [...people].map(([english, japanese]) => personEntry(english, japanese))
}

export const namesOf = oncePer((catalogue: Catalogue): CatalogueNames => ({
  titles: new NameIndex(catalogue.series.map(titleEntry)),
  genres: new NameIndex(genreEntries(catalogue)),
  people: new NameIndex(personEntries(catalogue)),
}))
