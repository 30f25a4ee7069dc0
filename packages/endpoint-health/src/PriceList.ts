/** A region's prices for NAT gateways and VPC endpoints: a dated JSON file, validated when read. */
import { Effect, Schema } from "effect"
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { EndpointHealthError } from "./EndpointHealthError.ts"

const Price = Schema.Number.check(Schema.isFinite(), Schema.isGreaterThanOrEqualTo(0))

const PriceListSchema = Schema.Struct({
  region: Schema.NonEmptyString,
  currency: Schema.NonEmptyString,
  asOf: Schema.String.check(Schema.isPattern(/^\d{4}-\d{2}-\d{2}$/)),
  source: Schema.NonEmptyString,
  natGateway: Schema.Struct({ perHour: Price, perGb: Price }),
  interfaceEndpoint: Schema.Struct({
    perHour: Price,
    perGb: Schema.NonEmptyArray(Schema.Struct({ upToGb: Schema.NullOr(Price), price: Price })),
  }),
})

/** `asOf` is a date (`2026-11-24`); `perHour` of an interface endpoint is for each availability zone. */
export type PriceList = typeof PriceListSchema.Type

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(PriceListSchema))

/** Ascending, and the last one without an end: else some traffic would have no price. */
const tiersProblem = ({ interfaceEndpoint: { perGb } }: PriceList): string | undefined => {
  const ends = perGb.map(({ upToGb }) => upToGb ?? Number.POSITIVE_INFINITY)
  const ascending = ends.every((end, index) => index === 0 || end > (ends[index - 1] ?? 0))
  if (!ascending) return "interfaceEndpoint.perGb must ascend by upToGb"
  return perGb.at(-1)?.upToGb === null
    ? undefined
    : "the last of interfaceEndpoint.perGb must have upToGb null"
}

export const readPriceList = Effect.fnUntraced(function* (file: string) {
  const text = yield* Effect.tryPromise({
    try: () => readFile(file, "utf8"),
    catch: (cause) => new EndpointHealthError({ reason: "prices-unreadable", detail: file, cause }),
  })
  const invalid = (detail: string, cause?: unknown) =>
    new EndpointHealthError({ reason: "prices-invalid", detail: `${file}: ${detail}`, cause })
  const prices = yield* Effect.mapError(decode(text), (cause) => invalid(cause.message, cause))
  const problem = tiersProblem(prices)
  return problem === undefined ? prices : yield* invalid(problem)
})

/** The file that this package brings for a region; there may be none. */
export const pricesOf = (region: string): string =>
  fileURLToPath(new URL(`../prices/${region}.json`, import.meta.url))
