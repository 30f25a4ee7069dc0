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

const columns = ["claimed", "off alone", "on alone", "in order", "95 %", "played", "verdict"]

/** `whole`: what before and after differ by. The first row is the heading. */
export const savingsTable = (
  savings: ReadonlyArray<MeasuredSaving>,
  whole: { readonly measuredMs: number; readonly playedMs: number },
): ReadonlyArray<ReadonlyArray<string>> => {
  const line = (
    name: string,
    claimedMs: number,
    times: ReadonlyArray<number | undefined>,
    { between = "", verdict = "" } = {},
  ) => {
    const [off = "", on = "", order = "", played = ""] = times.map((ms) => ms?.toFixed(1))
    return [name, String(claimedMs), off, on, order, between, played, verdict]
  }
  const timesOf = ({ inOrder, offAlone, onAlone, playedMs }: MeasuredSaving) => [
    offAlone?.ms,
    onAlone?.ms,
    inOrder.ms,
    playedMs,
  ]
  const turns = savings.filter(({ technique }) => technique !== undefined)
  const sum = (values: ReadonlyArray<number | undefined>) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0)
  return [
    ["saving, ms", ...columns],
    ...savings.map((saving, index) => {
      const { claimedMs, inOrder, name, verdict } = saving
      const between = `${inOrder.low.toFixed(1)} to ${inOrder.high.toFixed(1)}`
      return line(`${index + 1} ${name}`, claimedMs, timesOf(saving), { between, verdict })
    }),
    line(
      "sum of the rows of a turn",
      sum(turns.map(({ claimedMs }) => claimedMs)),
      [0, 1, 2, 3].map((column) => sum(turns.map((each) => timesOf(each)[column]))),
    ),
    line("before less after", claimedTotalMs, [
      undefined,
      undefined,
      whole.measuredMs,
      whole.playedMs,
    ]),
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
