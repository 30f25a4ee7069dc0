/**
 * Measures how two costs inside the process grow: the cost of finding the catalogue's names in a question, as the
 * catalogue grows, and the cost of pruning a conversation, as it gets longer.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { curvesOver, overSizes } from "./Curve.ts"
import type { ScaleCalls } from "./ScaleProcess.ts"

/** The demo catalogue has 300 series with 14,000 products: about 47 each. */
const productsOfASeries = 47
const catalogues = { quick: [5_000, 50_000], full: [5_000, 50_000, 500_000, 4_700_000] }
const histories = [1, 5, 20, 50, 100, 200]

type Measured = ReturnType<ScaleCalls["vocabulary"]>

const file = import.meta.resolve("./ScaleProcess.ts")
const collecting = { core: 0, nodeOptions: ["--expose-gc"] } as const

export const catalogueSize: Part = {
  name: "catalogue",
  measure: async ({ overRounds, progress, quick, rounds }) => {
    const sizes = quick ? catalogues.quick : catalogues.full
    const measured = await overRounds(rounds, async (round) => {
      await using child = await startProcess<ScaleCalls>(file, collecting)
      return await overSizes(sizes, (products) => {
        progress.step(`catalogue: ${products} products, round ${round + 1} of ${rounds}`)
        return child.call("vocabulary", Math.round(products / productsOfASeries))
      })
    })
    const curve = curvesOver("products", measured)
    const most = Math.round((sizes.at(-1) ?? 0) / productsOfASeries).toLocaleString("en-US")
    const of = figuresOver(measured)
    const last = (name: string, unit: string, target: number, pick: (each: Measured) => number) =>
      of(
        `${name}, of ${most} titles`,
        unit,
        (round) => {
          const [, each] = round.at(-1) ?? []
          return each === undefined ? undefined : pick(each)
        },
        { target: atMost(target) },
      )
    return [
      ...curve("names found in a question", "µs", (each) => each.findMicroseconds, {
        target: atMost(0.3),
        note: "a trie is walked from each letter, so its size hardly counts",
      }),
      ...curve("building the vocabulary", "ms", (each) => each.buildMs, {
        note: "processor time, once, before the process is ready",
      }),
      ...curve("memory of the vocabulary", "MiB", (each) => each.heapMib),
      last("p99 of a question with a form", "µs", 60, (each) => each.knownMicroseconds),
      last("p99 of a question without a form", "µs", 150, (each) => each.unknownMicroseconds),
      last("building the vocabulary", "ms", 3_000, (each) => each.buildMs),
      last("memory of the vocabulary", "MiB", 286, (each) => each.heapMib),
    ]
  },
}

export const historyLength: Part = {
  name: "history",
  measure: async ({ overRounds, progress, rounds }) => {
    const measured = await overRounds(rounds, async (round) => {
      await using child = await startProcess<ScaleCalls>(file, collecting)
      progress.step(`history: round ${round + 1} of ${rounds}`)
      return await overSizes(histories, (turns) => child.call("history", turns))
    })
    const beyond = measured.map((row) => row.filter(([turns]) => turns >= 20))
    const curve = curvesOver("turns", measured)
    const curveBeyond = curvesOver("turns", beyond)
    return [
      ...curve("pruning a conversation", "µs", ({ microseconds }) => microseconds, {
        note: "a session is read 20 turns deep, whatever its length",
      }),
      ...curveBeyond("history in the prompt", "characters", ({ characters }) => characters, {
        target: atMost(0.05),
        note: "from 20 turns on: a prompt does not grow with its session",
      }),
    ]
  },
}
