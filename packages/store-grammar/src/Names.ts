/**
 * Lists the spellings by which a text can name what a catalogue has: titles, people, genres, publishers and their
 * magazines. Pure.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import { genreNames } from "./GenreNames.ts"
import type { Name } from "./kinds/Kind.ts"
import { magazineNames } from "./MagazineNames.ts"
import { personNames } from "./PeopleNames.ts"
import { publisherNames } from "./PublisherNames.ts"
import { shortTitles } from "./ShortTitles.ts"
import { abbreviations, type NamesOf, titleNames, titlesBehindNames } from "./TitleNames.ts"

const peopleOf: NamesOf = ({ author }) => {
  const japanese = author.japanese.split("、")
  return author.english
    .split(", ")
    .flatMap((english, at) => personNames(english, japanese[at] ?? english))
}

const publisherOf: NamesOf = ({ publisher }) =>
  publisher === undefined ? [] : publisherNames(publisher)

/** Names that no series has to itself: those of genres, and of magazines. */
const namesOfAll = ({ genres }: Catalogue): ReadonlyArray<Name> => [
  ...genreNames(genres),
  ...magazineNames(),
]

const madeOfTitles: ReadonlyArray<NamesOf> = [abbreviations, shortTitles]

/** Of equal spellings the one of the earlier list counts. */
const lists: ReadonlyArray<NamesOf> = [
  ...titleNames,
  (series) => titlesBehindNames(series),
  publisherOf,
  peopleOf,
  ...madeOfTitles,
]

export const namesOf = (series: Series): ReadonlyArray<Name> =>
  lists.flatMap((list) => list(series))

/** Names that begin with this one. */
export const namesBehind = (
  catalogue: Catalogue,
  { kind, value }: { readonly kind: string; readonly value: string },
): ReadonlyArray<Name> =>
  kind === "PERSON"
    ? catalogue.worksOf(value).flatMap((series) => titlesBehindNames(series, value))
    : []

/**
 * Those of one list after those of another, so that titles stand before what is made of them; without those that begin with
 * others.
 */
export function* storeNames(catalogue: Catalogue): Generator<Name> {
  const { people, series } = catalogue
  for (const list of titleNames) for (const each of series) yield* list(each)
  yield* namesOfAll(catalogue)
  for (const publisher of new Set(series.map((each) => each.publisher))) {
    if (publisher !== undefined) yield* publisherNames(publisher)
  }
  for (const [english, japanese] of people) yield* personNames(english, japanese)
  for (const list of madeOfTitles) for (const each of series) yield* list(each)
}
