/**
 * Bars of a turn that the server has not told the times of yet, or never will, made of what this page saw itself: that the
 * turn began, products, look-ups, the first words. It measures nothing.
 */
import type { Seen } from "../chat/Turn.ts"

export interface LiveRow {
  readonly name: "sent" | "content" | "words" | "look" | "writing"
  readonly startMs: number
  /** Undefined while it goes on. */
  readonly endMs: number | undefined
}

/** The stage of the server's that each has the colour of. */
export const stageOf: Readonly<Record<LiveRow["name"], string>> = {
  sent: "queue",
  content: "retrieve",
  words: "model",
  look: "tool-read",
  writing: "writing",
}

export const liveRows = (seen: Seen): ReadonlyArray<LiveRow> => {
  const { complete, looks, products, started, words } = seen
  const row = (name: LiveRow["name"], startMs: number, endMs: number | undefined): LiveRow => ({
    name,
    startMs,
    endMs: endMs ?? complete,
  })
  const first = Math.min(products ?? Infinity, words ?? Infinity, looks[0]?.startMs ?? Infinity)
  const content = Number.isFinite(first) ? first : undefined
  const rows = [row("sent", 0, started ?? content)]
  if (started !== undefined || content !== undefined) {
    rows.push(row("content", started ?? 0, content))
  }
  if (content !== undefined && (words ?? Infinity) > content) {
    rows.push(row("words", content, words))
  }
  for (const { endMs, startMs } of looks) rows.push(row("look", startMs, endMs))
  if (words !== undefined) rows.push(row("writing", words, undefined))
  return rows.filter(({ endMs, startMs }) => endMs === undefined || endMs >= startMs)
}
