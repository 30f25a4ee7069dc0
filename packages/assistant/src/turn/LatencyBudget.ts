/**
 * The latency budget of a turn: milliseconds from the message to the first content. `LATENCY_BUDGET_MS`, 1 to
 * 3,600,000, 2,000 unless set.
 *
 * The server in front of the turn reads it here too, so that both wait equally long.
 */
import { wholeNumber } from "@manga-assist/process"

export const latencyBudgetMs = wholeNumber("LATENCY_BUDGET_MS", {
  min: 1,
  max: 3_600_000,
  byDefault: 2_000,
})
