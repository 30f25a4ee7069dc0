/**
 * Is what an answer says still true? Asked for every answer that is about to be served again.
 *
 * Its tags were judged by the look-up. While a change feed vouches for them that is enough, and only the date is
 * looked at; else each price and stock is compared with the table. What cannot be verified is not true.
 */
import { TagClock } from "@manga-assist/caching"
import { Clock, Effect } from "effect"
import { type CachedAnswer, type Figure, figureOf } from "./CachedAnswer.ts"
import { isoDay } from "./IsoDay.ts"
import { ProductFacts } from "./ProductFacts.ts"

/** Verifying costs one DynamoDB read (8 ms in the 95th percentile); later than this the hit is not worth it. */
const verifyMs = 100

const same = (a: Figure, b: Figure): boolean =>
  a.price === b.price &&
  a.left === b.left &&
  a.releaseDate === b.releaseDate &&
  a.released === b.released

/** A day on which a book came out, or which the answer is not of, makes other words of the same record. */
const isOfDay = ({ day, figures }: CachedAnswer, today: string): boolean =>
  (day === undefined || day === today) &&
  figures.every(({ releaseDate, released }) => released === releaseDate <= today)

const matchesTable = Effect.fnUntraced(function* (answer: CachedAnswer, today: string) {
  if (answer.figures.length === 0) return answer.products.length === 0
  const facts = yield* ProductFacts
  const current = yield* facts
    .read(
      answer.figures.map((figure) => figure.id),
      verifyMs,
    )
    .pipe(Effect.option)
  if (current._tag === "None") return false
  return answer.figures.every((figure) => {
    const fact = current.value.get(figure.id)
    return fact !== undefined && same(figure, figureOf(fact, today))
  })
})

interface Found {
  readonly value: CachedAnswer
  /** Its tags were judged, and hold. */
  readonly tagged: boolean
}

/** Of what was judged by its tags alone, without asking anybody; false where the table has to be asked. */
export const surelyTrue = (
  { tagged, value }: Found,
  { live }: Pick<typeof TagClock.Service, "live">,
  now: number,
): boolean => tagged && live() && isOfDay(value, isoDay(now))

export const stillTrue = Effect.fnUntraced(function* ({ tagged, value }: Found) {
  const today = isoDay(yield* Clock.currentTimeMillis)
  if (!isOfDay(value, today)) return false
  const { live } = yield* TagClock
  return tagged && live() ? true : yield* matchesTable(value, today)
})
