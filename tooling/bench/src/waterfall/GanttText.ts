/**
 * Formats a waterfall as text for a terminal: one line a stage, the source document's figure beside the measured ones,
 * bars to one scale. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import { number, textTable } from "../result/Table.ts"
import { type SourceWaterfall, stageLabels, stageNames } from "./SourceWaterfall.ts"
import type { StageTime } from "./StageTimes.ts"

const columns = 56

/** At least one character for what took any time. */
const barOf = (startMs: number, lengthMs: number, totalMs: number): string => {
  const from = Math.round((startMs / totalMs) * columns)
  const to = Math.max(from + 1, Math.round(((startMs + lengthMs) / totalMs) * columns))
  return `${" ".repeat(Math.min(from, columns - 1))}${"█".repeat(Math.min(to, columns) - Math.min(from, columns - 1))}`
}

const cell = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0))

/** `totalMs`: what the width stands for; the same for two that are compared. */
export const ganttText = (
  stages: ReadonlyArray<StageTime>,
  source: SourceWaterfall,
  totalMs: number,
): string =>
  textTable([
    ["stage, ms", "source", "p50", "p95", "p99", `0 to ${number(Math.round(totalMs))} ms, medians`],
    ...stageNames.flatMap((name) => {
      const ours = stages.find(({ stage }) => stage === name)
      const theirs = source.bars[name]
      if (ours === undefined && theirs === undefined) return []
      return [
        [
          stageLabels[name],
          theirs === undefined ? "" : number(theirs.endMs - theirs.startMs),
          ...(ours === undefined
            ? ["", "", "", ""]
            : [
                cell(ours.p50),
                cell(ours.p95),
                cell(ours.p99),
                barOf(ours.startMs, ours.p50, totalMs),
              ]),
        ],
      ]
    }),
  ])
