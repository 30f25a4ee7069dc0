/**
 * Aggregates the stages of many turns into one waterfall, from the moment a turn was due to be sent to its first token:
 * start and duration by percentile. The way to the server and back is timed by the load generator's clock, the stages
 * inside by the server's; the message's arrival, which the server reports, joins the two. Pure.
 */
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { median } from "../measure/Statistics.ts"
import { type StageName, stageNames } from "./SourceWaterfall.ts"

/** A stage that the turn did not have is absent. Those of the timeline that have no name here are sums or marks. */
export const spansOf = (turn: ObservedTurn) => {
  const { arrivedMs, firstTokenMs, sentMs, stages } = turn
  const inside = stageNames.flatMap((name) =>
    stages
      .filter(({ stage }) => stage === name)
      .map(({ endMs, startMs }) => ({
        stage: name,
        startMs: arrivedMs + startMs,
        endMs: arrivedMs + endMs,
      })),
  )
  const lastOf = (...names: ReadonlyArray<StageName>) =>
    Math.max(...inside.flatMap(({ endMs, stage }) => (names.includes(stage) ? endMs : [])))
  const retrieved = lastOf("facts", "search")
  const model = inside.find(({ stage }) => stage === "model")
  const last = Math.max(arrivedMs, lastOf(...stageNames))
  const span = (stage: StageName, startMs: number, endMs: number) => ({ stage, startMs, endMs })
  return [
    span("edge", 0, sentMs),
    span("way-in", sentMs, arrivedMs),
    ...inside,
    ...(model === undefined || retrieved < 0 ? [] : [span("assembly", retrieved, model.startMs)]),
    span("way-out", last, Math.max(last, firstTokenMs)),
  ]
}

/** In the order of the waterfall; a stage that no turn had is absent. */
export const stageTimes = (turns: ReadonlyArray<ObservedTurn>) => {
  const spans = Map.groupBy(turns.flatMap(spansOf), ({ stage }) => stage)
  return stageNames.flatMap((stage) => {
    const of = spans.get(stage)
    if (of === undefined) return []
    /** How long it takes. */
    const lengths = LatencyHistogram.of(
      of.map(({ endMs, startMs }) => Math.max(0, endMs - startMs)),
    )
    const [p50, p95] = [lengths.percentile(50), lengths.percentile(95)]
    /** Median of the beginnings, from the intended moment. */
    const startMs = median(of.map((each) => each.startMs))
    return [{ stage, startMs, p50, p95 }]
  })
}
export type StageTimes = ReturnType<typeof stageTimes>
