/**
 * Draws the two waterfalls of a turn, "before" and "after": for each stage the source document's bar (outlined) over
 * the measured one (filled, with a line to its 95th percentile), on one time axis.
 */
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { bar, type BarChart, barChart, colours, label, line } from "../report/BarChart.ts"
import type { Illustration } from "../result/Result.ts"
import {
  type SourceWaterfall,
  sourceWaterfalls,
  stageLabels,
  stageNames,
} from "./SourceWaterfall.ts"
import { type StageTime, stageTimes } from "./StageTimes.ts"

const cells = (texts: ReadonlyArray<string>, valuesFrom: number, y: number, style = "") =>
  texts.map((text, column) =>
    label(valuesFrom + 60 + column * 62, y, text, `text-anchor="end" ${style}`),
  )

/** `mostMs`: what the axis ends with; the same for two that are compared. */
export const ganttChart = (
  title: string,
  subtitle: string,
  stages: ReadonlyArray<StageTime>,
  source: SourceWaterfall,
  mostMs: number,
): string =>
  barChart({
    title,
    subtitle,
    axis: "ms from the moment the message was meant to be sent",
    labelWidth: 176,
    valueWidth: 200,
    rowHeight: 30,
    mostMs,
    stepMs: 200,
    heading: (valuesFrom, y) =>
      cells(["source, ms", "p50", "p95"], valuesFrom, y, 'font-size="11" font-weight="bold"'),
    rows: stageNames.flatMap((name) => {
      const ours = stages.find(({ stage }) => stage === name)
      const theirs = source.bars[name]
      if (ours === undefined && theirs === undefined) return []
      const told = [theirs && theirs.endMs - theirs.startMs, ours?.p50, ours?.p95]
      const texts = told.map((value) => value?.toFixed(value >= 10 ? 0 : 1) ?? "–")
      const colour = name === "model" ? colours.sky : colours.blue
      const draw: BarChart["rows"][number]["draw"] = (y, x, valuesFrom) => {
        const drawn = cells(texts, valuesFrom, y + 19)
        if (theirs) drawn.push(bar(x(theirs.startMs), x(theirs.endMs), y + 3, 10))
        if (ours === undefined) return drawn
        const { p50, p95, startMs } = ours
        drawn.push(bar(x(startMs), x(startMs + p50), y + 15, 11, colour))
        drawn.push(line(x(startMs + p50), x(startMs + p95), y + 20.5, colours.vermilion))
        return drawn
      }
      return { label: stageLabels[name], draw }
    }),
  })

/** Both, to one scale. */
export const waterfalls = (
  times: "exact" | "spread",
  turns: Readonly<Record<"before" | "after", ReadonlyArray<ObservedTurn>>>,
): ReadonlyArray<Illustration> => {
  const stages = { before: stageTimes(turns.before), after: stageTimes(turns.after) }
  const ends = [...stages.before, ...stages.after].map(({ p95, startMs }) => startMs + p95)
  const mostMs = Math.ceil(Math.max(1_100, ...ends) / 100) * 100
  const played = times === "exact" ? "each service takes exactly its time" : "times are spread"
  return (["before", "after"] as const).map((side) => {
    const source = sourceWaterfalls[side]
    const title = `${side === "before" ? "Before" : "After"}, ${times} times`
    const subtitle = `outlined: the source document, which says ${source.titleMs} ms; filled: measured, median; line: to the p95. ${turns[side].length} turns, ${played}.`
    return { title, svg: ganttChart(title, subtitle, stages[side], source, mostMs) }
  })
}
