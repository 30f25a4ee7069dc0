/**
 * Measures how two costs inside the process grow: the cost of finding the catalogue's names in a question, as the
 * catalogue grows, and what a prompt holds of a conversation, as it gets longer.
 */
import { row, type RowFigure } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { curveFigures, overSizes, type Sized } from "./Curve.ts"
import type { ScaleCalls } from "./ScaleProcess.ts"

/** The demo catalogue has 300 series with 14,000 products: about 47 each. */
const productsOfASeries = 47
const catalogues = { quick: [5_000, 50_000], full: [5_000, 50_000, 500_000, 4_700_000] }
const histories = [20, 50, 100, 200]

type Measured = ReturnType<ScaleCalls["vocabulary"]>

const startChild = () =>
  startProcess<ScaleCalls>(import.meta.resolve("./ScaleProcess.ts"), {
    core: 0,
    nodeOptions: ["--expose-gc"],
  })

const titlesOf = (products: number): number => Math.round(products / productsOfASeries)

/** With the largest catalogue. */
const last = (
  name: string,
  unit: string,
  most: number,
  of: (measured: Measured) => number,
): RowFigure<Sized<Measured>, string> => ({
  name,
  unit,
  of: ({ at }) => {
    const [, measured] = at.at(-1) ?? []
    return measured === undefined ? undefined : of(measured)
  },
  target: atMost(most),
})

export const catalogueSize = row({
  name: "catalogue",
  // A new process each round: what is built is built in a cold one.
  processes: () => Promise.resolve(new AsyncDisposableStack()),
  load: async (_, { progress, quick }, round) => {
    await using child = await startChild()
    return await overSizes(quick ? catalogues.quick : catalogues.full, (products) => {
      progress.step(`catalogue: ${products} products, round ${round + 1}`)
      return child.call("vocabulary", titlesOf(products))
    })
  },
  figures: (_, seen) => {
    const [products = 0] = seen[0]?.at.at(-1) ?? []
    const of = `, of ${titlesOf(products).toLocaleString("en-US")} titles`
    return [
      ...curveFigures(seen, {
        name: "names found in a question",
        unit: "µs",
        sizes: "products",
        of: ({ findMicroseconds }) => findMicroseconds,
        mostExponent: 0.3,
        note: "a trie is walked from each letter, so its size hardly counts",
      }),
      last(`p99 of a question with a form${of}`, "µs", 60, (each) => each.knownMicroseconds),
      last(`p99 of a question without a form${of}`, "µs", 150, (each) => each.unknownMicroseconds),
      last(`building the vocabulary${of}`, "ms", 3_000, ({ buildMs }) => buildMs),
      last(`memory of the vocabulary${of}`, "MiB", 286, ({ heapMib }) => heapMib),
    ]
  },
})

export const historyLength = row({
  name: "history",
  processes: startChild,
  load: (child) => overSizes(histories, (turns) => child.call("history", turns)),
  isSteady: true,
  figures: (_, seen) =>
    curveFigures(seen, {
      name: "history in the prompt",
      unit: "characters",
      sizes: "turns",
      of: (characters) => characters,
      mostExponent: 0.05,
      note: "from 20 turns on: a prompt does not grow with its session",
    }),
})
