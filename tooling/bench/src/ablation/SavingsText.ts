/** The document's table of savings with what was measured beside it, and why they differ. Pure. */
import { textTable } from "../Table.ts"
import { type SourceSaving, verdictOf } from "./SourceSavings.ts"

export interface MeasuredSaving extends SourceSaving {
  /** Undefined: it is not a turn's. */
  readonly offAloneMs: number | undefined
  readonly onAloneMs: number | undefined
  readonly inOrderMs: number | undefined
  /** In order, by the played times alone. */
  readonly playedMs: number | undefined
}

const ms = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(1))

const sum = (values: ReadonlyArray<number | undefined>): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0)

const most = 108

const wrapped = (text: string, indent: string): string => {
  const lines: Array<string> = []
  let line = indent
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > most && line.trim() !== "") {
      lines.push(line.trimEnd())
      line = indent
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()].join("\n")
}

export const savingsText = (
  savings: ReadonlyArray<MeasuredSaving>,
  totals: {
    readonly beforeMs: number
    readonly afterMs: number
    readonly claimedTotalMs: number
    readonly playedMs: number
  },
): string => {
  const turns = savings.filter(({ technique }) => technique !== undefined)
  const table = textTable([
    ["saving, ms", "claimed", "off alone", "on alone", "in order", "played", "verdict"],
    ...savings.map((each, index) => [
      `${index + 1} ${each.name}`,
      String(each.claimedMs),
      ms(each.offAloneMs),
      ms(each.onAloneMs),
      ms(each.inOrderMs),
      ms(each.playedMs),
      verdictOf(each.claimedMs, each.inOrderMs ?? 0),
    ]),
    [
      "sum of the rows of a turn",
      String(sum(turns.map(({ claimedMs }) => claimedMs))),
      ms(sum(turns.map(({ offAloneMs }) => offAloneMs))),
      ms(sum(turns.map(({ onAloneMs }) => onAloneMs))),
      ms(sum(turns.map(({ inOrderMs }) => inOrderMs))),
      ms(sum(turns.map(({ playedMs }) => playedMs))),
      "",
    ],
    [
      "before less after",
      String(totals.claimedTotalMs),
      "",
      "",
      ms(totals.beforeMs - totals.afterMs),
      ms(totals.playedMs),
      "",
    ],
  ])
  const reasons = savings.flatMap(({ name, why }, index) => [
    `${index + 1} ${name}`,
    wrapped(why, "   "),
  ])
  return [
    table,
    "",
    "Off alone: what a turn takes more when it alone is missing from after. On alone: what it takes less when",
    "before has it alone. In order: what it takes off before and all rows above it; row 6 once, not per turn.",
    "Played: the same by the played times alone, as if nothing of ours took any; before less after has hops and",
    "the model's unexplained rest in it besides. Exact times, so a saving is a difference of sums; a sum of 95th",
    "percentiles is not the 95th percentile of a sum (see the waterfall's spread times), and what overlaps is",
    "saved once, whoever claims it.",
    "",
    ...reasons,
  ].join("\n")
}
