/**
 * A wish as a search can be made of: the input of `find_products` with names resolved to ids of the catalogue. Pure.
 *
 * A name that means nothing is told with the nearest ones. A refused title that the store does not carry is refused
 * anyway.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import { selectFields } from "@manga-assist/payload"
import { namesOf } from "../names/CatalogueNames.ts"
import type { NameIndex } from "../names/NameIndex.ts"
import { brokenRule, type Caller, quoted, type ToolResult } from "../Tool.ts"
import type { FindInput } from "./FindInput.ts"

/** How near to a title: two genres in common, or one. */
export interface Likeness {
  readonly series: Series
  readonly genres: 1 | 2
}

/** What needs no resolving. */
const facets = [
  "age",
  "format",
  "price",
  "readers",
  "released",
  "sort",
  "status",
  "volumes",
  "words",
  "years",
] as const
const facetsOf = (input: FindInput) => selectFields(input, facets)

export interface FindWish extends ReturnType<typeof facetsOf> {
  readonly genres: ReadonlyArray<string>
  /** One of the genres will do. */
  readonly anyGenre: boolean
  readonly notGenres: ReadonlyArray<string>
  readonly like?: Likeness
  /** English names; one of them will do. */
  readonly authors: ReadonlyArray<string>
  /** Ids of series. */
  readonly notSeries: ReadonlyArray<string>
  readonly limit: number
}

/** As many as a customer is shown. */
export const usualLimit = 5

type Field = "author" | "genres" | "like" | "not_genres"

interface Unknown {
  readonly field: Field
  readonly name: string
  readonly index: NameIndex
}

const rules: Readonly<Record<Field, string>> = {
  author: "the store has nothing by this person",
  genres: "no genre of the store; a theme or mood belongs into words",
  not_genres: "no genre of the store",
  like: "the store does not carry this title",
}

const unknownName = ({ field, index, name }: Unknown): ToolResult => {
  const near = index.nearest(name)
  // Genres are few.
  const isOfGenres = field === "genres" || field === "not_genres"
  const nearest = near.length === 0 && isOfGenres ? index.labels : near
  return brokenRule(field, rules[field], { unknown: quoted(name), nearest })
}

export const wishOf = (
  input: FindInput,
  catalogue: Catalogue,
  { seen }: Pick<Caller, "seen">,
): FindWish | ToolResult => {
  const { genres, people, titles } = namesOf(catalogue)
  const unknown: Array<Unknown> = []
  const called = (field: Field, index: NameIndex, names: ReadonlyArray<string>) =>
    names.flatMap((name) => {
      const found = index.find(name)
      if (found.length === 0) unknown.push({ field, name, index })
      return found
    })
  const wish = {
    genres: called("genres", genres, input.genres ?? []),
    notGenres: called("not_genres", genres, input.not_genres ?? []),
    authors: called("author", people, input.author === undefined ? [] : [input.author]),
  }
  const [likeId] = called("like", titles, input.like === undefined ? [] : [input.like])
  const series = likeId === undefined ? undefined : catalogue.of(likeId)
  const [first] = unknown
  if (first !== undefined) return unknownName(first)
  return {
    ...facetsOf(input),
    ...wish,
    anyGenre: false,
    ...(series === undefined ? {} : { like: { series, genres: 2 } }),
    notSeries: [
      ...new Set([
        ...(input.not_titles ?? []).flatMap((title) => titles.find(title)),
        ...(likeId === undefined ? [] : [likeId]),
        ...(input.others === true ? seen : []),
      ]),
    ],
    limit: input.limit ?? usualLimit,
  }
}
