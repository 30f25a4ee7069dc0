/**
 * Figures of one unit as horizontal bars with their spread, as SVG text: no script, no fonts of its own,
 * readable on light and dark pages, told apart by position and label, never by colour alone.
 */
import { type Figure } from "./Figure.ts"
import { number } from "./Table.ts"

const width = 760
const rowHeight = 26
const labelWidth = 330
const valueWidth = 110
const top = 44

/** Okabe and Ito's blue and vermilion, distinct for colour-blind readers. */
const colours = { bar: "#0072B2", missed: "#D55E00" }

const escape = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

/** About 6.2 pixels a character at 12 pixels; a longer label is cut in its middle. */
const fitted = (text: string): string => {
  const most = Math.floor(labelWidth / 6.4)
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`
}

/** Nothing for no figures. All must have the unit of the first. */
export const barChart = (title: string, figures: ReadonlyArray<Figure>): string | undefined => {
  const [first] = figures
  if (first === undefined) return undefined
  const most = Math.max(
    ...figures.map(({ max }) => max),
    ...figures.map(({ target }) => target?.value ?? 0),
  )
  const plot = width - labelWidth - valueWidth
  const x = (value: number) => labelWidth + (most <= 0 ? 0 : (Math.max(0, value) / most) * plot)
  const at = (value: number) => value.toFixed(1)
  const rows = figures.map((figure, index) => {
    const y = top + index * rowHeight
    const middle = y + rowHeight / 2
    const bar = `<rect x="${labelWidth}" y="${y + 5}" width="${at(x(figure.value) - labelWidth)}" height="${rowHeight - 10}" fill="${figure.met === false ? colours.missed : colours.bar}"/>`
    const spread = `<path d="M${at(x(figure.min))} ${middle}H${at(x(figure.max))}M${at(x(figure.min))} ${middle - 4}v8M${at(x(figure.max))} ${middle - 4}v8" stroke="currentColor"/>`
    const goal =
      figure.target === null
        ? ""
        : `<path d="M${at(x(figure.target.value))} ${y + 1}v${rowHeight - 2}" stroke="currentColor" stroke-dasharray="3 2"/>`
    const mark = figure.met === false ? " ✗" : figure.met === true ? " ✓" : ""
    return [
      `<text x="${labelWidth - 8}" y="${middle + 4}" text-anchor="end">${escape(fitted(figure.name))}</text>`,
      bar,
      spread,
      goal,
      `<text x="${width - valueWidth + 8}" y="${middle + 4}">${escape(`${number(figure.value)} ${figure.unit}${mark}`)}</text>`,
    ].join("")
  })
  const height = top + figures.length * rowHeight + 12
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    // `currentColor` is black in a file of its own; on dark pages it follows the reader's scheme.
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    `<text x="12" y="18" font-size="14" font-weight="bold">${escape(title)}</text>`,
    `<text x="12" y="34" font-size="11">${escape(`${first.unit}; bar: median of the rounds, line: least to most, dashes: target`)}</text>`,
    ...rows,
    "</svg>",
    "",
  ].join("\n")
}
