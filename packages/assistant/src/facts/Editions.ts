/**
 * What a record tells of the rows of a series: of each edition the prices, what all that is out costs together, and which
 * volumes cannot be had; the newest and the next volume; the box sets. Pure.
 *
 * `none` stands where a part was read and is empty. Every price and availability of the rows can be read off.
 */
import { volumesOfBox } from "@manga-assist/catalogue"
import { availabilityOf } from "../products/Availability.ts"
import type { Fact } from "../products/ProductFacts.ts"
import { pricesOf, rangesOf } from "./Ranges.ts"

/** A volume or a box set, and how it can be had today. */
interface Book extends Fact {
  readonly volume: number
  readonly availability: ReturnType<typeof availabilityOf>
}

export interface Books {
  readonly paper: ReadonlyArray<Book>
  readonly digital: ReadonlyArray<Book>
  readonly boxes: ReadonlyArray<Book>
}

/** In the order of their numbers. */
export const booksOf = (rows: ReadonlyMap<string, Fact>, today: string): Books => {
  const books = [...rows.values()]
    .flatMap((fact): ReadonlyArray<Book> => {
      const { format, volume } = fact
      if (volume === undefined) return []
      const kind = format === "box-set" ? "box-set" : "volume"
      return [{ ...fact, volume, availability: availabilityOf({ ...fact, kind }, today) }]
    })
    .toSorted((a, b) => a.volume - b.volume)
  const of = (format: Fact["format"]) => books.filter((book) => book.format === format)
  return { paper: of("paperback"), digital: of("digital"), boxes: of("box-set") }
}

const none = "none"
const isOut = ({ availability }: Book) => availability !== "pre-order"

const volumesOf = (books: ReadonlyArray<Book>, availability: Book["availability"]): string =>
  rangesOf(
    books.filter((book) => book.availability === availability).map(({ volume }) => volume),
  ) || none

const leftOf = ({ availability, stock }: Book) =>
  availability === "few-left" ? { left: stock } : {}

/** One volume, on paper where the store has it so: it then is out when the paperback is. */
const single = (volume: number, { digital, paper }: Books) => {
  const [book, ebook] = [paper, digital].map((books) =>
    books.find((each) => each.volume === volume),
  )
  const first = book ?? ebook
  return first === undefined
    ? undefined
    : {
        volume,
        date: first.releaseDate,
        ...(book === undefined ? {} : { paper: book.price }),
        ...(ebook === undefined ? {} : { digital: ebook.price }),
        availability: first.availability,
        ...leftOf(first),
      }
}

/** The newest volume that is out, and the first one behind it. */
export const newestAndNext = (books: Books) => {
  const { digital, paper } = books
  const onPaper = new Set(paper.map(({ volume }) => volume))
  const first = [...paper, ...digital.filter(({ volume }) => !onPaper.has(volume))]
  const newest = Math.max(0, ...first.filter(isOut).map(({ volume }) => volume))
  const later = first.map(({ volume }) => volume).filter((volume) => volume > newest)
  return {
    firstDate: single(Math.min(...first.map(({ volume }) => volume)), books)?.date ?? none,
    newest: single(newest, books) ?? none,
    next: single(Math.min(...later), books) ?? "none announced",
  }
}

/** Of the next volume the prices stand beside it. */
const sumsOf = (books: ReadonlyArray<Book>, next: number | undefined) => ({
  prices: pricesOf(books.filter(({ volume }) => volume !== next)) || none,
  all: books.filter(isOut).reduce((sum, { price }) => sum + price, 0),
})

/** What is printed: some of it may be sold out. */
const stockOf = (books: ReadonlyArray<Book>) => ({
  soldOut: volumesOf(books, "sold-out"),
  fewLeft:
    books
      .filter(({ availability }) => availability === "few-left")
      .map(({ stock, volume }) => `${volume} (${stock})`)
      .join(", ") || none,
  preOrder: volumesOf(books, "pre-order"),
})

export const paperOf = ({ paper }: Books, next: number | undefined) =>
  paper.length === 0 ? none : { ...sumsOf(paper, next), ...stockOf(paper) }

export const digitalOf = ({ digital }: Books, next: number | undefined, bundle: Fact | undefined) =>
  digital.length === 0 && bundle === undefined
    ? none
    : {
        ...sumsOf(digital, next),
        preOrder: volumesOf(digital, "pre-order"),
        bundle: bundle?.price ?? none,
      }

/** "box 1: 1-10 … box 11: 101-110": each holds the ten volumes behind those of the one before. */
const heldIn = (boxes: ReadonlyArray<Book>): string =>
  boxes
    .filter((_, at) => at === 0 || at === boxes.length - 1)
    .map(({ volume }) => `box ${volume}: ${volumesOfBox(volume).join("-")}`)
    .join(" … ")

/** The box sets, by their numbers, and which volumes on paper are in none of them. */
export const boxesOf = ({ boxes, paper }: Books) => {
  if (boxes.length === 0) return { boxes: none }
  const held = boxes.map(({ volume }) => volumesOfBox(volume))
  const isBoxed = (volume: number) => held.some(([from, to]) => from <= volume && volume <= to)
  const boxless = paper.filter((book) => isOut(book) && !isBoxed(book.volume))
  return {
    boxes: { holds: heldIn(boxes), ...sumsOf(boxes, undefined), ...stockOf(boxes) },
    boxless: rangesOf(boxless.map(({ volume }) => volume)) || none,
  }
}
