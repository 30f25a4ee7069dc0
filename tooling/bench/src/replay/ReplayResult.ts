/**
 * The result of a replay, made for display: for each of the two configurations, `before` (all latency techniques off)
 * and `after` (all on), the stages of its median turn, the waits of customers, and the source document's figures. Pure.
 * (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import type { ObservedTurn } from "../laboratory/TurnLoad.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type StageName, sourceWaterfalls } from "../waterfall/SourceWaterfall.ts"
import { stageTimes } from "../waterfall/StageTimes.ts"

export interface ReplayedStage {
  readonly stage: StageName
  /** Medians, in milliseconds from the moment the question was meant to be sent. */
  readonly startMs: number
  readonly endMs: number
  /** The document's bar for it, where it has one. */
  readonly source: { readonly startMs: number; readonly endMs: number } | undefined
}

interface Spread {
  readonly p50: number
  readonly p95: number
}

export interface ReplayedSide {
  /** Questions that the model answered; only these have all of the stages. */
  readonly turns: number
  readonly firstTokenMs: Spread
  /** When the customer saw anything, products included. */
  readonly firstContentMs: Spread
  readonly stages: ReadonlyArray<ReplayedStage>
  /** The total in the title of the document's waterfall. */
  readonly sourceMs: number
  /** Why other questions have no figure. */
  readonly failures: ReadonlyArray<string>
}

export type SideName = "before" | "after"

export interface ReplayResult {
  readonly questions: ReadonlyArray<string>
  readonly sides: Readonly<Record<SideName, ReplayedSide>>
  /** Of the medians. */
  readonly savedMs: { readonly firstToken: number; readonly firstContent: number }
}

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
  const saved = (of: (side: ReplayedSide) => Spread) =>
    tenth(of(sides.before).p50 - of(sides.after).p50)
  return {
    questions,
    sides,
    savedMs: {
      firstToken: saved(({ firstTokenMs }) => firstTokenMs),
      firstContent: saved(({ firstContentMs }) => firstContentMs),
    },
  }
}
