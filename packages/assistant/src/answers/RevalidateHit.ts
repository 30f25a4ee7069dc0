/**
 * Checks whether a cached answer is still valid, right before it is served. Its cache tags were checked by the look-up.
 *
 * An answer that speaks of today, or of whether a book is out, is invalid on another day. Beyond that, valid tags suffice
 * while invalidations arrive through a live change feed; otherwise each price and stock is compared with the products'
 * table, and the stamp of a whole series with its rows, within 100 ms. What cannot be verified is invalid.
 */
import { TagVersions } from "@manga-assist/caching"
import { Effect } from "effect"
import { differing, figureOf } from "../products/Figure.ts"
import type { CachedAnswer } from "./CachedAnswer.ts"
import { SeriesRecords } from "../facts/SeriesRecords.ts"
import { stampOf } from "../facts/SeriesStamp.ts"
import { makeStoreDay } from "../model/StoreClock.ts"
import { ProductFacts } from "../products/ProductFacts.ts"

/** Verifying costs one DynamoDB read (8 ms in the 95th percentile); later than this the hit is not worth it. */
const verifyMs = 100

/** A day on which a book came out, or which the answer is not of, makes other words of the same record. */
const isOfDay = ({ day, figures }: CachedAnswer, today: string): boolean =>
  (day === undefined || day === today) &&
  figures.every(({ releaseDate, released }) => released === releaseDate <= today)

interface Found {
  readonly value: CachedAnswer
  /** Its tags were judged, and hold. */
  readonly tagged: boolean
}

export const makeRevalidateHit = Effect.gen(function* () {
  const facts = yield* ProductFacts
  const { live } = yield* TagVersions
  const today = yield* makeStoreDay
  const records = yield* SeriesRecords
  /** Nothing of the series costs or comes out otherwise than when it was told. */
  const matchesRecords = ({ stamps = [] }: CachedAnswer): Effect.Effect<boolean> =>
    stamps.length === 0
      ? Effect.succeed(true)
      : Effect.map(
          records.current(
            stamps.map(({ series }) => ({ series, detail: "full" })),
            verifyMs,
          ),
          ({ found }) =>
            stamps.every(({ series, stamp }) =>
              found.some(
                (each) => each.series === series && each.complete && stampOf(each).stamp === stamp,
              ),
            ),
        )
  const matchesFigures = ({ figures, products }: CachedAnswer): Effect.Effect<boolean> =>
    figures.length === 0
      ? Effect.succeed(products.length === 0)
      : facts
          .read(
            figures.map(({ id }) => id),
            verifyMs,
          )
          .pipe(
            Effect.map((current) =>
              figures.every((figure) => {
                const fact = current.get(figure.id)
                return (
                  fact !== undefined && differing(figure, figureOf(fact, today())) === undefined
                )
              }),
            ),
            Effect.orElseSucceed(() => false),
          )
  const matchesTable = (answer: CachedAnswer): Effect.Effect<boolean> =>
    Effect.map(
      Effect.all([matchesFigures(answer), matchesRecords(answer)], { concurrency: "unbounded" }),
      ([figures, stamps]) => figures && stamps,
    )
  /** Where only the table tells, an Effect that asks it. */
  return ({ tagged, value }: Found): boolean | Effect.Effect<boolean> =>
    isOfDay(value, today()) && ((tagged && live()) || matchesTable(value))
})
