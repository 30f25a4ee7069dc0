/**
 * The words whose meaning is searched for. "Something like Berserk" is searched by what Berserk is
 * about: its name says nothing about the books that resemble it.
 */
import { genres, series } from "@manga-assist/catalogue"
import type { Question } from "./Question.ts"
import { lexicon } from "./StoreLexicon.ts"

const genreNames = new Map(
  genres().map((genre) => [genre.id, `${genre.english} ${genre.japanese}`]),
)
const seriesById = new Map(series().map((entry) => [entry.id, entry]))

/** Of more titles than this, the resemblance would be to nothing in particular. */
const mostTitles = 2

interface Span {
  readonly start: number
  readonly end: number
}

const cut = (text: string, spans: ReadonlyArray<Span>): string =>
  spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { end, start }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text)

/** `text` with each recognised title taken out. */
export const withoutTitles = (text: string): string => cut(text, lexicon.find(text).series)

/** `text` with the catalogue's own names of genres and readerships taken out. */
export const withoutGenres = (text: string): string => {
  const { demographics, genres: found } = lexicon.find(text)
  return cut(text, [...found, ...demographics])
}

export const meaningText = ({ text, slots }: Question): string => {
  if (slots.series.length === 0) return text
  const described = slots.series.slice(0, mostTitles).flatMap((id) => {
    const entry = seriesById.get(id)
    if (entry === undefined) return []
    const kinds = entry.genres.map((genre) => genreNames.get(genre) ?? genre).join(", ")
    return [`${entry.demographic} ${kinds}`, entry.synopsisEnglish, entry.synopsisJapanese]
  })
  return [withoutTitles(text), ...described].join("\n")
}
