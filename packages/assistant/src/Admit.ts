/**
 * Admit: from an accepted message to an understood question with an open ledger.
 *
 * Pure apart from the turn's id; the frame was decoded and the sender checked at the socket. What the same
 * words meant a moment ago they mean now: the last few thousand are not read again.
 */
import { randomUUID } from "node:crypto"
import { Ledger } from "@manga-assist/latency-budget"
import { LRUCache } from "lru-cache"
import type { Question } from "./Question.ts"
import { lexicon } from "./StoreLexicon.ts"
import { understand } from "./understanding/Understand.ts"

export interface Admitted {
  readonly turn: string
  readonly question: Question
  readonly ledger: Ledger
}

/** 8 MiB of texts; what is understood of one takes a few times as much. */
const known = new LRUCache<string, Question>({
  maxSize: 4_000_000,
  sizeCalculation: (_question, key) => key.length + 200,
})
/** Longer ones are rarely asked twice. */
const maxKnownChars = 300

const understood = (text: string, locale: Question["locale"] | undefined): Question => {
  if (text.length > maxKnownChars) return understand(text, locale, lexicon)
  const key = `${locale ?? ""}\n${text}`
  const before = known.get(key)
  if (before !== undefined) return before
  const question = understand(text, locale, lexicon)
  known.set(key, question)
  return question
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
  const question = understood(request.text, request.locale)
  end(question.intent)
  return { turn: randomUUID(), question, ledger }
}
