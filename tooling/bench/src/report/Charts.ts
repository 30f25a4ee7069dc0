/**
 * Draws bar charts for the report of the benchmarks. A group of figures (same beginning of the name, same unit) gets a
 * chart only where it shows more than the table does: at least three values that differ visibly, and, for benchmarks
 * with a list here, a group of that list. `hasChart` decides, `chartOf` makes the SVG. Pure.
 */
import type { Result } from "../result/Result.ts"
import { barChart } from "./BarChart.ts"
import { type FigureGroup, shortName } from "./Groups.ts"
import { image, slug } from "./Markdown.ts"

/** By benchmark, the groups that are worth a picture; a benchmark that is not here shows all that differ. */
const chosen: Readonly<Record<string, ReadonlyArray<string>>> = {
  peers: [
    "added to the first token, 50 at once, p50, loopback",
    "added to the first token, 300 at once, p95, loopback",
    "added to the first token, 50 at once, p50, 20 ms",
    "processor time of a chat",
    "TLS handshakes per 1,000 chats",
    "model calls for one question, 50 at once in each of two processes",
    "exact hit, whole answer from Redis, p50",
    "exact hit, processor time from Redis",
    "a host that falls silent, running answer",
  ],
  ablation: [
    "saved, in the document's order",
    "saved, off alone, from after",
    "saved, on alone, from before",
  ],
  waterfall: [],
  mix: ["answers by source", "answered without a fresh model call, by pattern"],
  scale: [
    "growth",
    "Redis's time for a look-up of an instance",
    "an instance's time for a look-up",
  ],
  sinks: [],
  payload: [
    "en session of 20 turns",
    "ja session of 20 turns",
    "en pruned",
    "ja pruned",
    "en one turn",
    "ja one turn",
  ],
  soak: [],
}

const leastRows = 3
/** Values nearer to each other than that look all the same. */
const leastSpan = 1.2

const showsSomething = ({ figures }: FigureGroup): boolean => {
  if (figures.length < leastRows) return false
  const values = figures.map(({ value }) => value)
  const least = Math.min(...values)
  const most = Math.max(...values)
  return least <= 0 ? most > least : most / least >= leastSpan
}

export const hasChart = (benchmark: string, group: FigureGroup): boolean =>
  showsSomething(group) && (chosen[benchmark]?.includes(group.title) ?? true)

export interface Chart {
  readonly file: string
  readonly svg: string
  readonly markdown: string
}

export const chartOf = (
  { name }: Result,
  { figures, title, unit }: FigureGroup,
  folder: string,
): Chart | undefined => {
  const svg = barChart(
    title,
    figures.map((figure) => ({ ...figure, name: shortName(figure) })),
  )
  if (svg === undefined) return undefined
  const file = `${slug(`${name} ${title} ${unit}`)}.svg`
  return { file, svg, markdown: image(`${title}, in ${unit}`, `${folder}/${file}`) }
}
