/** Detects when the durations of repeated calls have stopped falling: code compiled, connection established. */

/** A service whose times never settle is warm enough after so many calls. */
export const mostCalls = 12

/** Of the time before, that must be gained for another call to be worth it. */
const worthwhile = 0.2
/** In milliseconds: what is gained below this, nobody notices. */
const unnoticed = 0.5

/** Whether the last two calls were no faster than the best before them, by a fifth or half a millisecond. */
export const hasSettled = (times: ReadonlyArray<number>): boolean => {
  if (times.length < 3) return false
  const before = Math.min(...times.slice(0, -2))
  const gained = before - Math.min(...times.slice(-2))
  return gained <= Math.max(unnoticed, worthwhile * before)
}
