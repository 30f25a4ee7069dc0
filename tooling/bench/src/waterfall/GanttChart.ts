/**
 * Draws a waterfall as SVG text: for each stage the source document's bar (outlined) over the measured one (filled,
 * with a line to its 95th percentile), both on one time axis. (Source document: "Latency Reduction Techniques for FM
 * Systems", whose claims this project tests.)
 *
 * No script, no fonts of its own, readable on light and dark pages; distinguished by place, outline and label, never by
 * colour alone.
 */
import { type SourceWaterfall, stageLabels, stageNames } from "./SourceWaterfall.ts"
import type { StageTime } from "./StageTimes.ts"
import { svgText } from "../report/SvgText.ts"

const width = 860
const labelWidth = 176
const valueWidth = 200
const rowHeight = 30
const top = 70
const bottom = 40

/** Okabe and Ito: distinct for colour-blind readers. */
const colours = { ours: "#0072B2", model: "#56B4E9", spread: "#D55E00" }

const ms = (value: number): string => value.toFixed(value >= 10 ? 0 : 1)

/** `totalMs`: what the axis ends with; the same for two that are compared. */
export const ganttChart = (
  title: string,
  subtitle: string,
  stages: ReadonlyArray<StageTime>,
  source: SourceWaterfall,
  totalMs: number,
): string => {
  const plot = width - labelWidth - valueWidth
  const x = (value: number) => labelWidth + (Math.min(value, totalMs) / totalMs) * plot
  const at = (value: number) => value.toFixed(1)
  const rows = stageNames.flatMap((name) => {
    const ours = stages.find(({ stage }) => stage === name)
    const theirs = source.bars[name]
    return ours === undefined && theirs === undefined ? [] : [{ name, ours, theirs }]
  })
  const height = top + rows.length * rowHeight + bottom
  const end = height - bottom
  const ticks = Array.from({ length: Math.floor(totalMs / 200) + 1 }, (_, index) => index * 200)
  const grid = ticks.map(
    (tick) =>
      `<path d="M${at(x(tick))} ${top - 6}V${end}" stroke="currentColor" stroke-opacity="0.2"/><text x="${at(x(tick))}" y="${end + 16}" text-anchor="middle" font-size="11">${tick}</text>`,
  )
  const bars = rows.map(({ name, ours, theirs }, index) => {
    const y = top + index * rowHeight
    const outlined =
      theirs === undefined
        ? ""
        : `<rect x="${at(x(theirs.startMs))}" y="${y + 3}" width="${at(Math.max(1, x(theirs.endMs) - x(theirs.startMs)))}" height="10" fill="none" stroke="currentColor" stroke-width="1.2"/>`
    const filled =
      ours === undefined
        ? ""
        : `<rect x="${at(x(ours.startMs))}" y="${y + 15}" width="${at(Math.max(1, x(ours.startMs + ours.p50) - x(ours.startMs)))}" height="11" fill="${name === "model" ? colours.model : colours.ours}"/>` +
          `<path d="M${at(x(ours.startMs + ours.p50))} ${y + 20.5}H${at(x(ours.startMs + ours.p95))}" stroke="${colours.spread}" stroke-width="2"/>`
    const told = [
      theirs === undefined ? "–" : ms(theirs.endMs - theirs.startMs),
      ...(ours === undefined ? ["–", "–"] : [ms(ours.p50), ms(ours.p95)]),
    ]
    const cells = told.map(
      (text, column) =>
        `<text x="${width - valueWidth + 60 + column * 62}" y="${y + 19}" text-anchor="end">${text}</text>`,
    )
    return [
      `<text x="${labelWidth - 10}" y="${y + 19}" text-anchor="end">${svgText(stageLabels[name])}</text>`,
      outlined,
      filled,
      ...cells,
    ].join("")
  })
  const heads = ["source, ms", "p50", "p95"].map(
    (text, column) =>
      `<text x="${width - valueWidth + 60 + column * 62}" y="${top - 10}" text-anchor="end" font-size="11" font-weight="bold">${text}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${svgText(title)}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    `<text x="12" y="20" font-size="14" font-weight="bold">${svgText(title)}</text>`,
    `<text x="12" y="37" font-size="11">${svgText(subtitle)}</text>`,
    ...heads,
    ...grid,
    ...bars,
    `<text x="${at(labelWidth + plot / 2)}" y="${end + 32}" text-anchor="middle" font-size="11">ms from the moment the message was meant to be sent</text>`,
    "</svg>",
    "",
  ].join("\n")
}
