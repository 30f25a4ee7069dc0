/**
 * The first step of a turn: reads the customer's question by the grammar (intent, titles, and the canonical form that
 * all wordings of a question share) and opens the turn's ledger, which times the stages against the latency budget. It
 * refuses nothing: sizes, limits and identity were checked where the message came in.
 *
 * Pure apart from the turn's id and the clock.
 */
import { randomUUID } from "node:crypto"
import { Ledger } from "@manga-assist/latency-budget"
import type { Question } from "../reading/Question.ts"

export interface Admitted {
  readonly turn: string
  readonly question: Question
  readonly ledger: Ledger
}

/** How a text is read, and what was learned of it. */
export type Understand = (text: string, locale?: Question["locale"]) => Question

/** `before`: an attempt at the same message. Its reading counts, since a text is read only once. */
export const admit = (
  understand: Understand,
  request: {
    readonly text: string
    readonly locale?: Question["locale"]
    readonly arrivedAt: number
  },
  totalMs: number,
  now?: () => number,
  before?: Admitted,
): Admitted => {
  const clock = now === undefined ? {} : { now }
  const ledger = new Ledger({ totalMs, openedAt: request.arrivedAt, ...clock })
  const reading = before?.ledger.timeline.find(({ stage }) => stage === "admit")
  if (before !== undefined && reading !== undefined) {
    ledger.record(reading)
    return { ...before, ledger }
  }
  const end = ledger.begin("admit")
  const question = understand(request.text, request.locale)
  end("ok")
  return { turn: randomUUID(), question, ledger }
}
