/**
 * The first step of a turn: parses the message's text and opens the turn's ledger, which times the stages against the
 * latency budget.
 *
 * Pure apart from the turn's id and the clock. The frame was decoded and its sender authenticated at the socket.
 */
import { randomUUID } from "node:crypto"
import { Ledger } from "@manga-assist/latency-budget"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"

export interface Admitted {
  readonly turn: string
  readonly question: Question
  readonly ledger: Ledger
}

export const admit = (
  request: {
    readonly text: string
    readonly locale?: Question["locale"]
    readonly arrivedAt: number
  },
  totalMs: number,
  now?: () => number,
): Admitted => {
  const clock = now === undefined ? {} : { now }
  const ledger = new Ledger({ totalMs, openedAt: request.arrivedAt, ...clock })
  const end = ledger.begin("admit")
  const question = read(request.text, request.locale)
  end(question.intent)
  return { turn: randomUUID(), question, ledger }
}
