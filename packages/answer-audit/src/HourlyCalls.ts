/**
 * Limits what this process may do for its audit in an hour of the wall clock: `may` counts one and is true, or is false
 * once the hour's limit is reached. The count is in memory: it begins at 0 with each hour and after a restart.
 */
const hourMs = 3_600_000

export const makeHourlyCalls = (perHour: number, nowMs: () => number): (() => boolean) => {
  let hour = Number.NaN
  let made = 0
  return () => {
    const current = Math.floor(nowMs() / hourMs)
    if (current !== hour) {
      hour = current
      made = 0
    }
    if (made >= perHour) return false
    made += 1
    return true
  }
}
