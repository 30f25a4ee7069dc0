/**
 * Formats the line under each answer: where its time went, and what was unusual (degraded, over budget, not complete).
 *
 * Stages and `server` are the server's own times; first products, first token and total are what this client saw,
 * rendering included.
 */
import type { TurnEnd } from "@manga-assist/client"
import { wrapAnsi } from "fast-wrap-ansi"
import { visibleLine } from "./Visible.ts"

/** Milliseconds from sending the question to this client's first sight; undefined: never came. */
export interface Observed {
  readonly firstProductsMs: number | undefined
  readonly firstTokenMs: number | undefined
  readonly totalMs: number
}

const stages = ["recall", "retrieve", "tool-call", "tool-read", "model-2"]
const usual = new Set(["ok", "hit", "miss", "done", "complete"])

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

/** Tenths below ten milliseconds, whole ones above. */
export const milliseconds = (value: number): string =>
  value < 9.95 ? value.toFixed(1) : grouped.format(value)

/** `jp.anthropic.claude-haiku-4-5-20251001-v1:0` is `haiku` to a reader. */
const modelName = (id: string): string => /haiku|sonnet|opus/.exec(id)?.[0] ?? id

const stagePart = (end: TurnEnd, name: string): ReadonlyArray<string> => {
  const entry = end.timeline.find(({ stage }) => stage === name)
  if (entry === undefined) return []
  const outcome = usual.has(entry.outcome) ? "" : ` (${entry.outcome})`
  return [`${name} ${milliseconds(Math.max(0, entry.endMs - entry.startMs))}${outcome}`]
}

/** No column: not for a terminal, one line. Parts stay whole as long as one fits into a line. */
const fitted = (parts: ReadonlyArray<string>, columns: number | undefined): string => {
  if (columns === undefined) return parts.join(" · ")
  const held = parts.map((part) => part.replaceAll(" ", "\u00A0"))
  return wrapAnsi(held.join("\u00A0· "), columns, { hard: true }).replaceAll("\u00A0", " ")
}

/** For example `recall 0.4 · retrieve 66 · first token 742 · server 1,908 · total 1,910 ms · model haiku`. */
export const timelineLine = (end: TurnEnd, observed: Observed, columns?: number): string => {
  const prefetch = end.timeline.find(({ stage }) => stage === "prefetch")
  const whole = end.timeline.find(({ stage }) => stage === "total")
  const over = end.budget.usedMs > end.budget.totalMs
  const parts = [
    end.finish !== "complete" && end.finish,
    ...stages.flatMap((name) => stagePart(end, name)),
    observed.firstProductsMs !== undefined &&
      `first products ${milliseconds(observed.firstProductsMs)}`,
    observed.firstTokenMs !== undefined && `first token ${milliseconds(observed.firstTokenMs)}`,
    whole !== undefined && `server ${milliseconds(whole.endMs)}`,
    `total ${milliseconds(observed.totalMs)} ms`,
    end.source !== "model"
      ? `source ${end.source}`
      : end.model !== undefined && `model ${modelName(end.model)}`,
    end.reason !== undefined && end.reason.replace(/[.。]$/u, ""),
    prefetch !== undefined && `prefetch ${prefetch.outcome}`,
    end.degraded.length > 0 && `degraded ${end.degraded.join(", ")}`,
    over &&
      `over budget ${grouped.format(end.budget.usedMs)} of ${grouped.format(end.budget.totalMs)}`,
  ].filter((part) => part !== false)
  return fitted(parts.map(visibleLine), columns)
}
