/**
 * Tells how an answer came to be that others are given later: when each stage of the turn that wrote it ran, so that a
 * hit can be set beside the model's answer to the same question. At most 300 bytes of JSON.
 *
 * Nothing of the customer: stages that every turn has, in whole milliseconds. What was read of a customer
 * (`prefetch`, `orders`) is left out, as is how long a message waited for others of its chat.
 */
import type { Ledger } from "@manga-assist/latency-budget"
import type { Made } from "@manga-assist/protocol"

const told = new Set(["recall", "retrieve", "model", "model-2", "model-3"])
/** Five digits are enough for any turn. */
const longestMs = 99_999

const whole = (ms: number): number => Math.min(longestMs, Math.max(0, Math.round(ms)))

/**
 * Once the answer is complete. `by`: a customer's turn, or the worker and whoever else writes off the path. `undefined`
 * where no word was seen, as of an answer whose customer had left.
 */
export const madeBy = (by: Made["by"], ledger: Ledger): Made | undefined => {
  const { elapsedMs, marks, timeline } = ledger
  if (marks["first-token"] === undefined) return undefined
  const stages = timeline
    .filter(({ stage }) => told.has(stage))
    .slice(0, told.size)
    .map(({ endMs, stage, startMs }) => [stage, whole(startMs), whole(endMs)] as const)
  const moments = (["first-products", "first-token"] as const).flatMap((mark) => {
    const atMs = marks[mark]
    return atMs === undefined ? [] : [[mark, 0, whole(atMs)] as const]
  })
  return { by, stages: [...stages, ...moments, ["total", 0, whole(elapsedMs)]] }
}
