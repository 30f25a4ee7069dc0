/**
 * Makes the result of a replay: for each of the two configurations the stages of its median turn, the waits of
 * customers, and the source document's figures. Pure.
 */
import type { ReplayedSide, ReplayResult, SideName, Spread } from "@manga-assist/console/replay"
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { sourceWaterfalls } from "../waterfall/SourceWaterfall.ts"
import { stageTimes } from "../waterfall/StageTimes.ts"

const tenth = (ms: number): number => Math.round(ms * 10) / 10

const spreadOf = (times: ReadonlyArray<number>): Spread => {
  const histogram = LatencyHistogram.of(times)
  return { p50: tenth(histogram.percentile(50)), p95: tenth(histogram.percentile(95)) }
}

/** @throws RangeError where the model answered nothing: there is then no waterfall */
export const sideOf = (
  side: SideName,
  turns: ReadonlyArray<ObservedTurn>,
  failures: ReadonlyArray<string>,
): ReplayedSide => {
  const source = sourceWaterfalls[side]
  const answered = turns.filter((turn) => turn.source === "model")
  if (answered.length === 0) {
    throw new RangeError(`${side}: the model answered none (${failures[0] ?? "no reason given"})`)
  }
  return {
    turns: answered.length,
    firstTokenMs: spreadOf(answered.map(({ firstTokenMs }) => firstTokenMs)),
    firstContentMs: spreadOf(
      answered.map(({ firstProductsMs = Infinity, firstTokenMs }) =>
        Math.min(firstProductsMs, firstTokenMs),
      ),
    ),
    stages: stageTimes(answered).map(({ p50, stage, startMs }) => ({
      stage,
      startMs: tenth(startMs),
      endMs: tenth(startMs + p50),
      source: source.bars[stage],
    })),
    sourceMs: source.titleMs,
    failures: [
      ...failures,
      ...turns.flatMap((turn) => (turn.source === "model" ? [] : [`answered by ${turn.source}`])),
    ],
  }
}

export const resultOf = (
  questions: ReadonlyArray<string>,
  sides: Readonly<Record<SideName, ReplayedSide>>,
): ReplayResult => {
  const saved = (of: "firstContentMs" | "firstTokenMs") =>
    tenth(sides.before[of].p50 - sides.after[of].p50)
  return {
    questions,
    sides,
    savedMs: { firstToken: saved("firstTokenMs"), firstContent: saved("firstContentMs") },
  }
}
