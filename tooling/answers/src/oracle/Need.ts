/**
 * What a question of a list needs, as its file says it: facts of the store, and the wish that a list of books must fit.
 */
import { storeRules } from "@manga-assist/assistant"
import { Schema } from "effect"

const text = Schema.NonEmptyString
const texts = Schema.NonEmptyArray(text)
const optional = Schema.optionalKey

const facts = [
  "author",
  "readers",
  "genres",
  "age",
  "began",
  "status",
  "volumes",
  "synopsis",
  "publisher",
  "newest",
  "next",
  "works",
] as const
const Fact = Schema.Literals(facts)
export type Fact = typeof Fact.Type

const only = optional(Schema.Literals(["price", "stock", "date"]))
const volumes = Schema.String.check(Schema.isPattern(/^(?:all|\d+(?:-\d+)?(?:, ?\d+(?:-\d+)?)*)$/u))

export const Need = Schema.Union([
  Schema.Struct({ series: text, facts: Schema.NonEmptyArray(Fact) }),
  Schema.Struct({ series: text, paper: volumes, only }),
  Schema.Struct({ series: text, digital: volumes, only }),
  Schema.Struct({ series: text, bundle: Schema.Literal(true) }),
  Schema.Struct({ series: text, boxes: volumes }),
  Schema.Struct({ policy: Schema.Literals(Object.keys(storeRules)) }),
  Schema.Struct({ order: text }),
  Schema.Struct({ orders: Schema.Literals(["all", "newest"]) }),
  Schema.Struct({
    customer: Schema.NonEmptyArray(
      Schema.Literals(["preferredGenres", "preferredDemographic", "priceMax"]),
    ),
  }),
  Schema.Struct({ now: Schema.Literals(["day", "time"]) }),
])
export type Need = typeof Need.Type

const bounds = Schema.Struct({ min: optional(Schema.Int), max: optional(Schema.Int) })
const day = Schema.String.check(Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/u))
const Status = Schema.Literals(["ongoing", "completed", "hiatus"])
const Readers = Schema.Literals(["shonen", "seinen", "shojo", "josei", "kodomo"])

export const Search = Schema.Struct({
  genres: optional(texts),
  anyGenres: optional(texts),
  not: optional(
    Schema.Struct({
      genres: optional(texts),
      series: optional(texts),
      authors: optional(texts),
      readers: optional(Schema.NonEmptyArray(Readers)),
      status: optional(Schema.NonEmptyArray(Status)),
    }),
  ),
  author: optional(text),
  readers: optional(Readers),
  status: optional(Status),
  volumes: optional(bounds),
  began: optional(bounds),
  age: optional(Schema.Literals(["all", "teen", "mature"])),
  publisher: optional(text),
  price: optional(
    Schema.Struct({
      min: optional(Schema.Int),
      max: optional(Schema.Int),
      of: Schema.Literals(["volume", "all-paper", "bundle"]),
    }),
  ),
  released: optional(Schema.Struct({ from: day, to: day })),
  like: optional(text),
  among: optional(texts),
  sort: optional(
    Schema.Literals(["popular", "newest", "oldest", "cheapest", "shortest", "longest"]),
  ),
  least: optional(Schema.Int.check(Schema.isGreaterThan(0))),
})
export type Search = typeof Search.Type

/** What is judged of an entry: its last turn. */
export interface Judged {
  readonly needs?: ReadonlyArray<Need>
  readonly search?: Search
  /** Who is signed in. */
  readonly user?: string
}
