/**
 * The latency budget of a turn: the milliseconds from the message to the first content. Set by `LATENCY_BUDGET_MS`,
 * from 1 to 3,600,000; 2,000 by default.
 *
 * The server that passes messages to turns reads it here too: it ends a turn that is silent for longer than budget and grace.
 */
import { wholeNumber } from "@manga-assist/process"

export const latencyBudgetMs = wholeNumber("LATENCY_BUDGET_MS", {
  min: 1,
  max: 3_600_000,
  byDefault: 2_000,
})
