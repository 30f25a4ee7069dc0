/**
 * Draws claimed and measured savings: an outlined bar for the source document's claim, a filled bar for what was
 * measured when techniques are added in the document's order, a circle for the technique switched off alone, a diamond
 * for on alone.
 */
import { bar, barChart, colours, label, line } from "../report/BarChart.ts"
import { type MeasuredSaving } from "./SavingsText.ts"

const circle = (x: number, y: number) =>
  `<circle cx="${x.toFixed(1)}" cy="${y}" r="4.5" fill="${colours.vermilion}" stroke="#fff"/>`
const diamond = (x: number, y: number) =>
  `<path d="M${x.toFixed(1)} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" fill="${colours.green}" stroke="#fff"/>`

const legend = (y: number): ReadonlyArray<string> => [
  bar(12, 34, y - 9, 10),
  label(40, y, "claimed"),
  bar(100, 122, y - 9, 10, colours.blue),
  label(128, y, "measured, in the document's order; line: 95 %"),
  circle(400, y - 4),
  label(410, y, "off alone, from after"),
  diamond(550, y - 4),
  label(562, y, "on alone, from before"),
]

export const claimChart = (savings: ReadonlyArray<MeasuredSaving>): string => {
  const mostMs = Math.max(
    10,
    ...savings.flatMap(({ claimedMs, inOrder, offAlone, onAlone }) => [
      claimedMs,
      inOrder.high,
      offAlone?.ms ?? 0,
      onAlone?.ms ?? 0,
    ]),
  )
  return barChart({
    title: "The nine savings, claimed and measured",
    subtitle:
      "ms of the time to the first token, exact times; row 6: of the first turn of a process",
    axis: "ms saved",
    labelWidth: 280,
    valueWidth: 130,
    rowHeight: 36,
    mostMs,
    stepMs: mostMs > 100 ? 50 : mostMs > 40 ? 20 : 10,
    heading: (_, y) => legend(y - 4),
    rows: savings.map(({ claimedMs, inOrder, name, offAlone, onAlone }, index) => ({
      label: `${index + 1} ${name}`,
      draw: (y, x, valuesFrom) => [
        bar(x(0), x(claimedMs), y + 4, 11),
        bar(x(0), x(inOrder.ms), y + 18, 12, colours.blue),
        line(x(inOrder.low), x(inOrder.high), y + 32),
        offAlone === undefined ? "" : circle(x(offAlone.ms), y + 24),
        onAlone === undefined ? "" : diamond(x(onAlone.ms), y + 24),
        label(valuesFrom + 14, y + 22, `${claimedMs} → ${inOrder.ms.toFixed(1)} ms`, ""),
      ],
    })),
  })
}
