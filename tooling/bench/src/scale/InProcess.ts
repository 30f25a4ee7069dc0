/** Curves of what happens inside the process: the catalogue's names, and a conversation's history. */
import { type Part } from "../Benchmark.ts"
import { atMost } from "../Figure.ts"
import { startProcess } from "../PinnedProcess.ts"
import { curveFigures } from "./Curve.ts"
import type { ScaleCalls } from "./ScaleProcess.ts"

/** The demo catalogue has 300 series with 14,000 products: about 47 each. */
const productsOfASeries = 47
const catalogues = { quick: [5_000, 50_000], full: [5_000, 50_000, 500_000] }
const histories = [1, 5, 20, 50, 100, 200]

const file = import.meta.resolve("./ScaleProcess.ts")
const collecting = { core: 0, nodeOptions: ["--expose-gc"] } as const

type Vocabulary = Awaited<ReturnType<ScaleCalls["vocabulary"]>>

export const catalogueSize: Part = {
  name: "catalogue",
  measure: async ({ overRounds, progress, quick, rounds }) => {
    const sizes = quick ? catalogues.quick : catalogues.full
    const measured = await overRounds(rounds, async (round) => {
      await using child = await startProcess<ScaleCalls>(file, collecting)
      const row: Array<readonly [number, Vocabulary]> = []
      for (const products of sizes) {
        progress.step(`catalogue: ${products} products, round ${round + 1} of ${rounds}`)
        const count = Math.round(products / productsOfASeries)
        row.push([products, await child.call("vocabulary", count)])
      }
      return row
    })
    const curve = (name: string, unit: string, pick: (row: Vocabulary) => number, exponent = {}) =>
      curveFigures({
        name,
        unit,
        sizes: "products",
        rounds: measured.map((row) => row.map(([size, each]) => [size, pick(each)] as const)),
        exponent,
      })
    return [
      ...curve("names found in a question", "µs", (each) => each.findMicroseconds, {
        target: atMost(0.3),
        note: "a trie is walked from each letter, so its size hardly counts",
      }),
      ...curve("building the vocabulary", "ms", (each) => each.buildMs, {
        note: "once, before the process is ready",
      }),
      ...curve("memory of the vocabulary", "MiB", (each) => each.heapMib),
    ]
  },
}

export const historyLength: Part = {
  name: "history",
  measure: async ({ overRounds, progress, rounds }) => {
    const measured = await overRounds(rounds, async (round) => {
      await using child = await startProcess<ScaleCalls>(file, collecting)
      progress.step(`history: round ${round + 1} of ${rounds}`)
      const row: Array<readonly [number, { microseconds: number; characters: number }]> = []
      for (const turns of histories) row.push([turns, await child.call("history", turns)])
      return row
    })
    const beyond = ([turns]: readonly [number, unknown]) => turns >= 20
    return [
      ...curveFigures({
        name: "pruning a conversation",
        unit: "µs",
        sizes: "turns",
        rounds: measured.map((row) => row.map(([size, each]) => [size, each.microseconds])),
        exponent: { note: "a session is read 20 turns deep, whatever its length" },
      }),
      ...curveFigures({
        name: "history in the prompt",
        unit: "characters",
        sizes: "turns",
        rounds: measured.map((row) =>
          row.filter(beyond).map(([size, each]) => [size, each.characters]),
        ),
        exponent: {
          target: atMost(0.05),
          note: "from 20 turns on: a prompt does not grow with its session",
        },
      }),
    ]
  },
}
