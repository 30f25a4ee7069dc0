/** Finds circular imports among source files, by Tarjan's algorithm for strongly connected components. */
import type { Source } from "./Sources.ts"

/** Each circle as the sorted paths of its files; a file that imports itself is one. */
export const circlesOf = (sources: ReadonlyArray<Source>): ReadonlyArray<ReadonlyArray<string>> => {
  const imports = new Map(sources.map(({ path, imports: all }) => [path, all]))
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: Array<string> = []
  const circles: Array<ReadonlyArray<string>> = []

  const lower = (path: string, value: number): void => {
    lowest.set(path, Math.min(lowest.get(path) ?? value, value))
  }
  const visit = (path: string): void => {
    const at = order.size
    order.set(path, at)
    lower(path, at)
    const height = stack.push(path) - 1
    for (const next of imports.get(path) ?? []) {
      if (!imports.has(next)) continue
      if (!order.has(next)) {
        visit(next)
        lower(path, lowest.get(next) ?? at)
      } else if (stack.includes(next)) lower(path, order.get(next) ?? at)
    }
    if (lowest.get(path) !== at) return
    const component = stack.splice(height)
    if (component.length > 1 || (imports.get(path) ?? []).includes(path)) {
      circles.push(component.toSorted())
    }
  }
  for (const { path } of sources) if (!order.has(path)) visit(path)
  return circles
}
