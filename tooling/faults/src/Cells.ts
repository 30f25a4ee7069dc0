/**
 * The cells of the matrix (dependency × fault × socket layer), and which of them a run takes.
 *
 * A short run cannot have every dependency with every fault. Its cells are chosen one after the other, each covering
 * the most pairs of values that none before it covers; pairs with a layer, which are few, are all covered by the first
 * few dozen cells. The seed decides ties, so that other seeds cover other pairs.
 */
import { seededRandom } from "@manga-assist/bench/measure/Statistics"
import { dependencies, type Fault, faults, type Name, names, pairs } from "./Dependencies.ts"

export const layers = ["uws", "ws"] as const
export type Layer = (typeof layers)[number]

export interface Cell {
  /** One, or two that are down together. */
  readonly down: ReadonlyArray<Name>
  readonly fault: Fault
  readonly layer: Layer
}

export const cellText = ({ down, fault, layer }: Cell): string =>
  `${down.join(" and ")} ${fault} (${layer})`

/** Every dependency with every fault that makes a cell of it. */
export const possible = (only: ReadonlyArray<Name> = names): ReadonlyArray<Omit<Cell, "layer">> =>
  only.flatMap((name) =>
    faults
      .filter((fault) => dependencies[name].without[fault] === undefined)
      .map((fault) => ({ down: [name], fault })),
  )

/** The pairs of values that a cell covers. */
export const covers = ({ down: [name], fault, layer }: Cell): ReadonlyArray<string> => [
  `${name} ${fault}`,
  `${name} ${layer}`,
  `${fault} ${layer}`,
]

/** At most `count`, in the order in which they cover most. */
export const chosen = (
  count: number,
  seed: number,
  only: ReadonlyArray<Name> = names,
): ReadonlyArray<Cell> => {
  const random = seededRandom(seed)
  const left = new Set(
    possible(only)
      .flatMap((cell) => layers.map((layer): Cell => ({ ...cell, layer })))
      .map((cell) => ({ cell, tie: random() }))
      .toSorted((one, other) => one.tie - other.tie)
      .map(({ cell }) => cell),
  )
  const covered = new Set<string>()
  const fresh = (cell: Cell) => covers(cell).filter((pair) => !covered.has(pair)).length
  const ofLayer = (cell: Cell) =>
    covers(cell)
      .slice(1)
      .filter((pair) => !covered.has(pair)).length
  const taken: Array<Cell> = []
  const used = (cell: Cell) => taken.filter(({ down }) => down[0] === cell.down[0]).length
  while (taken.length < count) {
    // Of those that cover as much, one of the dependency that had its turn least often.
    const [best] = [...left]
      .filter((cell) => fresh(cell) > 0)
      .toSorted(
        (one, other) =>
          // Pairs with a layer are few: they come first.
          ofLayer(other) - ofLayer(one) || fresh(other) - fresh(one) || used(one) - used(other),
      )
    if (best === undefined) break
    left.delete(best)
    taken.push(best)
    for (const pair of covers(best)) covered.add(pair)
  }
  return alternating(taken)
}

/** One layer after the other as far as there are as many of both. */
const alternating = (cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> => {
  const [first = [], second = []] = layers.map((layer) =>
    cells.filter((cell) => cell.layer === layer),
  )
  const [longer, shorter] = first.length < second.length ? [second, first] : [first, second]
  return longer.flatMap((cell, at) => [cell].concat(shorter.slice(at, at + 1)))
}

/** Each dependency with each fault once, then the pairs that are down together. */
export const everyCell = (seed: number, only?: ReadonlyArray<Name>): ReadonlyArray<Cell> => [
  ...chosen(Infinity, seed, only),
  ...pairs
    .filter(({ down }) => down.every((name) => only?.includes(name) ?? true))
    .map(({ down, fault }, at): Cell => ({ down, fault, layer: layers[at % 2] ?? "uws" })),
]
