/**
 * The columns of a catalogue file, each with its schema and, as the schema's description, its rule in words.
 *
 * One row is one product. A row without a volume is of a whole series: it alone has the series' columns, which describe
 * all of its products.
 */
import { Schema } from "effect"

const thousands = new Intl.NumberFormat("en-GB", { useGrouping: "min2" })

/** Of CSV, between the items of a list. */
export const separator = "|"

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u
const odd = /[\p{Cc}\p{Cs}\uFFFD]/u

const isText = (value: string, most: number): boolean =>
  value.length <= most && value.trim() === value && value !== "" && !odd.test(value)

const text = (most: number) =>
  Schema.String.check(Schema.makeFilter((value: string) => isText(value, most))).annotate({
    description: `must be a text of at most ${thousands.format(most)} characters, without line breaks, unreadable characters (the file is UTF-8) or blanks at its ends`,
  })

const mostItems = 30

const listOf = (isItem: (item: string) => boolean, items: string) =>
  Schema.Array(Schema.String)
    .check(
      Schema.makeFilter(
        (given: ReadonlyArray<string>) =>
          given.length > 0 &&
          given.length <= mostItems &&
          new Set(given).size === given.length &&
          given.every(isItem),
      ),
    )
    .annotate({ description: `must be 1 to ${mostItems} different ${items}` })

const texts = (most: number, without: ReadonlyArray<string>) =>
  listOf(
    (item) => isText(item, most) && !without.some((one) => item.includes(one)),
    `texts of at most ${most} characters, without any of ${without.join(" ")}`,
  )

/** The store joins the names of several people by these. */
const names = () => texts(100, [",", "、", separator])

const whole = (least: number, most: number, what = "") =>
  Schema.Int.check(Schema.isBetween({ minimum: least, maximum: most })).annotate({
    description: `must be a whole number from ${thousands.format(least)} to ${thousands.format(most)}${what}`,
  })

const oneOf = <const L extends ReadonlyArray<string>>(...words: L) =>
  Schema.Literals(words).annotate({ description: `must be one of ${words.join(", ")}` })

const slugOf = (most: number) =>
  Schema.String.check(
    Schema.makeFilter((value: string) => value.length <= most && slug.test(value)),
  ).annotate({
    description: `must be lower-case letters and digits, joined by single hyphens, at most ${most} characters`,
  })

const isDay = (value: string): boolean => {
  if (!/^(?:19|20)\d\d-\d\d-\d\d$/u.test(value)) return false
  const time = Date.parse(value)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(value)
}

const mostAddress = 500

/** Every row has these; `volume` only where the product is a volume or a box set. */
export const productColumns = {
  id: slugOf(100),
  seriesId: slugOf(80),
  format: oneOf("paperback", "digital", "box-set", "item"),
  price: whole(0, 10_000_000, ", in yen with tax"),
  stock: whole(0, 1_000_000),
  popularity: whole(0, 1_000_000_000, ": orders in seven days"),
  pages: whole(0, 1_000_000),
  releaseDate: Schema.String.check(Schema.makeFilter(isDay)).annotate({
    description: "must be a day of the calendar as YYYY-MM-DD, from 1900 on",
  }),
  url: Schema.String.check(
    Schema.makeFilter(
      (value: string) =>
        value.length <= mostAddress && /^https:\/\/\S+$/u.test(value) && URL.canParse(value),
    ),
  ).annotate({ description: `must be an https address of at most ${mostAddress} characters` }),
}

export const volumeColumn = whole(1, 9_999, ": the volume's or the box set's; empty for a series")

/** Only a row of a series has these. */
export const seriesColumns = {
  title: text(200),
  japaneseTitle: text(200),
  romaji: text(200),
  /** How the title is read, other than in `romaji`. */
  readings: Schema.optionalKey(texts(200, [separator])),
  /** Other titles and spellings. */
  otherNames: Schema.optionalKey(texts(200, [separator])),
  authors: names(),
  /** As many, in the same order. */
  japaneseAuthors: names(),
  /** How the authors' names are read, and other names of theirs. */
  authorReadings: Schema.optionalKey(names()),
  demographic: oneOf("shonen", "seinen", "shojo", "josei", "kodomo"),
  genres: listOf((item) => slug.test(item), "ids of genres, such as sci-fi"),
  publisher: text(100),
  ageRating: oneOf("all", "teen", "mature"),
  status: oneOf("ongoing", "completed", "hiatus"),
  firstYear: whole(1900, 2100),
  volumes: whole(1, 9_999, ": those that exist"),
  synopsis: text(4_000),
  japaneseSynopsis: text(4_000),
}

/** An item, which is no book, has none of these. */
export const bookColumns = [
  "pages",
  "demographic",
  "publisher",
  "ageRating",
  "status",
  "volumes",
] as const

/** In the order of an exported file. */
export const columns: ReadonlyArray<string> = [
  ...Object.keys(productColumns).flatMap((name) => (name === "format" ? ["volume", name] : [name])),
  ...Object.keys(seriesColumns),
]

export const listColumns: ReadonlySet<string> = new Set([
  "readings",
  "otherNames",
  "authors",
  "japaneseAuthors",
  "authorReadings",
  "genres",
])

export const numberColumns: ReadonlySet<string> = new Set([
  "volume",
  "price",
  "stock",
  "popularity",
  "pages",
  "firstYear",
  "volumes",
])

const optional = new Set<string>([
  "volume",
  "readings",
  "otherNames",
  "authorReadings",
  ...bookColumns,
])

/** Without these a file cannot have a series. */
export const requiredColumns: ReadonlyArray<string> = columns.filter((name) => !optional.has(name))

const described: Readonly<Record<string, Schema.Top>> = {
  ...productColumns,
  volume: volumeColumn,
  ...seriesColumns,
}

/** What the values of a column must be; of an unknown one, that it is. */
export const ruleOf = (column: string): string => {
  const schema = Object.hasOwn(described, column) ? described[column] : undefined
  if (schema === undefined) return `is no column of a catalogue: ${columns.join(", ")}`
  return Schema.resolveAnnotations(schema)?.description ?? ""
}
