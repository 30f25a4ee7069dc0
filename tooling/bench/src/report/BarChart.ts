/**
 * Draws rows of horizontal bars over one axis of milliseconds as SVG text. No script, no fonts of its own, readable on
 * light and dark pages; bars differ by place, outline and label, never by colour alone.
 */
const width = 860
const bottom = 40

/** Okabe and Ito: distinct for colour-blind readers. */
export const colours = { blue: "#0072B2", sky: "#56B4E9", vermilion: "#D55E00", green: "#009E73" }

/** Escapes text for the content and attributes of an SVG. */
const svgText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")

const at = (value: number): string => value.toFixed(1)

/** Outlined where it has no colour. */
export const bar = (left: number, right: number, y: number, height: number, colour?: string) => {
  const fill = colour === undefined ? 'fill="none" stroke="currentColor"' : `fill="${colour}"`
  return `<rect x="${at(left)}" y="${y}" width="${at(Math.max(1, right - left))}" height="${height}" ${fill}/>`
}

export const line = (left: number, right: number, y: number, colour = "currentColor"): string =>
  `<path d="M${at(left)} ${y}H${at(right)}" stroke="${colour}" stroke-width="1.7"/>`

export const label = (x: number, y: number, text: string, attributes = 'font-size="11"'): string =>
  `<text x="${at(x)}" y="${y}" ${attributes}>${svgText(text)}</text>`

export interface BarChart {
  readonly title: string
  readonly subtitle: string
  readonly axis: string
  readonly labelWidth: number
  readonly valueWidth: number
  readonly rowHeight: number
  readonly mostMs: number
  readonly stepMs: number
  /** Of what stands between the subtitle and the first row: a legend, headings of columns. */
  readonly heading: (valuesFrom: number, y: number) => ReadonlyArray<string>
  /** `x` finds the place of a time; values stand from `valuesFrom` on. */
  readonly rows: ReadonlyArray<{
    readonly label: string
    readonly draw: (
      y: number,
      x: (ms: number) => number,
      valuesFrom: number,
    ) => ReadonlyArray<string>
  }>
}

export const barChart = (chart: BarChart): string => {
  const { labelWidth, mostMs, rowHeight, rows, stepMs, subtitle, title, valueWidth } = chart
  const top = 74
  const plot = width - labelWidth - valueWidth
  const x = (ms: number) => labelWidth + (Math.min(Math.max(0, ms), mostMs) / mostMs) * plot
  const height = top + rows.length * rowHeight + bottom
  const end = height - bottom
  const ticks = Array.from({ length: Math.floor(mostMs / stepMs) + 1 }, (_, at) => at * stepMs)
  const middle = 'text-anchor="middle" font-size="11"'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${svgText(title)}" font-family="sans-serif" font-size="12" fill="currentColor">`,
    "<style>svg{color:#222;background:#fff}@media(prefers-color-scheme:dark){svg{color:#ddd;background:#161616}}</style>",
    label(12, 20, title, 'font-size="14" font-weight="bold"'),
    label(12, 37, subtitle),
    ...chart.heading(width - valueWidth, top - 14),
    ...ticks.flatMap((tick) => [
      `<path d="M${at(x(tick))} ${top - 6}V${end}" stroke="currentColor" stroke-opacity="0.2"/>`,
      label(x(tick), end + 16, String(tick), middle),
    ]),
    ...rows.map(({ draw, label: name }, index) => {
      const y = top + index * rowHeight
      const named = label(labelWidth - 10, y + rowHeight / 2 + 4, name, 'text-anchor="end"')
      return [named, ...draw(y, x, width - valueWidth)].join("")
    }),
    label(labelWidth + plot / 2, end + 32, chart.axis, middle),
    "</svg>",
    "",
  ].join("\n")
}
