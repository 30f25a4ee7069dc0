/**
 * What a conversation still needs to say to a model: its last exchanges whole, the rest in a few
 * lines. Pure and deterministic; an exchange is kept whole or cut whole, never split.
 */

/** One question and its answer, in the order they were said. */
export interface Exchange {
  readonly user: string
  readonly assistant: string
}

export interface PruneOptions {
  /** How many of the last exchanges stay whole; 5 unless given. */
  readonly keep?: number | undefined
  /**
   * UTF-16 units that summary and kept exchanges may have together; no cap unless given. Older
   * exchanges give way first, even the newest one when it alone is too long.
   */
  readonly maxChars?: number | undefined
  /** Most units of the summary; 600 unless given, and never more than a quarter of `maxChars`. */
  readonly summaryChars?: number | undefined
}

export interface PrunedHistory<T extends Exchange> {
  /** One line per cut exchange, newest of them last; empty when nothing was cut. */
  readonly summary: string
  readonly turns: ReadonlyArray<T>
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

const summarize = (cut: ReadonlyArray<Exchange>, max: number): string => {
  const lines: Array<string> = []
  let room = max
  for (const exchange of cut.toReversed()) {
    const question = opening(exchange.user, LINE_CHARS)
    const answer = opening(exchange.assistant, LINE_CHARS)
    const line = answer === "" ? question : `${question} → ${answer}`
    if (line === "") continue
    const needed = line.length + (lines.length > 0 ? 1 : 0)
    if (needed > room) {
      if (lines.length === 0) lines.push(head(line, room))
      break
    }
    lines.push(line)
    room -= needed
  }
  return lines.toReversed().join("\n")
}

const size = (exchange: Exchange): number => exchange.user.length + exchange.assistant.length

export const pruneHistory = <T extends Exchange>(
  turns: ReadonlyArray<T>,
  options: PruneOptions = {},
): PrunedHistory<T> => {
  const keep = Math.max(0, Math.floor(options.keep ?? 5))
  const maxChars = Math.max(0, options.maxChars ?? Number.POSITIVE_INFINITY)
  const summaryChars = Math.min(Math.max(0, options.summaryChars ?? 600), Math.floor(maxChars / 4))
  const total = turns.reduce((sum, turn) => sum + size(turn), 0)
  if (turns.length <= keep && total <= maxChars) return { summary: "", turns }
  let room = maxChars - summaryChars
  let first = turns.length
  for (const turn of turns.slice(turns.length - Math.min(keep, turns.length)).toReversed()) {
    if (size(turn) > room) break
    room -= size(turn)
    first -= 1
  }
  return { summary: summarize(turns.slice(0, first), summaryChars), turns: turns.slice(first) }
}
