/**
 * What is kept of a turn's answer for all who ask the same later: one of the model that the question is for,
 * written with everything that belongs to it.
 *
 * It is made ready before the model is called, so that an answer is kept for those who follow it also when
 * the turn that called the model is over.
 */
import type { ConverseOutcome } from "@manga-assist/connections"
import type { Place } from "./CachePlace.ts"
import { keptOf, type Written } from "./ComposeAnswer.ts"
import type { TurnContext } from "./TurnEnding.ts"
import type { TurnSinks } from "./TurnSinks.ts"

/** Call it when the model is about to be called; what it returns offers the outcome to the sink. */
export const keepAnswer = (
  { ledger, turn }: TurnContext,
  { key, policy: { freshForMs, staleForMs } }: Place,
  written: Written,
  answers: TurnSinks["Service"]["answers"],
): ((outcome: ConverseOutcome) => void) => {
  // An answer for everybody is written without what prefetch brings. Whatever else was left out, or stood in for
  // lack of time, is not what the place is for.
  const whole = ledger.degraded.every((code) => code === "prefetch-late")
  return (outcome) => {
    const kept = whole ? keptOf(written, outcome) : undefined
    if (kept !== undefined) answers.offer({ id: turn, key, ...kept, freshForMs, staleForMs })
  }
}
