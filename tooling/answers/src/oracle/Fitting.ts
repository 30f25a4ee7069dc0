/** Finds the series of the catalogue that fit a wish, best first where the wish names an extreme. Pure. */
import type { Product, Series } from "@manga-assist/catalogue"
import type { Search } from "./Need.ts"
import type { StoreData } from "./StoreData.ts"

const ages: ReadonlyArray<string | undefined> = ["all", "teen", "mature"]

const isWithin = (
  value: number,
  {
    max = Number.POSITIVE_INFINITY,
    min = 0,
  }: { readonly min?: number; readonly max?: number } = {},
): boolean => value >= min && value <= max

const priceOf = (
  of: NonNullable<Search["price"]>["of"],
  all: ReadonlyArray<Product>,
  today: string,
): number => {
  const volumes = all.filter(({ kind, releaseDate }) => kind === "volume" && releaseDate <= today)
  if (of === "volume") return Math.min(...volumes.map(({ price }) => price))
  if (of === "bundle") return all.find(({ kind }) => kind === "series")?.price ?? Number.NaN
  return volumes
    .filter(({ format }) => format === "paperback")
    .reduce((sum, { price }) => sum + price, 0)
}

const isFitting = (series: Series, wish: Search, store: StoreData): boolean => {
  const { age, among, anyGenres, author, began, genres = [], like, price } = wish
  const { publisher, readers, released, status, volumes } = wish
  const not: NonNullable<Search["not"]> = wish.not ?? {}
  const products = store.productsOf(series.id)
  const people = store.catalogue.peopleOf(series.id)
  const has = (genre: string) => series.genres.includes(genre)
  const liked = like === undefined ? undefined : store.catalogue.of(like)
  return (
    genres.every(has) &&
    (anyGenres === undefined || anyGenres.some(has)) &&
    not.genres?.some(has) !== true &&
    not.series?.includes(series.id) !== true &&
    not.authors?.some((person) => people.includes(person)) !== true &&
    not.readers?.some((each) => each === series.demographic) !== true &&
    not.status?.some((each) => each === series.status) !== true &&
    (author === undefined || people.includes(author)) &&
    (readers === undefined || series.demographic === readers) &&
    (status === undefined || series.status === status) &&
    (publisher === undefined || series.publisher === publisher) &&
    (age === undefined || ages.indexOf(series.ageRating) <= ages.indexOf(age)) &&
    isWithin(series.volumes, volumes) &&
    isWithin(series.firstYear, began) &&
    (price === undefined || isWithin(priceOf(price.of, products, store.today), price)) &&
    (released === undefined ||
      products.some(
        ({ kind, releaseDate }) =>
          kind === "volume" && releaseDate >= released.from && releaseDate <= released.to,
      )) &&
    (among === undefined || among.includes(series.id)) &&
    (liked === undefined || (liked.id !== series.id && liked.genres.some(has)))
  )
}

/** Small first. */
const keysOf = (
  series: Series,
  { price, sort }: Search,
  store: StoreData,
): ReadonlyArray<number> => {
  const products = store.productsOf(series.id)
  const bundle = products.find(({ kind }) => kind === "series")
  switch (sort) {
    case "popular":
      return [-(bundle?.popularity ?? 0)]
    case "newest":
      // The newest work, or the one with the newest book.
      return [-series.firstYear, -Date.parse(bundle?.releaseDate ?? "1900-01-01")]
    case "oldest":
      return [series.firstYear]
    case "cheapest":
      return [priceOf(price?.of ?? "volume", products, store.today)]
    case "shortest":
      return [series.volumes]
    case "longest":
      return [-series.volumes]
    default:
      return [0]
  }
}

export interface Fitting {
  readonly all: ReadonlyArray<string>
  /** Those as good as the best `least` of them; more than one list where the sort can be understood in more than one way. */
  readonly best: ReadonlyArray<ReadonlyArray<string>>
  /** How many have to be known. */
  readonly least: number
}

export const fitting = (wish: Search, store: StoreData): Fitting => {
  const fits = store.catalogue.series.filter((series) => isFitting(series, wish, store))
  const least = Math.min(wish.least ?? 2, fits.length)
  const keyed = fits.map((series) => ({ id: series.id, keys: keysOf(series, wish, store) }))
  const orders = keyed[0]?.keys.length ?? 1
  return {
    all: fits.map(({ id }) => id),
    best: Array.from({ length: orders }, (_, order) => {
      const keyOf = ({ keys }: (typeof keyed)[number]) => keys[order] ?? 0
      const worst = keyed.map(keyOf).sort((a, b) => a - b)[Math.max(0, least - 1)] ?? 0
      return keyed.filter((each) => keyOf(each) <= worst).map(({ id }) => id)
    }),
    least,
  }
}
