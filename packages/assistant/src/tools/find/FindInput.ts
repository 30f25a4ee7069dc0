/** What `find_products` takes, as the model and other clients are shown it. */
import { Schema } from "effect"

const name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(100))
const names = (most: number) => Schema.Array(name).check(Schema.isMaxLength(most))
const count = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))

const rightWayUp = Schema.makeFilter(
  ({ max, min }: { readonly min?: number; readonly max?: number }) =>
    min !== undefined && max !== undefined && min > max ? "min must not be above max" : undefined,
)

const least = { min: Schema.optionalKey(count), max: Schema.optionalKey(count) }
const bounds = (what: string) =>
  Schema.Struct(least).annotate({ description: what }).check(rightWayUp)

const day = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/u
/** 2026-02-30 is no day. */
const isDay = (text: string): boolean =>
  text.length < 10 || new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
const date = Schema.String.check(
  Schema.makeFilter((text: string) =>
    day.test(text) && isDay(text) ? undefined : "Expected a date: 2026, 2026-12 or 2026-12-24",
  ),
)

const described = (what: string) => ({ description: what })

export const FindInput = Schema.Struct({
  genres: Schema.optionalKey(names(5).annotate(described("All of them wanted"))),
  not_genres: Schema.optionalKey(names(10)),
  like: Schema.optionalKey(name.annotate(described("Title it should resemble"))),
  not_titles: Schema.optionalKey(names(20)),
  author: Schema.optionalKey(name),
  readers: Schema.optionalKey(Schema.Literals(["shonen", "seinen", "shojo", "josei", "kodomo"])),
  status: Schema.optionalKey(Schema.Literals(["ongoing", "completed", "hiatus"])),
  age: Schema.optionalKey(
    Schema.Literals(["all", "teen", "mature"]).annotate(described("Highest age rating")),
  ),
  volumes: Schema.optionalKey(bounds("Length of the series")),
  price: Schema.optionalKey(
    Schema.Struct({
      ...least,
      of: Schema.optionalKey(Schema.Literals(["volume", "all", "bundle"])),
    })
      .annotate(described("Yen, of: one volume (default), all volumes, digital bundle"))
      .check(rightWayUp),
  ),
  format: Schema.optionalKey(Schema.Literals(["paperback", "digital", "box-set"])),
  years: Schema.optionalKey(bounds("First published")),
  released: Schema.optionalKey(
    Schema.Struct({ from: Schema.optionalKey(date), to: Schema.optionalKey(date) }).annotate(
      described("Volumes out then: YYYY-MM-DD or YYYY-MM"),
    ),
  ),
  words: Schema.optionalKey(
    Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(300)).annotate(
      described("Theme or mood that no field says"),
    ),
  ),
  others: Schema.optionalKey(Schema.Boolean.annotate(described("Leave out what was shown lately"))),
  sort: Schema.optionalKey(
    Schema.Literals(["popular", "newest", "oldest", "cheapest", "shortest", "longest"]),
  ),
  limit: Schema.optionalKey(
    Schema.Int.annotate(described("At most 10")).check(
      Schema.isBetween({ minimum: 1, maximum: 10 }),
    ),
  ),
})
export type FindInput = typeof FindInput.Type
