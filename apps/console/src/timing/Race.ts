/**
 * Sets a kept answer beside the model's to the same question: the waterfall of the turn that made it, and how many times
 * sooner the first words came. Undefined where nothing tells how it was made, as of an entry of an earlier version.
 */
import type { Made, TurnEnd } from "@manga-assist/client"
import { queuedMs } from "../chat/FirstContent.ts"
import { type Row, unaccounted, type Waterfall, waterfallOf } from "./Waterfall.ts"

export interface Race {
  readonly by: Made["by"]
  readonly waterfall: Waterfall
  /** From the beginning of each turn to its first words. */
  readonly modelMs: number
  readonly keptMs: number
  /** Undefined where the kept answer was hardly sooner. */
  readonly timesSooner: number | undefined
}

/** A stage of this turn, of the one behind it, or of both. */
export interface Lane {
  readonly row: Row | undefined
  readonly pale: Row | undefined
}

/** Less is no difference that anybody would call one. */
const leastTimes = 1.1

const firstWords = ({ marks }: Waterfall): number | undefined =>
  marks.find(({ name }) => name === "first-token")?.atMs

export const raceOf = (end: TurnEnd): Race | undefined => {
  const { made, timeline } = end
  if (made === undefined) return undefined
  const own = firstWords(waterfallOf(end))
  const waterfall = waterfallOf({
    timeline: made.stages.map(([stage, startMs, endMs]) => ({
      stage,
      startMs,
      endMs,
      outcome: "ok",
    })),
  })
  const modelMs = firstWords(waterfall)
  if (own === undefined || modelMs === undefined) return undefined
  const keptMs = Math.max(0, own - queuedMs(timeline))
  // In steps in which they are written: nobody measured less.
  const times = modelMs / Math.max(0.1, keptMs)
  const timesSooner = times < leastTimes ? undefined : times
  return { by: made.by, waterfall, modelMs, keptMs, timesSooner }
}

/** This turn's stages in their order, each with the same one of the turn behind it; then what only that had. */
export const lanesOf = (
  { rows }: Waterfall,
  behind: Waterfall | undefined,
): ReadonlyArray<Lane> => {
  // What was kept of that turn is a selection: nothing lacks a stage there.
  const pale = (behind?.rows ?? []).filter(({ stage }) => stage !== unaccounted)
  const known = new Set(rows.map(({ stage }) => stage))
  return [
    ...rows.map((row) => ({ row, pale: pale.find(({ stage }) => stage === row.stage) })),
    ...pale.filter(({ stage }) => !known.has(stage)).map((row) => ({ row: undefined, pale: row })),
  ]
}
