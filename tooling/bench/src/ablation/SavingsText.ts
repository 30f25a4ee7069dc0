/**
 * Formats the source document's savings with the measured ones beside its claims: a table, and why they differ.
 * Pure.
 */
import type { SavingEstimate } from "./SavingEstimate.ts"
import { claimedTotalMs, type SourceSaving } from "./SourceSavings.ts"

export interface MeasuredSaving extends SourceSaving {
  /** Undefined: it is not a turn's. */
  readonly offAlone: SavingEstimate | undefined
  readonly onAlone: SavingEstimate | undefined
  readonly inOrder: SavingEstimate
  /** In order, by the played times alone. */
  readonly playedMs: number | undefined
  readonly verdict: string
}

/** `whole`: what before and after differ by. The first row is the heading. */
export const savingsTable = (
  savings: ReadonlyArray<MeasuredSaving>,
  whole: { readonly measuredMs: number; readonly playedMs: number },
): ReadonlyArray<ReadonlyArray<string>> => {
  const ms = (value: number | undefined) => value?.toFixed(1) ?? ""
  return [
    ["saving, ms", "claimed", "off alone", "on alone", "in order", "95 %", "played", "verdict"],
    ...savings.map(({ claimedMs, inOrder, name, offAlone, onAlone, playedMs, verdict }, index) => {
      const saved = [offAlone?.ms, onAlone?.ms, inOrder.ms].map(ms)
      const between = `${ms(inOrder.low)} to ${ms(inOrder.high)}`
      return [`${index + 1} ${name}`, `${claimedMs}`, ...saved, between, ms(playedMs), verdict]
    }),
    ["before less after", `${claimedTotalMs}`].concat([
      "",
      "",
      ms(whole.measuredMs),
      "",
      ms(whole.playedMs),
      "",
    ]),
  ]
}

const reading = [
  "Off alone: what a turn takes more when it alone is missing from after. On alone: what it takes less when before has it alone. In order: what it takes off before and all rows above it; row 6 once, not per turn. Near the claim: within a fifth of it, or 3 ms.",
  "Played: the same by the played times alone, as if nothing of ours took any; before less after has hops and the model's unexplained rest in it besides.",
  "Exact times, so a saving is a difference of sums; a sum of 95th percentiles is not the 95th percentile of a sum (see the waterfall's spread times), and what overlaps is saved once, whoever claims it.",
]

/** How to read the table, then why each row is what it is. */
export const savingsRemarks = (savings: ReadonlyArray<MeasuredSaving>): ReadonlyArray<string> => [
  ...reading,
  ...savings.map(({ name, why }, index) => `Row ${index + 1}, ${name}: ${why}`),
]
