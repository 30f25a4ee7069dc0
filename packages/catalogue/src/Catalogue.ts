/**
 * A catalogue that can be asked: series, genres and people by name, what belongs to one story, which volumes a box set
 * holds, and which book a product's id names.
 *
 * Pure. Prices, stock and dates are not its matter: they are in the tables of the store.
 */
import type { ProductFormat } from "./Product.ts"
import type { Genre, Series } from "./Series.ts"
import { genres as allGenres, series as allSeries } from "./SeriesData.ts"

/** A box set holds so many paper volumes; what is left over has no box. */
export const volumesInBox = 10

/** Number of the box set, from 1, that a volume would be in, whether or not there is one yet. */
export const boxOf = (volume: number): number => Math.ceil(volume / volumesInBox)

/** First and last volume of a box set. */
export const volumesOfBox = (box: number): readonly [first: number, last: number] => [
  (box - 1) * volumesInBox + 1,
  box * volumesInBox,
]

/** The formats of a single book. */
export type VolumeFormat = Exclude<ProductFormat, "box-set">

export const volumeId = (series: string, volume: number, format: VolumeFormat): string =>
  `${series}-v${volume}-${format}`

export const boxId = (series: string, box: number): string => `${series}-box-${box}`

/** What a product's id names: a volume in its format, a box set, or, with neither, the whole series. */
export interface Book {
  readonly series: string
  readonly volume?: number
  readonly format?: ProductFormat
  readonly box?: number
}

const productId = /^(?<id>.+?)(?:-v(?<volume>\d+)-(?<format>paperback|digital)|-box-(?<box>\d+))?$/u

const people = ({ author }: Series): ReadonlyArray<string> => author.english.split(", ")

/** "Boruto" of "Boruto: Two Blue Vortex". */
const baseOf = ({ english }: Series): string | undefined => /^(.{3,}?): /u.exec(english)?.[1]

/** Does one title begin with the other? "Detective Conan: Zero's Tea Time" is of "Detective Conan". */
const isTitledAlike = (one: Series, other: Series): boolean =>
  one.english.startsWith(other.english) ||
  one.japanese.startsWith(other.japanese) ||
  other.english.startsWith(one.english) ||
  other.japanese.startsWith(one.japanese) ||
  (baseOf(one) !== undefined && baseOf(one) === baseOf(other))

/** "Real Clothes" is not of "Real": other people made it, for other readers. */
const isOfStory = (one: Series, other: Series): boolean =>
  isTitledAlike(one, other) &&
  (one.demographic === other.demographic ||
    people(one).some((each) => people(other).includes(each)))

export class Catalogue {
  readonly series: ReadonlyArray<Series>
  readonly genres: ReadonlyArray<Genre>
  /** Everybody's Japanese name by the English one. */
  readonly people: ReadonlyMap<string, string>
  readonly #seriesById: ReadonlyMap<string, Series>
  readonly #genresById: ReadonlyMap<string, Genre>
  readonly #works = new Map<string, Array<Series>>()

  /** The series keep their order in every answer. */
  constructor(series: ReadonlyArray<Series>, genres: ReadonlyArray<Genre>) {
    this.series = series
    this.genres = genres
    this.people = new Map(
      series.flatMap((each) => {
        const japanese = each.author.japanese.split("、")
        return people(each).map((name, at) => [name, japanese[at] ?? name] as const)
      }),
    )
    this.#seriesById = new Map(series.map((each) => [each.id, each]))
    this.#genresById = new Map(genres.map((each) => [each.id, each]))
    for (const each of series) {
      for (const person of people(each)) {
        const works = this.#works.get(person)
        if (works === undefined) this.#works.set(person, [each])
        else works.push(each)
      }
    }
  }

  of(id: string): Series | undefined {
    return this.#seriesById.get(id)
  }

  genre(id: string): Genre | undefined {
    return this.#genresById.get(id)
  }

  /** English names of who made a series; none of an unknown one. */
  peopleOf(id: string): ReadonlyArray<string> {
    const series = this.of(id)
    return series === undefined ? [] : people(series)
  }

  /** By the English name, as `peopleOf` gives it. */
  worksOf(person: string): ReadonlyArray<Series> {
    return this.#works.get(person) ?? []
  }

  /** All series of the story that a series is of, itself among them, as far as titles tell. */
  familyOf(id: string): ReadonlyArray<Series> {
    const own = this.of(id)
    return own === undefined ? [] : this.series.filter((each) => isOfStory(each, own))
  }

  /** How many box sets there are of a series: one of each full ten. */
  boxesOf(id: string): number {
    return Math.floor((this.of(id)?.volumes ?? 0) / volumesInBox)
  }

  /** `undefined` for a product of no series that is known here. Whether the number exists is not looked at. */
  bookOf(id: string): Book | undefined {
    if (this.#seriesById.has(id)) return { series: id }
    const { box, format, id: series, volume } = productId.exec(id)?.groups ?? {}
    if (series === undefined || !this.#seriesById.has(series)) return undefined
    if (box !== undefined) return { series, box: Number(box), format: "box-set" }
    return format === "paperback" || format === "digital"
      ? { series, volume: Number(volume), format }
      : { series }
  }
}

let made: Catalogue | undefined

/** The demo shop's. Made at the first call, then kept. */
export const demoCatalogue = (): Catalogue => (made ??= new Catalogue(allSeries(), allGenres()))
