/**
 * Draws figures of one unit as horizontal bars with their spread, as SVG text: no script, no fonts of its own, readable
 * on light and dark pages, distinguished by position and label, never by colour alone.
 *
 * Where values span decades the axis is logarithmic and each value a dot: a bar's length would say nothing.
 */
import { type Figure } from "../measure/Figure.ts"
import { number } from "../result/Table.ts"
import { axisOf } from "./Axis.ts"
import { svgText } from "./SvgText.ts"

const width = 760
const rowHeight = 26
const labelWidth = 330
const valueWidth = 90
const top = 48
const bottom = 42

/** Okabe and Ito's blue and vermilion, distinct for colour-blind readers. */
const colours = { bar: "#0072B2", missed: "#D55E00" }

/** About 6.4 pixels a character at 12 pixels; a longer label is cut in its middle. */
const fitted = (text: string, pixels: number, perCharacter = 6.4): string => {
  const most = Math.floor(pixels / perCharacter)
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}

const readingOf = (figures: ReadonlyArray<Figure>, isLogarithmic: boolean): string =>
  [
    isLogarithmic ? "logarithmic axis; dot: " : "bar: ",
    figures.every(({ rounds }) => rounds.length === 1)
      ? "the one round measured"
      : "median of the rounds, line: least to most",
    figures.some(({ target }) => target !== null) ? "; dashes: target, ✗: missed" : "",
  ].join("")

/** Nothing for no figures. All must have the unit of the first. */
export const barChart = (title: string, figures: ReadonlyArray<Figure>): string | undefined => {
  const [first] = figures
  if (first === undefined) return undefined
  const values = figures.flatMap(({ max, min, target }) =>
    target === null ? [min, max] : [min, max, target.value],
  )
  const axis = axisOf(values, first.unit)
  const plot = width - labelWidth - valueWidth
  const x = (value: number) => labelWidth + axis.at(value) * plot
  const at = (value: number) => value.toFixed(1)
  const height = top + figures.length * rowHeight + bottom
  const end = height - bottom
  const grid = axis.ticks.map(
    (tick) =>
      `<path d="M${at(x(tick))} ${top - 4}V${end}" stroke="currentColor" stroke-opacity="0.18"/><text x="${at(x(tick))}" y="${end + 15}" text-anchor="middle" font-size="11">${axis.labelOf(tick)}</text>`,
  )
  const rows = figures.map((figure, index) => {
    const y = top + index * rowHeight
    const middle = y + rowHeight / 2
    const colour = figure.met === false ? colours.missed : colours.bar
    const from = Math.min(x(0), x(figure.value))
    const mark = axis.isLogarithmic
      ? `<path d="M${labelWidth} ${middle}H${width - valueWidth}" stroke="currentColor" stroke-opacity="0.18"/><circle cx="${at(x(figure.value))}" cy="${middle}" r="5" fill="${colour}"/>`
      : `<rect x="${at(from)}" y="${y + 5}" width="${at(Math.max(1, Math.abs(x(figure.value) - x(0))))}" height="${rowHeight - 10}" fill="${colour}"/>`
    const spread =
      figure.min === figure.max
        ? ""
        : `<path d="M${at(x(figure.min))} ${middle}H${at(x(figure.max))}M${at(x(figure.min))} ${middle - 4}v8M${at(x(figure.max))} ${middle - 4}v8" stroke="currentColor"/>`
    const goal =
      figure.target === null
        ? ""
        : `<path d="M${at(x(figure.target.value))} ${y + 1}v${rowHeight - 2}" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2"/>`
    const verdict = figure.met === false ? " ✗" : figure.met === true ? " ✓" : ""
    return [
      `<text x="${labelWidth - 8}" y="${middle + 4}" text-anchor="end">${svgText(fitted(figure.name, labelWidth - 16))}</text>`,
      mark,
      spread,
      goal,
      `<text x="${width - valueWidth + 12}" y="${middle + 4}">${svgText(`${number(figure.value)}${verdict}`)}</text>`,
    ].join("")
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${svgText(title)}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    // `currentColor` is black in a file of its own; on dark pages it follows the reader's scheme.
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    `<text x="12" y="18" font-size="14" font-weight="bold">${svgText(fitted(title, width - 24, 8.2))}</text>`,
    `<text x="12" y="34" font-size="11">${svgText(readingOf(figures, axis.isLogarithmic))}</text>`,
    ...grid,
    ...rows,
    `<text x="${at(labelWidth + plot / 2)}" y="${end + 32}" text-anchor="middle" font-size="11">${svgText(first.unit)}</text>`,
    "</svg>",
    "",
  ].join("\n")
}
