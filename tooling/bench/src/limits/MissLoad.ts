/**
 * Settings of the benchmark of cache misses: concurrency, the shape of the model's answer, and questions that are
 * always new. `patientBudget` sets the server's time budget for a turn so high that a busy core cuts no turn off.
 */
import { freeWish } from "../store/Questions.ts"

export const users = { quick: 120, full: 250 }

/** Thirty deltas 10 ms apart, as in the composite whose cost is known. */
export const answerShape = { deltas: 30, gapMs: 10, firstMs: 100 }

/** A first token waits for a core that is full: no turn is to be cut for it. */
export const patientBudget = { LATENCY_BUDGET_MS: "20000" }

let asked = 0

export const missQuestion = (): string => freeWish((asked += 1))
