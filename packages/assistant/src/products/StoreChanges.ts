/**
 * Converts records of the products' change stream into invalidated tags, for whichever consumer runs: a worker, a
 * Lambda, or the emulated DynamoDB.
 *
 * Records have the format of DynamoDB Streams, with both images. An unreadable record invalidates everything.
 * Failures are returned, so that the consumer retries.
 */
import { type CacheError, ChangeFeed, TagVersions } from "@manga-assist/caching"
import { rulesRow } from "@manga-assist/catalogue"
import type { RedisConnection } from "@manga-assist/connections"
import { Effect, type Layer, Option, Schedule, Schema } from "effect"
import { factOf } from "./ProductFacts.ts"
import { catalogueTag, rulesTag, touchedBy, touchedByNames, withFewerRows } from "./StoreTags.ts"

const Attribute = Schema.Struct({
  S: Schema.optionalKey(Schema.String),
  N: Schema.optionalKey(Schema.String),
})
const Image = Schema.Record(Schema.String, Schema.Unknown)
const StreamRecord = Schema.Struct({
  eventName: Schema.Literals(["INSERT", "MODIFY", "REMOVE"]),
  dynamodb: Schema.Struct({
    OldImage: Schema.optionalKey(Image),
    NewImage: Schema.optionalKey(Image),
  }),
})
const decode = Schema.decodeUnknownOption(StreamRecord)
const decodeAttribute = Schema.decodeUnknownOption(Attribute)

/** Texts and numbers alone: a product's record has nothing else that an answer shows. */
const plain = (image: typeof Image.Type): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]) => {
      const { N, S } = Option.getOrElse(decodeAttribute(value), () => ({
        S: undefined,
        N: undefined,
      }))
      return [name, S ?? (N === undefined ? undefined : Number(N))]
    }),
  )

/** What every product has, and when the others were written. */
const ofProducts = new Set(["price", "stock", "releaseDate", "format", "volume", "namedAt"])

/** What the row of a series says of it; of other rows nothing. */
const columnsOf = (image: typeof Image.Type | undefined): string =>
  image?.["named"] === undefined
    ? ""
    : JSON.stringify(
        Object.entries(image)
          .filter(([name]) => !ofProducts.has(name))
          .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )

const everything = [catalogueTag]

const touchedByRecord = (record: unknown): ReadonlyArray<string> => {
  const found = Option.getOrUndefined(decode(record))
  if (found === undefined) return everything
  const { NewImage: now, OldImage: old } = found.dynamodb
  // A stream of keys alone, or of one image, does not tell what was changed.
  if (old === undefined && found.eventName !== "INSERT") return everything
  if (now === undefined && found.eventName !== "REMOVE") return everything
  const [before, after] = [old, now].map((image) =>
    image === undefined ? undefined : plain(image),
  )
  // What never was a product, nor is one now, is in no answer.
  const touched = touchedBy(factOf(before), factOf(after))
  if ((after ?? before)?.["id"] === rulesRow) return [rulesTag]
  const series = (after ?? before)?.["seriesId"]
  return typeof series === "string" && columnsOf(old) !== columnsOf(now)
    ? [...touched, ...touchedByNames(series, columnsOf(now) === "")]
    : touched
}

/** As many as one invalidation takes; a batch of a stream may touch more, then all answers are over. */
const mostTags = 100

/** Each tag once; `catalogue` alone where it is among them. */
export const touchedByRecords = (records: ReadonlyArray<unknown>): ReadonlyArray<string> => {
  const tags = new Set(records.flatMap(touchedByRecord))
  return tags.has(catalogueTag) ? everything : withFewerRows([...tags], mostTags)
}

/** The feed of the store: `changed(touchedByRecords(records))` for each batch, in the order of the stream. */
export const layerStoreFeed: Layer.Layer<ChangeFeed, never, TagVersions | RedisConnection> =
  ChangeFeed.layer({ everything })

const retry = Schedule.max([Schedule.exponential("50 millis"), Schedule.recurs(5)])

/**
 * For a consumer that lives no longer than its batch, as a Lambda. Fails when the tags could not be
 * invalidated in about two seconds: fail the batch with it, and the stream brings it again.
 */
export const productsChanged = (
  records: ReadonlyArray<unknown>,
): Effect.Effect<void, CacheError, TagVersions> =>
  Effect.gen(function* () {
    const tags = touchedByRecords(records)
    if (tags.length === 0) return
    const { invalidate } = yield* TagVersions
    yield* invalidate(tags.length > mostTags ? everything : tags).pipe(Effect.retry(retry))
  })
