/**
 * Filters products by a wish (the criteria of a recommendation: genre, readers, length, status, age, themes, refusals).
 * Drops products that contradict it; where some products' synopses mention a wished theme, keeps only those. Pure.
 *
 * Search filters by the same fields. This step also covers cached lists, and themes, which are not a field.
 */
import { namesTheme, tellsOf } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import type { ListedProduct } from "./ListedProduct.ts"

type Wanted = Pick<Question, "slots" | "wish">

const outside = (value: number, least: number | undefined, most: number | undefined): boolean =>
  value < (least ?? -Infinity) || value > (most ?? Infinity)

const ratings = ["all", "teen", "mature"]

const synopses = ({ synopsis, synopsisJapanese }: ListedProduct): string =>
  `${synopsis}\n${synopsisJapanese}`

const isBy = ({ author }: ListedProduct, people: ReadonlyArray<string>): boolean =>
  author.split(", ").some((person) => people.includes(person))

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
  (wish.publishers.length > 0 && !wish.publishers.includes(product.publisher)) ||
  wish.notPublishers.includes(product.publisher) ||
  outside(product.volumes, wish.volumesMin, wish.volumesMax) ||
  (wish.ageMax !== undefined &&
    ratings.indexOf(product.ageRating) > ratings.indexOf(wish.ageMax)) ||
  wish.notThemes.some((theme) => tellsOf(theme, synopses(product)))

/** Of what was found, most fitting first, what may be shown to who wished for this. */
export const wishedProducts = (
  found: ReadonlyArray<ListedProduct>,
  wanted: Wanted,
): ReadonlyArray<ListedProduct> => {
  const fitting = found.filter((product) => !contradicts(product, wanted))
  const { themes } = wanted.wish
  if (themes.length === 0) return fitting
  const of = (tells: typeof tellsOf) =>
    fitting.filter((product) => themes.some((theme) => tells(theme, synopses(product))))
  // Where one tells of the theme, those that do not are no answer; those that name it are the best one.
  return [of(namesTheme), of(tellsOf), fitting].find((list) => list.length > 0) ?? []
}
