/**
 * One line of a sum: which books it is of, what they cost together to the yen, and which of them cannot be had now. Pure;
 * by the rows of the table.
 */
import { boxId, type Series, volumeId } from "@manga-assist/catalogue"
import { pricesOf, rangesOf } from "../../facts/Ranges.ts"
import { availabilityOf } from "../../products/Availability.ts"
import type { Fact } from "../../products/ProductFacts.ts"
import { isShipped } from "../../products/ShippingRules.ts"
import type { PriceLine } from "./PriceInput.ts"

/** A line whose title and volumes are known. */
export interface WantedLine extends Pick<PriceLine, "copies" | "only_in_stock"> {
  readonly entry: Series
  readonly format: NonNullable<PriceLine["format"]>
  /** Of volumes or boxes; none of a bundle. */
  readonly numbers: ReadonlyArray<number>
}

/** Ids for the table, each with its number. */
export const idsOf = ({
  entry,
  format,
  numbers,
}: WantedLine): ReadonlyArray<readonly [number: number, id: string]> => {
  if (format === "bundle") return [[1, entry.id]]
  return numbers.map((number) => [
    number,
    format === "box-set" ? boxId(entry.id, number) : volumeId(entry.id, number, format),
  ])
}

interface Book {
  readonly volume: number
  readonly price: number
  readonly stock: number
  readonly releaseDate: string
  readonly state: "later" | "now" | "out" | "too-few"
}

const bookOf = (volume: number, fact: Fact, copies: number, today: string): Book => {
  const { format, price, releaseDate, stock } = fact
  const kind = format === "box-set" ? "box-set" : "volume"
  const availability = availabilityOf({ format, kind, releaseDate, stock }, today)
  const isShort = availability !== "read-at-once" && stock < copies
  const state =
    availability === "pre-order"
      ? "later"
      : availability === "sold-out"
        ? "out"
        : isShort
          ? "too-few"
          : "now"
  return { volume, price, stock, releaseDate, state }
}

/** So many spans or single numbers are written out. */
const mostWritten = 30

const listed = (texts: ReadonlyArray<string>): string =>
  texts.length <= mostWritten
    ? texts.join(", ")
    : `${texts.slice(0, mostWritten).join(", ")} and ${texts.length - mostWritten} more`

const ranges = (numbers: ReadonlyArray<number>): string => listed(rangesOf(numbers).split(", "))

/** Told only where there are some. */
const some = (field: string, books: ReadonlyArray<Book>, write: (book: Book) => string) =>
  books.length === 0 ? {} : { [field]: listed(books.map(write)) }

const numbersOf = (field: string, books: ReadonlyArray<Book>) =>
  books.length === 0 ? {} : { [field]: ranges(books.map(({ volume }) => volume)) }

const sumOf = (books: ReadonlyArray<Book>, copies: number): number =>
  books.reduce((sum, { price }) => sum + price * copies, 0)

export interface Reckoned {
  readonly content: Readonly<Record<string, unknown>>
  /** JPY of all that the line counts, and of those that can ship or be read at once. */
  readonly sum: number
  readonly sumNow: number
  readonly isPrinted: boolean
}

/** What the line is of. */
const subjectOf = ({ copies = 1, entry, format }: WantedLine) => ({
  series: entry.id,
  title: entry.english,
  japanese: entry.japanese,
  format,
  copies,
})

/** `facts` has what exists of `idsOf`. */
export const reckoned = (
  line: WantedLine,
  facts: ReadonlyMap<string, Fact>,
  today: string,
): Reckoned => {
  const { copies = 1, format, only_in_stock: onlyNow = false } = line
  const ids = idsOf(line)
  const all = ids.flatMap(([number, id]) => {
    const fact = facts.get(id)
    return fact === undefined ? [] : [bookOf(number, fact, copies, today)]
  })
  const missing = ids.filter(([, id]) => !facts.has(id)).map(([number]) => number)
  const now = all.filter(({ state }) => state === "now")
  const counted = onlyNow ? now : all
  const isOfNumbers = format !== "bundle"
  const numbered = format === "box-set" ? "boxes" : "volumes"
  const of = (state: Book["state"]) => all.filter((book) => book.state === state)
  const [sum, sumNow] = [sumOf(counted, copies), sumOf(now, copies)]
  return {
    sum,
    sumNow,
    isPrinted: format !== "bundle" && isShipped(format),
    content: {
      ...subjectOf(line),
      ...(isOfNumbers && {
        [numbered]: ranges(counted.map(({ volume }) => volume)) || "none",
        books: counted.length * copies,
        ...(counted.length === 0 ? {} : { prices: listed(pricesOf(counted).split(", ")) }),
      }),
      sum,
      ...(isOfNumbers ? numbersOf("soldOut", of("out")) : {}),
      ...some("tooFewCopies", of("too-few"), ({ stock, volume }) => `${volume} (${stock} left)`),
      ...some("preOrder", of("later"), ({ releaseDate, volume }) => `${volume} (${releaseDate})`),
      ...(missing.length === 0 ? {} : { doNotExist: isOfNumbers ? ranges(missing) : "bundle" }),
      ...(onlyNow || now.length === all.length
        ? {}
        : { shipsNow: { books: now.length * copies, sum: sumNow } }),
    },
  }
}
