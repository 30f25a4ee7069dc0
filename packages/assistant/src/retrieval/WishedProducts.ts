/**
 * Filters products by a wish (the criteria of a recommendation: genre, readers, length, status, age, themes, refusals).
 * Drops products that contradict it, and those whose synopses do not tell of a wished theme. Pure.
 *
 * Search filters by the same fields. This step also covers cached lists, and themes, which are not a field.
 */
import { genresOfThemes, isAbout, tellsOf } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import type { ListedProduct } from "../products/ListedProduct.ts"

type Wanted = Pick<Question, "slots" | "wish">

const outside = (value: number, least: number | undefined, most: number | undefined): boolean =>
  value < (least ?? -Infinity) || value > (most ?? Infinity)

const ratings: ReadonlyArray<string | undefined> = ["all", "teen", "mature"]

const synopses = ({ synopsis, synopsisJapanese }: ListedProduct): ReadonlyArray<string> => [
  synopsis,
  synopsisJapanese,
]

const tells = (theme: string, product: ListedProduct): boolean =>
  synopses(product).some((synopsis) => tellsOf(theme, synopsis))

const isBy = ({ author }: ListedProduct, people: ReadonlyArray<string>): boolean =>
  author.split(", ").some((person) => people.includes(person))

const isFrom = ({ publisher }: ListedProduct, publishers: ReadonlyArray<string>): boolean =>
  publisher !== undefined && publishers.includes(publisher)

/** Has it something that the wish refuses, or not what the wish demands? */
const contradicts = (product: ListedProduct, { slots, wish }: Wanted): boolean =>
  wish.notSeries.includes(product.seriesId) ||
  (wish.likeSeries && slots.series.includes(product.seriesId)) ||
  isBy(product, wish.notAuthors) ||
  wish.notGenres.some((genre) => product.genres.includes(genre)) ||
  (slots.genres.length > 0 && !slots.genres.some((genre) => product.genres.includes(genre))) ||
  wish.notDemographics.some((readers) => readers === product.demographic) ||
  (slots.demographic !== undefined && slots.demographic !== product.demographic) ||
  (wish.status !== undefined && wish.status !== product.status) ||
  wish.notStatuses.some((status) => status === product.status) ||
  (wish.publishers.length > 0 && !isFrom(product, wish.publishers)) ||
  isFrom(product, wish.notPublishers) ||
  outside(product.volumes, wish.volumesMin, wish.volumesMax) ||
  (wish.ageMax !== undefined &&
    ratings.indexOf(product.ageRating) > ratings.indexOf(wish.ageMax)) ||
  wish.notThemes.some((theme) => tells(theme, product))

/** So many are enough: what only mentions the theme is left out. */
const enough = 2

/** Named so in both languages, and of a genre in which the theme is told: "The New Prince of Tennis", but no "Dragon Head". */
const isTitled = (theme: string, { genres, japaneseTitle, title }: ListedProduct): boolean =>
  genresOfThemes([theme]).some((genre) => genres.includes(genre)) &&
  tellsOf(theme, title) &&
  tellsOf(theme, japaneseTitle)

/** Those that are about the theme; where they are few, also those that mention it. */
const membersOf = (
  products: ReadonlyArray<ListedProduct>,
  theme: string,
): ReadonlyArray<ListedProduct> => {
  const about = products.filter(
    (product) => isAbout(theme, synopses(product)) || isTitled(theme, product),
  )
  if (about.length >= enough) return about
  return [
    ...about,
    ...products.filter((product) => !about.includes(product) && tells(theme, product)),
  ]
}

/** Of what was found, most fitting first, what may be shown to who wished for this. */
export const wishedProducts = (
  found: ReadonlyArray<ListedProduct>,
  wanted: Wanted,
): ReadonlyArray<ListedProduct> => {
  const fitting = found.filter((product) => !contradicts(product, wanted))
  const members = wanted.wish.themes.map((theme) => membersOf(fitting, theme))
  const counts = new Map(
    members
      .flat()
      .map((product) => [product, members.filter((list) => list.includes(product)).length]),
  )
  // Where one tells of the theme, those that do not are no answer; those that tell of all themes are the best ones.
  const most = Math.max(0, ...counts.values())
  if (most > 0) return [...counts.keys()].filter((product) => counts.get(product) === most)
  return fitting
}
