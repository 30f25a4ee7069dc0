/**
 * The record of a series, as a prompt has it and as a tool returns it: what the catalogue says of the series, and what
 * the table says of its books. Full, about 300 tokens, or brief.
 *
 * Pure. What was not read is absent and named by `unread`; "none" stands only where the rows were read.
 */
import type { Catalogue, Series } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { availabilityOf } from "../products/Availability.ts"
import type { Fact } from "../products/ProductFacts.ts"
import { booksOf, boxesOf, digitalOf, newestAndNext, paperOf } from "./Editions.ts"

interface Recorded {
  readonly entry: Series
  /** What the table has of the series. */
  readonly rows: ReadonlyMap<string, Fact>
  /** All rows that this detail needs were read: what is absent does not exist. */
  readonly complete: boolean
  /** ISO date of the store. */
  readonly today: string
  readonly locale: Locale
  readonly detail: "full" | "brief"
  readonly catalogue: Catalogue
}

/** Both names of the title; of the author the Japanese one where the customer writes Japanese. */
const namesOf = ({ author, english, id, japanese }: Series, locale: Locale) => ({
  series: id,
  title: english,
  japanese,
  author: locale === "ja" ? author.japanese : author.english,
})

/** Titles of what else its authors made. */
const worksOf = ({ catalogue, entry, locale }: Recorded) => {
  const works = new Set(catalogue.peopleOf(entry.id).flatMap((name) => catalogue.worksOf(name)))
  works.delete(entry)
  return works.size === 0
    ? "none"
    : [...works].map(({ english, japanese }) => (locale === "ja" ? japanese : english))
}

/** Of an item the row is all that there is. */
const itemOf = ({ detail, entry, locale, rows, today }: Recorded) => {
  const row = rows.get(entry.id)
  const availability = row && availabilityOf({ ...row, kind: "series" }, today)
  return {
    ...namesOf(entry, locale),
    genres: entry.genres,
    began: entry.firstYear,
    ...(detail === "full"
      ? { synopsis: locale === "ja" ? entry.synopsisJapanese : entry.synopsisEnglish }
      : {}),
    ...(row === undefined ? {} : { price: row.price, availability, date: row.releaseDate }),
    ...(row !== undefined && availability === "few-left" ? { left: row.stock } : {}),
  }
}

const recordedAs = (recorded: Recorded) => {
  if (recorded.entry.isItem === true) return itemOf(recorded)
  return recorded.detail === "full" ? fullOf(recorded) : briefOf(recorded)
}

const briefOf = ({ complete, entry, locale, rows }: Recorded) => {
  const bundle = rows.get(entry.id)
  return {
    ...namesOf(entry, locale),
    genres: entry.genres,
    began: entry.firstYear,
    status: entry.status,
    volumes: entry.volumes,
    age: entry.ageRating,
    ...(complete || bundle !== undefined ? { bundle: bundle?.price ?? "none" } : {}),
  }
}

const ofRows = (recorded: Recorded) => {
  const { complete, entry, rows, today } = recorded
  // Of some rows alone no sum is one, and what seems to be the newest volume may not be.
  if (!complete) return {}
  const books = booksOf(rows, today)
  const { firstDate, newest, next } = newestAndNext(books)
  const nextVolume = typeof next === "string" ? undefined : next.volume
  return {
    firstDate,
    newest,
    next,
    paper: paperOf(books, nextVolume),
    digital: digitalOf(books, nextVolume, rows.get(entry.id)),
    ...boxesOf(books),
  }
}

const fullOf = (recorded: Recorded) => {
  const { entry, locale } = recorded
  return {
    ...namesOf(entry, locale),
    readers: entry.demographic,
    genres: entry.genres,
    age: entry.ageRating,
    began: entry.firstYear,
    status: entry.status,
    publisher: entry.publisher,
    volumes: entry.volumes,
    synopsis: locale === "ja" ? entry.synopsisJapanese : entry.synopsisEnglish,
    ...ofRows(recorded),
    works: worksOf(recorded),
  }
}

export const recordOf = (
  recorded: Recorded,
): {
  /** To be written as JSON, in the order of its keys. */
  readonly record: Readonly<Record<string, unknown>>
  readonly unread: ReadonlyArray<"prices">
} => ({
  record: recordedAs(recorded),
  unread: recorded.complete ? [] : ["prices"],
})
