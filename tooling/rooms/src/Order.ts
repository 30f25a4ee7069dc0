/**
 * Checks the layers of one package. Its rooms (the folders of `src`, or single named files) are ordered in
 * `rooms.json`, and a room may import only from rooms before it. Also lists the imports between rooms, for the chart.
 */
import { innerImports, packageOf, type Source } from "./Sources.ts"

/** The files of `src` that the plan does not name: the doors of a package. */
export const topRoom = "src"

/** The room of a file: the first folder below `src`, or the file itself where the plan names it. */
const roomOf = (path: string, order: ReadonlyArray<string>): string => {
  const inside = path.slice(packageOf(path).length + "/src/".length)
  const folder = inside.indexOf("/")
  if (folder >= 0) return inside.slice(0, folder)
  return order.includes(inside) ? inside : topRoom
}

export interface Arrow {
  readonly from: string
  readonly to: string
  /** One import that draws it. */
  readonly example: readonly [file: string, imported: string]
}

/** Between different rooms, one for each pair. */
export const arrowsOf = (
  sources: ReadonlyArray<Source>,
  order: ReadonlyArray<string>,
): ReadonlyArray<Arrow> => {
  const arrows = new Map<string, Arrow>()
  for (const source of sources) {
    const from = roomOf(source.path, order)
    for (const imported of innerImports(source)) {
      const to = roomOf(imported, order)
      const pair = `${from}\n${to}`
      if (from !== to && !arrows.has(pair)) {
        arrows.set(pair, { from, to, example: [source.path, imported] })
      }
    }
  }
  return [...arrows.values()]
}

/** From the ground up, the top room last. */
const storeyOf = (room: string, order: ReadonlyArray<string>): number =>
  room === topRoom ? order.length : order.indexOf(room)

/** One line for each room that the plan lacks or has too much, and for each arrow that points up. */
export const orderProblems = (
  name: string,
  sources: ReadonlyArray<Source>,
  order: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const rooms = new Set(sources.map(({ path }) => roomOf(path, order)))
  const unnamed = [...rooms].filter((room) => room !== topRoom && !order.includes(room))
  return [
    ...unnamed.map((room) => `${name}: rooms.json has no room ${room}`),
    ...order
      .filter((room) => !rooms.has(room))
      .map((room) => `${name}: rooms.json names ${room}, which is not there`),
    ...arrowsOf(sources, order)
      .filter(({ from, to }) => !unnamed.includes(from) && !unnamed.includes(to))
      .filter(({ from, to }) => storeyOf(from, order) < storeyOf(to, order))
      .map(
        ({ from, to, example: [file, imported] }) =>
          `${file}: imports ${imported}, up from ${from} to ${to}`,
      ),
  ]
}
