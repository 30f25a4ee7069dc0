/**
 * Formats the source document's table of savings with the measured ones beside its claims, and remarks on why they
 * differ. Pure. (Source document: "Latency Reduction Techniques for FM Systems", whose claims this project tests.)
 */
import type { SavingEstimate } from "./SavingEstimate.ts"
import type { SourceSaving } from "./SourceSavings.ts"

export interface MeasuredSaving extends SourceSaving {
  /** Undefined: it is not a turn's. */
  readonly offAlone: SavingEstimate | undefined
  readonly onAlone: SavingEstimate | undefined
  readonly inOrder: SavingEstimate
  /** In order, by the played times alone. */
  readonly playedMs: number | undefined
  readonly verdict: string
}

const ms = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(1))

const sum = (values: ReadonlyArray<number | undefined>): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

export interface SavingTotals {
  readonly beforeMs: number
  readonly afterMs: number
  readonly claimedTotalMs: number
  readonly playedMs: number
}

/** The first row is the heading. */
export const savingsTable = (
  savings: ReadonlyArray<MeasuredSaving>,
  totals: SavingTotals,
): ReadonlyArray<ReadonlyArray<string>> => {
  const turns = savings.filter(({ technique }) => technique !== undefined)
  return [
    ["saving, ms", "claimed", "off alone", "on alone", "in order", "95 %", "played", "verdict"],
    ...savings.map((each, index) => [
      `${index + 1} ${each.name}`,
      String(each.claimedMs),
      ms(each.offAlone?.ms),
      ms(each.onAlone?.ms),
      ms(each.inOrder.ms),
      `${ms(each.inOrder.low)} to ${ms(each.inOrder.high)}`,
      ms(each.playedMs),
      each.verdict,
    ]),
    [
      "sum of the rows of a turn",
      String(sum(turns.map(({ claimedMs }) => claimedMs))),
      ms(sum(turns.map(({ offAlone }) => offAlone?.ms))),
      ms(sum(turns.map(({ onAlone }) => onAlone?.ms))),
      ms(sum(turns.map(({ inOrder }) => inOrder.ms))),
      "",
      ms(sum(turns.map(({ playedMs }) => playedMs))),
      "",
    ],
    [
      "before less after",
      String(totals.claimedTotalMs),
      "",
      "",
      ms(totals.beforeMs - totals.afterMs),
      "",
      ms(totals.playedMs),
      "",
    ],
  ]
}

const reading = [
  "Off alone: what a turn takes more when it alone is missing from after. On alone: what it takes less when before has it alone. In order: what it takes off before and all rows above it; row 6 once, not per turn.",
  "Played: the same by the played times alone, as if nothing of ours took any; before less after has hops and the model's unexplained rest in it besides.",
  "Exact times, so a saving is a difference of sums; a sum of 95th percentiles is not the 95th percentile of a sum (see the waterfall's spread times), and what overlaps is saved once, whoever claims it.",
]

/** How to read the table, then why each row is what it is. */
export const savingsRemarks = (savings: ReadonlyArray<MeasuredSaving>): ReadonlyArray<string> => [
  ...reading,
  ...savings.map(({ name, why }, index) => `Row ${index + 1}, ${name}: ${why}`),
]
