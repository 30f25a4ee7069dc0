/**
 * A shop as one value: everything that differs between two shops, read from the files of a folder (`ShopFolder.ts`). The
 * products are rows of the store's tables and not part of it.
 *
 * A shop speaks English and Japanese, since the grammar reads these two; every text is in both.
 */
import { Schema } from "effect"
import type { Genre } from "../Series.ts"

export const languages = ["en", "ja"] as const

const line = Schema.NonEmptyString.check(Schema.isMaxLength(500))
const inEach = <S extends Schema.Top>(of: S) => Schema.Struct({ en: of, ja: of })

const Page = Schema.Struct({
  tagline: line,
  intro: line,
  /** The empty field's own words. */
  ask: line,
  suggestions: Schema.Array(line).check(Schema.isMinLength(1), Schema.isMaxLength(6)),
})

/** `shop.json`. */
export const ShopFile = Schema.Struct({
  /** What the assistant is called. */
  assistant: line,
  /** Told of the page in search results. */
  description: line,
  greeting: inEach(line),
  page: inEach(Page),
  /** Books of series, or items that are each one thing. */
  sells: Schema.Literals(["books", "items"]),
  /** Kinds of word of the store's grammar that this shop's customers mean something else by. */
  withoutKinds: Schema.Array(Schema.String),
})

const Category = Schema.Struct({
  id: Schema.String.check(Schema.isPattern(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)),
  english: line,
  japanese: line,
  aliases: Schema.Array(line),
})

/** `genres.json`. */
export const ShopGenres = Schema.NonEmptyArray(Category)

/** A sentence; the detail that it tells first stands first. */
const Rule = Schema.Struct({
  details: Schema.NonEmptyArray(Schema.String),
  en: Schema.NonEmptyString,
  ja: Schema.NonEmptyString,
})

/**
 * The row of the products table with the rules that hold instead of the file's, as a text, `rules`. No product has such
 * an id.
 */
export const rulesRow = "shop:rules"

/** `rules.json`: the store's rules in its own words, by topic. */
export const ShopRules = Schema.Record(Schema.String, Schema.NonEmptyArray(Rule))

/** A text file of the shop's grammar. */
export interface GrammarFile {
  /** Below the shop's folder. */
  readonly file: string
  readonly text: string
}

export interface Shop extends Schema.Schema.Type<typeof ShopFile> {
  /** Sorted by id. */
  readonly genres: ReadonlyArray<Genre>
  readonly rules: typeof ShopRules.Type
  /** The fixed part of every prompt; `{genres}` and `{policies}` stand for these. */
  readonly prompt: string
  /** The text of `schedule.json`: what is asked ahead of demand, which the worker reads. */
  readonly schedule: string
  /** Its own words, which count before the store's. */
  readonly words: ReadonlyArray<GrammarFile>
  /** Patterns of the questions that have a canonical form. */
  readonly shapes: ReadonlyArray<GrammarFile>
  /** What each of these forms reads, and its own sentence. */
  readonly forms: ReadonlyArray<GrammarFile>
}
