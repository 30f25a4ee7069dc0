/**
 * Every product of the store, made from the series: bundles, paper and digital volumes, box sets.
 *
 * Deterministic: the same data files give the same products, prices and stock on every machine.
 */
import { boxId, volumeId, volumesInBox, volumesOfBox } from "./Catalogue.ts"
import { seeded } from "./Seed.ts"
import { boxSetPrice, bundlePrice, digitalPrice, paperPrice } from "./Price.ts"
import { seriesPopularity, volumePopularity } from "./Popularity.ts"
import type { Product } from "./Product.ts"
import { boxSetDate, nextVolumeDate, volumeDate } from "./ReleaseDate.ts"
import type { BookSeries } from "./Series.ts"
import { series as allSeries } from "./SeriesData.ts"
import { boxSetStock, digitalStock, paperStock } from "./Stock.ts"

/** What every product of one series has in common. */
const description = (series: BookSeries) => ({
  seriesId: series.id,
  title: series.english,
  japaneseTitle: series.japanese,
  romaji: series.romaji,
  aliases: series.aliases,
  author: series.author.english,
  authorJapanese: series.author.japanese,
  authorKeys: [...series.author.english.split(", "), ...series.author.japanese.split("、")].map(
    (name) => name.toLowerCase(),
  ),
  demographic: series.demographic,
  genres: series.genres,
  publisher: series.publisher,
  ageRating: series.ageRating,
  status: series.status,
  firstYear: series.firstYear,
  volumes: series.volumes,
  language: "ja" as const,
  synopsis: series.synopsisEnglish,
  synopsisJapanese: series.synopsisJapanese,
})

/** The page of a product in the shop. */
export const addressOf = ({
  format,
  seriesId,
  volume,
}: Pick<Product, "format" | "seriesId" | "volume">): string => {
  const page = `https://manga.example/${seriesId}`
  if (volume === undefined) return page
  return format === "box-set" ? `${page}/box/${volume}` : `${page}/${volume}/${format}`
}

const pagesOf = (series: BookSeries, volume: number): number =>
  176 + 8 * seeded(`${series.id} ${volume} pages`, 6)

const editions = (
  series: BookSeries,
  volume: number,
  releaseDate: string,
): ReadonlyArray<Product> => {
  const shared = {
    ...description(series),
    kind: "volume" as const,
    volume,
    releaseDate,
    pages: pagesOf(series, volume),
  }
  const paper = volumeId(series.id, volume, "paperback")
  return [
    {
      ...shared,
      id: paper,
      format: "paperback",
      price: paperPrice(series, releaseDate),
      stock: paperStock(paper, releaseDate),
      popularity: volumePopularity(series, volume, 0.4),
      url: addressOf({ seriesId: series.id, volume, format: "paperback" }),
    },
    {
      ...shared,
      id: volumeId(series.id, volume, "digital"),
      format: "digital",
      price: digitalPrice(series, releaseDate),
      stock: digitalStock(releaseDate),
      popularity: volumePopularity(series, volume, 0.3),
      url: addressOf({ seriesId: series.id, volume, format: "digital" }),
    },
  ]
}

/** The next volume of three in four ongoing series, and of every well-known one, is announced. */
const nextIsAnnounced = (series: BookSeries): boolean =>
  series.status === "ongoing" &&
  (seriesPopularity(series) > 500 || seeded(`${series.id} announced`, 4) > 0)

const bundle = (series: BookSeries, books: ReadonlyArray<Product>): Product => {
  const newest = books.at(-1)?.releaseDate ?? volumeDate(series, 1)
  return {
    ...description(series),
    id: series.id,
    kind: "series",
    format: "digital",
    releaseDate: newest,
    pages: books.reduce((sum, book) => sum + book.pages, 0),
    price: bundlePrice(books.map((book) => book.price)),
    stock: digitalStock(newest),
    popularity: seriesPopularity(series),
    url: addressOf({ seriesId: series.id, format: "digital" }),
  }
}

const boxSet = (series: BookSeries, number: number, books: ReadonlyArray<Product>): Product => {
  const id = boxId(series.id, number)
  const [, last] = volumesOfBox(number)
  const releaseDate = boxSetDate(series, last)
  return {
    ...description(series),
    id,
    kind: "box-set",
    format: "box-set",
    volume: number,
    releaseDate,
    pages: books.reduce((sum, book) => sum + book.pages, 0),
    price: boxSetPrice(books.map((book) => book.price)),
    stock: boxSetStock(id, releaseDate),
    popularity: volumePopularity(series, last, 0.05),
    url: addressOf({ seriesId: series.id, volume: number, format: "box-set" }),
  }
}

const productsOf = (series: BookSeries): ReadonlyArray<Product> => {
  const volumes = Array.from({ length: series.volumes }, (_, index) =>
    editions(series, index + 1, volumeDate(series, index + 1)),
  ).flat()
  const paper = volumes.filter((book) => book.format === "paperback")
  const digital = volumes.filter((book) => book.format === "digital")
  const boxSets = Array.from({ length: Math.floor(series.volumes / volumesInBox) }, (_, index) =>
    boxSet(series, index + 1, paper.slice(index * volumesInBox, (index + 1) * volumesInBox)),
  )
  const next = nextIsAnnounced(series)
    ? editions(series, series.volumes + 1, nextVolumeDate(series))
    : []
  return [bundle(series, digital), ...volumes, ...next, ...boxSets]
}

let made: ReadonlyArray<Product> | undefined

/** All products, grouped by series in the order of `series()`. Made at the first call, then kept: 7 MB. */
export const products = (): ReadonlyArray<Product> => (made ??= allSeries().flatMap(productsOf))

/** The same one after another, made while they are read and not kept. */
export function* eachProduct(): Generator<Product> {
  for (const series of allSeries()) yield* productsOf(series)
}
