/**
 * Rows of a table of techniques: what each is claimed to save or achieve, the measured value, whether the measurement
 * supports the claim, and why. It has this project's own techniques, whose claims are the project's, and those
 * switched one by one in the ablation, most of which have the source document's claims. A figure that another
 * benchmark measured is taken from its result and marked. Pure. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import { type Figure } from "../measure/Figure.ts"
import type { Result } from "../result/Result.ts"
import { ratioInterval, seededRandom } from "../measure/Statistics.ts"
import { number } from "../result/Table.ts"
import { excludes, isMadeNeedless, isSaving, type SavingEstimate } from "./SavingEstimate.ts"
import { borrowed } from "./BorrowedRows.ts"

export interface OwnRow {
  readonly technique: string
  readonly claimed: string
  /** Undefined: not measured in this run, nor found. */
  readonly measured: string | undefined
  readonly verdict: string
  /** What makes it so. */
  readonly why: string
}

const notMeasured = "not measured yet"

export const row = (
  technique: string,
  claimed: string,
  measured: string | undefined,
  verdict: boolean | string,
  why: string,
): OwnRow => ({
  technique,
  claimed,
  measured,
  verdict:
    measured === undefined
      ? notMeasured
      : typeof verdict === "string"
        ? verdict
        : verdict
          ? "holds"
          : "does not hold",
  why,
})

/** What switching a technique saves of the time to the first token. */
export interface SwitchedSaving {
  /** What it is said to save. */
  readonly claimed: string
  readonly offAlone: SavingEstimate
  readonly onAlone: SavingEstimate
  /** By how much each end differed from itself. */
  readonly noiseMs: { readonly after: number; readonly before: number }
}

const switchable: Readonly<Record<string, readonly [name: string, why: string]>> = {
  endpoints: [
    "VPC endpoints",
    "The shorter way counts for the embedding, the search and the model, one after the other; of before also for the session's reads.",
  ],
  "filtered-search": [
    "filter inside the search",
    "The search itself is what is waited for, so all of it counts.",
  ],
  prefetch: [
    "prefetch on connect",
    "Of after one read and the look into Redis before it; of before two reads in a row.",
  ],
  "parallel-reads": [
    "parallel reads",
    "Beside prefetch only the look-up in Redis is left to overlap; of before it is the session's reads too.",
  ],
  "sinks-off-path": [
    "sinks off the path",
    "Guardrail and writes are awaited before the first word where it is off.",
  ],
  pruning: [
    "history pruning",
    "Building, signing and sending 9 KB more is a fraction of a millisecond; what is saved is tokens, see below.",
  ],
  "keep-alive": [
    "pooled connections",
    "The embedding and the model each open a connection without it, and each asks for a name if nothing keeps names.",
  ],
  "dns-cache": [
    "DNS cache",
    "A kept connection asks for no name: it matters where connections are opened.",
  ],
  "one-process": ["one process instead of hops", "Three hops of 5 to 8 ms are not there."],
  "warm-up": [
    "warm-up: first turn of a process",
    "Connections and code paths have been used once before the first customer; on loopback a handshake has no round trip.",
  ],
}

/** A technique may be worth something alone and nothing beside the others. */
const verdictOf = ({ noiseMs, offAlone, onAlone }: SwitchedSaving): string => {
  if (isSaving(offAlone, noiseMs.after)) return "holds"
  return isMadeNeedless(offAlone, noiseMs.after, onAlone, noiseMs.before)
    ? "made needless by the others"
    : "within noise"
}

/** Whether something takes less by at least so much; what noise hides is told as that. */
export const atLeastVerdict = (leastMs: number, saved: SavingEstimate, noiseMs: number): string => {
  if (isSaving(saved, noiseMs) && saved.ms >= leastMs) return "holds"
  return excludes(leastMs, saved, noiseMs) ? "does not hold" : "within noise"
}

const told = ({ high, low, ms }: SavingEstimate): string =>
  `${ms.toFixed(1)} ms (${low.toFixed(1)} to ${high.toFixed(1)})`

export const switchedRows = (savings: ReadonlyMap<string, SwitchedSaving>): ReadonlyArray<OwnRow> =>
  Object.entries(switchable).map(([technique, [name, why]]) => {
    const saving = savings.get(technique)
    const once = saving?.offAlone === saving?.onAlone
    return row(
      `${name}: first token`,
      saving?.claimed ?? "",
      saving === undefined
        ? undefined
        : once
          ? told(saving.offAlone)
          : `${told(saving.offAlone)} of after, ${told(saving.onAlone)} of before`,
      saving === undefined ? notMeasured : verdictOf(saving),
      why,
    )
  })

const figureOf = (result: Result | undefined, name: string) =>
  result?.figures.find((each) => each.name === name)

/** Counted, not timed: the same in every round of every run. */
const countedUnits = new Set(["bytes", "tokens", "calls", "units", "frames", "handshakes"])
/** Of what was timed once, a smaller difference says nothing. */
const leastShareOfOneRound = 0.2

/** Whether `after` is less than `before`, beyond what their rounds differ by among themselves. */
const isLess = (before: Figure, after: Figure): boolean => {
  if (countedUnits.has(after.unit)) return after.value < before.value
  const interval = ratioInterval(before.rounds, after.rounds, seededRandom(1))
  return interval === undefined
    ? after.max < (1 - leastShareOfOneRound) * before.min
    : interval.high < 1
}

export const borrowedRows = (results: ReadonlyArray<Result>): ReadonlyArray<OwnRow> =>
  borrowed.map(({ claimed, from, technique, why, with: withIt, without }) => {
    const result = results.find(({ name }) => name === from)
    const after = figureOf(result, withIt)
    const before = figureOf(result, without)
    if (after === undefined || before === undefined) {
      return row(technique, claimed, undefined, false, why)
    }
    const measured = `${number(before.value)} → ${number(after.value)} ${after.unit} (${from})`
    const verdict = isLess(before, after)
      ? "holds"
      : isLess(after, before)
        ? "does not hold"
        : "within noise"
    return row(technique, claimed, measured, verdict, why)
  })

/** The first row is the heading. */
export const ownTable = (rows: ReadonlyArray<OwnRow>): ReadonlyArray<ReadonlyArray<string>> => [
  ["technique", "claimed", "measured", "verdict"],
  ...rows.map(({ claimed, measured, technique, verdict }) => [
    technique,
    claimed,
    measured ?? "",
    verdict,
  ]),
]

export const ownRemarks = (rows: ReadonlyArray<OwnRow>): ReadonlyArray<string> =>
  rows.map(({ technique, why }) => `${technique}: ${why}`)
