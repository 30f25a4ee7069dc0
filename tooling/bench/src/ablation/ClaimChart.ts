/**
 * Draws claimed and measured savings: an outlined bar for the source document's claim, a filled bar for what was
 * measured when techniques are added in the document's order, with a line for its 95 % interval.
 */
import { barChart } from "../report/BarChart.ts"
import { type MeasuredSaving } from "./SavingsText.ts"

export const claimChart = (savings: ReadonlyArray<MeasuredSaving>): string => {
  const ends = savings.flatMap(({ claimedMs, inOrder }) => [claimedMs, inOrder.high])
  const mostMs = Math.max(10, ...ends)
  return barChart({
    title: "The nine savings, claimed and measured",
    subtitle:
      "outlined: claimed; filled: measured, in the document's order; line: 95 %; row 6: of a process's first turn",
    axis: "ms saved",
    labelWidth: 280,
    mostMs,
    stepMs: mostMs > 100 ? 50 : mostMs > 40 ? 20 : 10,
    columns: ["claimed", "measured", "off alone"],
    rows: savings.map(({ claimedMs, inOrder: { high, low, ms }, name, offAlone }, index) => ({
      label: `${index + 1} ${name}`,
      claimed: { startMs: 0, endMs: claimedMs },
      measured: { startMs: 0, endMs: ms, spread: { startMs: low, endMs: high } },
      values: [claimedMs, ms, offAlone?.ms],
    })),
  })
}
