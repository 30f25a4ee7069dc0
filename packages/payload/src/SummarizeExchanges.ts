/**
 * Summarises exchanges of a conversation without a model: one line each, with the first sentence of the question and
 * of the answer. When the space is short, the newest are kept.
 */
import { estimateTokens } from "./EstimateTokens.ts"

/** One question and its answer, in the order they were said. */
export interface Exchange {
  readonly user: string
  readonly assistant: string
}

const LINE_CHARS = 120

/** The first `max` units of `text`, without splitting a surrogate pair. */
const head = (text: string, max: number): string => {
  if (text.length <= max) return text
  if (max <= 1) return ""
  const end = max - 1
  const last = text.charCodeAt(end - 1)
  const splits = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, splits ? end - 1 : end)}…`
}

/** The longest beginning of `text` that costs no more than `max` tokens. */
const headTokens = (text: string, max: number): string => {
  let low = 0
  // A token is at least a tenth of a character: more than this is never needed.
  let high = Math.min(text.length, max * 10)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (estimateTokens(head(text, middle)).most <= max) low = middle
    else high = middle - 1
  }
  return head(text, low)
}

/** What a text opens with: up to the end of its first sentence, on one line. */
const opening = (text: string, max: number): string => {
  // Only so much is looked at, so that a text of megabytes costs no more than a line.
  const line = text
    .slice(0, max * 4)
    .replaceAll(/\s+/gu, " ")
    .trim()
  const end = /[.!?](?=\s)|[。！？]/u.exec(line)
  return head(end === null ? line : line.slice(0, end.index + 1), max)
}

const lineOf = (exchange: Exchange): string => {
  const question = opening(exchange.user, LINE_CHARS)
  const answer = opening(exchange.assistant, LINE_CHARS)
  return answer === "" ? question : `${question} → ${answer}`
}

/** `known` first, then a line for each of `exchanges`; older lines give way, then the end of `known`. */
export const summaryOf = (
  known: string,
  exchanges: ReadonlyArray<Exchange>,
  maxTokens: number,
): string => {
  const start = headTokens(known.trim(), maxTokens)
  const costOf = (text: string) => estimateTokens(text).most + 1
  const lines: Array<string> = []
  let room = maxTokens - (start === "" ? 0 : costOf(start))
  for (const exchange of exchanges.toReversed()) {
    const line = lineOf(exchange)
    if (line === "") continue
    if (costOf(line) > room) {
      if (lines.length === 0) lines.push(headTokens(line, Math.max(0, room - 1)))
      break
    }
    lines.push(line)
    room -= costOf(line)
  }
  return [start, ...lines.toReversed()].filter((line) => line !== "").join("\n")
}
