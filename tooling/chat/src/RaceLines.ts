/**
 * Two bars of one scale under a kept answer: the model's first words when the question was asked first, and now. Times are
 * the server's, from the beginning of each turn. Undefined where nothing tells how the answer was made.
 */
import type { TurnEnd } from "@manga-assist/client"
import { milliseconds } from "./TimelineLine.ts"

const widest = 48
/** Of the narrowest terminal, what the words take. */
const wordsTake = 56

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

const tokensOf = ({ savedUsage }: TurnEnd): string => {
  if (savedUsage === undefined) return ""
  const { cacheReadTokens, cacheWriteTokens, inputTokens, outputTokens } = savedUsage
  const all = inputTokens + outputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0)
  return ` · ${grouped.format(all)} tokens`
}

export const raceLines = (end: TurnEnd, columns = 100): ReadonlyArray<string> | undefined => {
  const own = end.timeline.find(({ stage }) => stage === "first-token")
  const model = end.made?.stages.find(([stage]) => stage === "first-token")
  if (own === undefined || model === undefined) return undefined
  const queuedMs = end.timeline.find(({ stage }) => stage === "queue")?.endMs ?? 0
  // In steps in which they are written: nobody measured less.
  const keptMs = Math.max(0.1, own.endMs - queuedMs)
  const modelMs = Math.max(0.1, model[2])
  const width = Math.min(widest, Math.max(10, columns - wordsTake))
  const bar = (ms: number) =>
    "█".repeat(Math.max(1, Math.round((width * ms) / Math.max(modelMs, keptMs)))).padEnd(width)
  const by = end.made?.by === "worker" ? "made ahead" : "asked first"
  const factor = modelMs / keptMs
  const sooner =
    factor < 1.1 ? "" : ` · ${factor < 9.95 ? factor.toFixed(1) : grouped.format(factor)} × sooner`
  return [
    `${by.padEnd(11)} ${bar(modelMs)} ${milliseconds(modelMs)} ms${tokensOf(end)}`,
    `${"now".padEnd(11)} ${bar(keptMs)} ${milliseconds(keptMs)} ms · 0 tokens${sooner}`,
  ]
}
