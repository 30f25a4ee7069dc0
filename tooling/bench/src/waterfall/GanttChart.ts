/**
 * Draws the two waterfalls of a turn, "before" and "after": for each stage the source document's bar (outlined) over
 * the measured one (filled, with a line to its 95th percentile), on one time axis.
 */
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { barChart } from "../report/BarChart.ts"
import type { Illustration } from "../result/Result.ts"
import { sourceWaterfalls, stageLabels, stageNames } from "./SourceWaterfall.ts"
import { type StageTimes, stageTimes } from "./StageTimes.ts"

type Side = keyof typeof sourceWaterfalls

/** `mostMs`: what the axis ends with; the same for two that are compared. */
export const ganttChart = (
  title: string,
  subtitle: string,
  [side, stages]: readonly [Side, StageTimes],
  mostMs: number,
): string =>
  barChart({
    title,
    subtitle,
    axis: "ms from the moment the message was meant to be sent",
    labelWidth: 176,
    mostMs,
    stepMs: 200,
    columns: ["source, ms", "p50", "p95"],
    rows: stageNames.flatMap((name) => {
      const ours = stages.find(({ stage }) => stage === name)
      const claimed = sourceWaterfalls[side].bars[name]
      if (ours === undefined && claimed === undefined) return []
      const [startMs, medianMs] = [ours?.startMs ?? 0, (ours?.startMs ?? 0) + (ours?.p50 ?? 0)]
      const spread = { startMs: medianMs, endMs: startMs + (ours?.p95 ?? 0) }
      return {
        label: stageLabels[name],
        claimed,
        measured: ours && { startMs, endMs: medianMs, spread },
        values: [claimed && claimed.endMs - claimed.startMs, ours?.p50, ours?.p95],
      }
    }),
  })

/** Both, to one scale. */
export const waterfalls = (
  times: "exact" | "spread",
  turns: Readonly<Record<Side, ReadonlyArray<ObservedTurn>>>,
): ReadonlyArray<Illustration> => {
  const stages = { before: stageTimes(turns.before), after: stageTimes(turns.after) }
  const ends = [...stages.before, ...stages.after].map(({ p95, startMs }) => startMs + p95)
  const mostMs = Math.ceil(Math.max(1_100, ...ends) / 100) * 100
  const played = times === "exact" ? "each service takes exactly its time" : "times are spread"
  return (["before", "after"] as const).map((side) => {
    const title = `${side === "before" ? "Before" : "After"}, ${times} times`
    const subtitle = `outlined: the source document, which says ${sourceWaterfalls[side].titleMs} ms; filled: measured, median; line: to the p95. ${turns[side].length} turns, ${played}.`
    return { title, svg: ganttChart(title, subtitle, [side, stages[side]], mostMs) }
  })
}
