/**
 * Draws a chart of claimed and measured savings as SVG, readable without colours: an outlined bar for the source
 * document's claim, a filled bar for the measurement when techniques are added in the document's order, a circle for
 * the technique switched off alone, a diamond for on alone. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 */
import { type MeasuredSaving } from "./SavingsText.ts"
import { svgText } from "../report/SvgText.ts"

const width = 860
const labelWidth = 280
const valueWidth = 130
const rowHeight = 36
const top = 74
const bottom = 40

/** Okabe and Ito: distinct for colour-blind readers. */
const colours = { measured: "#0072B2", off: "#D55E00", on: "#009E73" }

export const claimChart = (savings: ReadonlyArray<MeasuredSaving>): string => {
  const most = Math.max(
    10,
    ...savings.flatMap(({ claimedMs, inOrder, offAlone, onAlone }) => [
      claimedMs,
      inOrder.high,
      offAlone?.ms ?? 0,
      onAlone?.ms ?? 0,
    ]),
  )
  const plot = width - labelWidth - valueWidth
  const x = (value: number) => labelWidth + (Math.max(0, value) / most) * plot
  const at = (value: number) => value.toFixed(1)
  const height = top + savings.length * rowHeight + bottom
  const end = height - bottom
  const step = most > 100 ? 50 : most > 40 ? 20 : 10
  const grid = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step).map(
    (tick) =>
      `<path d="M${at(x(tick))} ${top - 6}V${end}" stroke="currentColor" stroke-opacity="0.2"/><text x="${at(x(tick))}" y="${end + 16}" text-anchor="middle" font-size="11">${tick}</text>`,
  )
  const circle = (value: number, y: number) =>
    `<circle cx="${at(x(value))}" cy="${y}" r="4.5" fill="${colours.off}" stroke="#fff"/>`
  const diamond = (value: number, y: number) =>
    `<path d="M${at(x(value))} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" fill="${colours.on}" stroke="#fff"/>`
  const rows = savings.map(({ claimedMs, inOrder, name, offAlone, onAlone }, index) => {
    const y = top + index * rowHeight
    return [
      `<text x="${labelWidth - 10}" y="${y + 22}" text-anchor="end">${svgText(`${index + 1} ${name}`)}</text>`,
      `<rect x="${labelWidth}" y="${y + 4}" width="${at(x(claimedMs) - labelWidth)}" height="11" fill="none" stroke="currentColor" stroke-width="1.2"/>`,
      `<rect x="${labelWidth}" y="${y + 18}" width="${at(Math.max(1, x(inOrder.ms) - labelWidth))}" height="12" fill="${colours.measured}"/>`,
      `<path d="M${at(x(inOrder.low))} ${y + 32}H${at(x(inOrder.high))}" stroke="currentColor" stroke-width="1.5"/>`,
      offAlone === undefined ? "" : circle(offAlone.ms, y + 24),
      onAlone === undefined ? "" : diamond(onAlone.ms, y + 24),
      `<text x="${width - valueWidth + 14}" y="${y + 22}">${claimedMs} → ${inOrder.ms.toFixed(1)} ms</text>`,
    ].join("")
  })
  const legendY = 52
  const legend = [
    `<rect x="12" y="${legendY - 9}" width="22" height="10" fill="none" stroke="currentColor" stroke-width="1.2"/><text x="40" y="${legendY}" font-size="11">claimed</text>`,
    `<rect x="100" y="${legendY - 9}" width="22" height="10" fill="${colours.measured}"/><text x="128" y="${legendY}" font-size="11">measured, in the document's order; line: 95 %</text>`,
    `<circle cx="400" cy="${legendY - 4}" r="4.5" fill="${colours.off}"/><text x="410" y="${legendY}" font-size="11">off alone, from after</text>`,
    `<path d="M550 ${legendY - 9.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" fill="${colours.on}"/><text x="562" y="${legendY}" font-size="11">on alone, from before</text>`,
  ]
  const title = "The nine savings, claimed and measured"
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    `<text x="12" y="20" font-size="14" font-weight="bold">${title}</text>`,
    `<text x="12" y="36" font-size="11">ms of the time to the first token, exact times; row 6: of the first turn of a process</text>`,
    ...legend,
    ...grid,
    ...rows,
    `<text x="${at(labelWidth + plot / 2)}" y="${end + 32}" text-anchor="middle" font-size="11">ms saved</text>`,
    "</svg>",
    "",
  ].join("\n")
}
