/**
 * A catalogue that can be asked: series, genres and people by name, what belongs to one story, which volumes a box set
 * holds, and which book a product's id names.
 *
 * It may grow, change and shrink while it is asked (`put`, `remove`). Prices, stock and dates are not its matter: they are in the tables of
 * the store.
 */
import type { ProductFormat } from "./Product.ts"
import type { Demographic, Genre, Series } from "./Series.ts"
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
export type VolumeFormat = Exclude<ProductFormat, "box-set" | "item">

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

/** A series that came, or one that is there no more or otherwise now. */
export interface CatalogueChange {
  readonly series: Series
  readonly isGone: boolean
}

export class Catalogue {
  readonly genres: ReadonlyArray<Genre>
  #series: Array<Series> = []
  readonly #changes: Array<CatalogueChange> = []
  /** Everybody's Japanese name by the English one. */
  readonly #people = new Map<string, string>()
  /** Where a series stands among all. */
  readonly #places = new Map<string, number>()
  readonly #genresById: ReadonlyMap<string, Genre>
  readonly #works = new Map<string, Array<Series>>()
  readonly #genresFor = new Map<Demographic, Map<string, number>>()

  /** The series keep their order in every answer. */
  constructor(series: ReadonlyArray<Series>, genres: ReadonlyArray<Genre>) {
    this.genres = genres
    this.#genresById = new Map(genres.map((each) => [each.id, each]))
    for (const each of series) this.put(each)
  }

  get series(): ReadonlyArray<Series> {
    return this.#series
  }

  get people(): ReadonlyMap<string, string> {
    return this.#people
  }

  /** All that came and went, in order: by it others follow what is new, changed or gone. */
  get changes(): ReadonlyArray<CatalogueChange> {
    return this.#changes
  }

  /** A new series is the last one; one that is known takes the place of what was known of it. */
  put(series: Series): void {
    const place = this.#places.get(series.id)
    const before = place === undefined ? undefined : this.#series[place]
    if (before !== undefined) this.#forget(before)
    this.#places.set(series.id, place ?? this.#series.length)
    this.#series[place ?? this.#series.length] = series
    const japanese = series.author.japanese.split("、")
    for (const [at, person] of people(series).entries()) {
      this.#people.set(person, japanese[at] ?? person)
      const works = this.#works.get(person)
      if (works === undefined) this.#works.set(person, [series])
      else works.push(series)
    }
    this.#count(series, 1)
    this.#changes.push({ series, isGone: false })
  }

  /** Takes some milliseconds for 100,000 series, however many go. */
  remove(ids: ReadonlySet<string>): void {
    for (const id of ids) {
      const series = this.of(id)
      if (series !== undefined) this.#forget(series)
    }
    this.#series = this.#series.filter(({ id }) => !ids.has(id))
    this.#places.clear()
    for (const [place, { id }] of this.#series.entries()) this.#places.set(id, place)
  }

  #forget(series: Series): void {
    this.#changes.push({ series, isGone: true })
    for (const person of people(series)) {
      const works = (this.#works.get(person) ?? []).filter(({ id }) => id !== series.id)
      if (works.length > 0) this.#works.set(person, works)
      else {
        this.#works.delete(person)
        this.#people.delete(person)
      }
    }
    this.#count(series, -1)
  }

  #count({ demographic, genres }: Series, more: number): void {
    if (demographic === undefined) return
    const counts = this.#genresFor.get(demographic) ?? new Map<string, number>()
    this.#genresFor.set(demographic, counts)
    for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + more)
  }

  of(id: string): Series | undefined {
    const place = this.#places.get(id)
    return place === undefined ? undefined : this.#series[place]
  }

  genre(id: string): Genre | undefined {
    return this.#genresById.get(id)
  }

  /** Is any series for these readers of that genre? */
  has(demographic: Demographic, genre: string): boolean {
    return (this.#genresFor.get(demographic)?.get(genre) ?? 0) > 0
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
    if (this.#places.has(id)) return { series: id }
    const { box, format, id: series, volume } = productId.exec(id)?.groups ?? {}
    if (series === undefined || !this.#places.has(series)) return undefined
    if (box !== undefined) return { series, box: Number(box), format: "box-set" }
    return format === "paperback" || format === "digital"
      ? { series, volume: Number(volume), format }
      : { series }
  }
}

let made: Catalogue | undefined

/** The demo shop's. Made at the first call, then kept. */
export const demoCatalogue = (): Catalogue => (made ??= new Catalogue(allSeries(), allGenres()))
