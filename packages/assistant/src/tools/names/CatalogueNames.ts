/**
 * The names by which titles, genres and people of a catalogue are called, in both languages, resolved leniently.
 */
import type { Genre, Series } from "@manga-assist/catalogue"
import { perCatalogue } from "../../reading/PerCatalogue.ts"
import { type Entry, NameIndex } from "./NameIndex.ts"

const labelOf = (english: string, japanese: string): string =>
  english === japanese ? english : `${english} / ${japanese}`

const titleEntry = ({ aliases, english, id, japanese, romaji }: Series): Entry => ({
  value: id,
  label: labelOf(english, japanese),
  spellings: [id, english, japanese, romaji, ...aliases],
})

const genreEntry = ({ aliases, english, id, japanese }: Genre): Entry => {
  const parts = [...english.split(" & "), ...japanese.split("・")]
  return { value: id, label: id, spellings: [id, english, japanese, ...parts, ...aliases] }
}

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

const putPeople = (people: NameIndex, { author }: Series): void => {
  const japanese = author.japanese.split("、")
  author.english
    .split(", ")
    .forEach((english, at) => people.put(personEntry(english, japanese[at] ?? english)))
}

export const namesOf = perCatalogue(
  (catalogue) => ({
    catalogue,
    titles: new NameIndex(),
    genres: new NameIndex(),
    people: new NameIndex(),
  }),
  ({ catalogue, genres, people, titles }, series) => {
    titles.put(titleEntry(series))
    putPeople(people, series)
    for (const id of series.genres) {
      const genre = catalogue.genre(id)
      if (genre !== undefined) genres.put(genreEntry(genre))
    }
  },
  ({ catalogue, people, titles }, { author, id }) => {
    titles.delete(id)
    for (const person of author.english.split(", ")) {
      if (catalogue.worksOf(person).length === 0) people.delete(person)
    }
  },
)
