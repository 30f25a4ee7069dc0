/**
 * Draws rows of horizontal bars over one axis of milliseconds as SVG text. No script, no fonts of its own, readable on
 * light and dark pages; bars differ by place, outline and label, never by colour alone.
 */
const width = 860
const bottom = 40
const rowHeight = 30
const valueWidth = 200

/** Okabe and Ito: distinct for colour-blind readers. */
const blue = "#0072B2"
const vermilion = "#D55E00"

/** Escapes text for the content and attributes of an SVG. */
const svgText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

const at = (value: number): string => value.toFixed(1)

const label = (x: number, y: number, text: string, attributes = 'font-size="11"'): string =>
  `<text x="${at(x)}" y="${y}" ${attributes}>${svgText(text)}</text>`

interface Bar {
  readonly startMs: number
  readonly endMs: number
}

export interface BarChart {
  readonly title: string
  readonly subtitle: string
  readonly axis: string
  readonly labelWidth: number
  readonly mostMs: number
  readonly stepMs: number
  /** Headings of the values beside each row. */
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<{
    readonly label: string
    /** Outlined, over what was measured. */
    readonly claimed?: Bar | undefined
    /** Filled, with a line for how far it spreads. */
    readonly measured?: (Bar & { readonly spread: Bar }) | undefined
    readonly values: ReadonlyArray<number | undefined>
  }>
}

export const barChart = (chart: BarChart): string => {
  const { columns, labelWidth, mostMs, rows, stepMs, subtitle, title } = chart
  const top = 74
  const plot = width - labelWidth - valueWidth
  const x = (ms: number) => labelWidth + (Math.min(Math.max(0, ms), mostMs) / mostMs) * plot
  const bar = ({ endMs, startMs }: Bar, y: number, height: number, style: string) =>
    `<rect x="${at(x(startMs))}" y="${y}" width="${at(Math.max(1, x(endMs) - x(startMs)))}" height="${height}" ${style}/>`
  const height = top + rows.length * rowHeight + bottom
  const end = height - bottom
  const ticks = Array.from({ length: Math.floor(mostMs / stepMs) + 1 }, (_, at) => at * stepMs)
  const middle = 'text-anchor="middle" font-size="11"'
  const cells = (texts: ReadonlyArray<string>, y: number, style = "") =>
    texts.map((text, column) =>
      label(width - valueWidth + 60 + column * 62, y, text, `text-anchor="end" ${style}`),
    )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${svgText(title)}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    label(12, 20, title, 'font-size="14" font-weight="bold"'),
    label(12, 37, subtitle),
    ...cells(columns, top - 14, 'font-size="11" font-weight="bold"'),
    ...ticks.flatMap((tick) => [
      `<path d="M${at(x(tick))} ${top - 6}V${end}" stroke="currentColor" stroke-opacity="0.2"/>`,
      label(x(tick), end + 16, String(tick), middle),
    ]),
    ...rows.map(({ claimed, label: name, measured, values }, index) => {
      const y = top + index * rowHeight
      const texts = values.map((value) => value?.toFixed(Math.abs(value) >= 10 ? 0 : 1) ?? "–")
      const parts = [
        label(labelWidth - 10, y + rowHeight / 2 + 4, name, 'text-anchor="end"'),
        ...cells(texts, y + 19),
      ]
      if (claimed) parts.push(bar(claimed, y + 3, 10, 'fill="none" stroke="currentColor"'))
      if (measured) {
        const { endMs, startMs } = measured.spread
        parts.push(bar(measured, y + 15, 11, `fill="${blue}"`))
        parts.push(
          `<path d="M${at(x(startMs))} ${y + 20.5}H${at(x(endMs))}" stroke="${vermilion}" stroke-width="1.7"/>`,
        )
      }
      return parts.join("")
    }),
    label(labelWidth + plot / 2, end + 32, chart.axis, middle),
    "</svg>",
    "",
  ].join("\n")
}
