/** Aggregates the stages of many turns into one waterfall: start and duration by percentile. Pure. */
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { spansOf } from "../laboratory/TurnSpans.ts"
import { median } from "../measure/Statistics.ts"
import { type StageName, stageNames } from "./SourceWaterfall.ts"

export interface StageTime {
  readonly stage: StageName
  /** Median of the beginnings, from the intended moment. */
  readonly startMs: number
  /** How long it takes. */
  readonly p50: number
  readonly p95: number
}

/** In the order of the waterfall; a stage that no turn had is absent. */
export const stageTimes = (turns: ReadonlyArray<ObservedTurn>): ReadonlyArray<StageTime> => {
  const spans = turns.flatMap((turn) => spansOf(turn))
  return stageNames.flatMap((stage) => {
    const of = spans.filter((span) => span.stage === stage)
    if (of.length === 0) return []
    const lengths = LatencyHistogram.of(
      of.map(({ endMs, startMs }) => Math.max(0, endMs - startMs)),
    )
    return [
      {
        stage,
        startMs: median(of.map(({ startMs }) => startMs)),
        p50: lengths.percentile(50),
        p95: lengths.percentile(95),
      },
    ]
  })
}
