/**
 * Limits how many fresh answers this process may fetch for its audit in an hour of the wall clock: the effect counts
 * one and yields true, or yields false once the hour's limit is reached. The count is in memory: it begins at 0 with
 * each hour and after a restart.
 */
import { Clock, Effect } from "effect"

const hourMs = 3_600_000

/** Whether one more may be made now, which then counts. */
export const makeHourlyCalls = (perHour: number): Effect.Effect<boolean> => {
  let hour = Number.NaN
  let made = 0
  return Effect.map(Clock.currentTimeMillis, (now) => {
    const current = Math.floor(now / hourMs)
    if (current !== hour) {
      hour = current
      made = 0
    }
    if (made >= perHour) return false
    made += 1
    return true
  })
}
