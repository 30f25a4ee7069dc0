/**
 * Draws the rooms of each package (its folders) and the imports between them as a Mermaid flowchart, and inserts it
 * into a page.
 *
 * An arrow that a longer path implies is left out, so that a chart of ten rooms stays readable.
 */
import { arrowsOf, topRoom } from "./Order.ts"
import type { Plan } from "./Plan.ts"
import { packageOf, type Source } from "./Sources.ts"

type Pair = readonly [from: string, to: string]

/** Without the arrows whose end is reached over others; `pairs` have no circle. */
const withoutImplied = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Pair> => {
  const next = Map.groupBy(pairs, ([from]) => from)
  const reaches = (from: string, to: string): boolean =>
    (next.get(from) ?? []).some(([, each]) => each === to || reaches(each, to))
  return pairs.filter(
    ([from, to]) => !(next.get(from) ?? []).some(([, each]) => each !== to && reaches(each, to)),
  )
}

const chart = (name: string, sources: ReadonlyArray<Source>, order: ReadonlyArray<string>) => {
  const pairs = arrowsOf(sources, order).map(({ from, to }): Pair => [from, to])
  const rooms = [topRoom, ...order.toReversed()]
  const node = (room: string) => `n${rooms.indexOf(room)}`
  const title = (room: string) => (room === topRoom ? `src of ${name}` : room)
  return [
    "```mermaid",
    "flowchart TD",
    ...rooms.map((room) => `  ${node(room)}["${title(room)}"]`),
    ...rooms.flatMap((from) =>
      rooms.flatMap((to) =>
        withoutImplied(pairs).some((pair) => pair[0] === from && pair[1] === to)
          ? [`  ${node(from)} --> ${node(to)}`]
          : [],
      ),
    ),
    "```",
  ]
}

/** The package whose chart is shown; the others are folded. */
const shown = "packages/assistant"

/** Of all packages with rooms, in the order of the plan. */
export const pictureOf = (sources: ReadonlyArray<Source>, plan: Plan): string => {
  const packages = Map.groupBy(sources, ({ path }) => packageOf(path))
  const charted = (name: string) => chart(name, packages.get(name) ?? [], plan.packages[name] ?? [])
  const others = Object.keys(plan.packages).filter((name) => name !== shown)
  return [
    ...(shown in plan.packages ? charted(shown) : []),
    ...others.map((name) =>
      [
        "",
        `<details><summary><code>${name}</code></summary>`,
        "",
        charted(name).join("\n"),
        "",
        "</details>",
      ].join("\n"),
    ),
  ].join("\n")
}

const begin = "<!-- rooms: drawn by `pnpm rooms` -->"
const end = "<!-- rooms end -->"

/** The page with `picture` between its marks. @throws Error for a page without them */
export const withPicture = (page: string, picture: string): string => {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`the page needs the lines "${begin}" and "${end}"`)
  return `${page.slice(0, from + begin.length)}\n\n${picture}\n\n${page.slice(to)}`
}
