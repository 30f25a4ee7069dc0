/**
 * Searches in each language for the text of 2,000 characters that takes longest to parse, and measures it and one of
 * half the length.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figuresOver } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import type { SlowestTextCalls } from "./SlowestTextProcess.ts"
import { languages } from "./TextSearch.ts"

const searchSeconds = { quick: 20, full: 600 }
/** A call may not take longer than two minutes; each begins elsewhere. */
const climbSeconds = 10
const mostMilliseconds = 2
const mostGrowth = 2.5

const excerpt = (text: string): string => JSON.stringify(text.slice(0, 60))

export const slowestText: Part = {
  name: "slowest-text",
  measure: async ({ overSteadyRounds, progress, quick, seed }) => {
    const seconds = quick ? searchSeconds.quick : searchSeconds.full
    const climbs = Math.ceil(seconds / languages.length / climbSeconds)
    const file = import.meta.resolve("./SlowestTextProcess.ts")
    await using child = await startProcess<SlowestTextCalls>(file, { core: 0 })
    const figures = []
    for (const language of languages) {
      const found = []
      for (let climb = 0; climb < climbs; climb++) {
        progress.step(`slowest text: ${language}, climb ${climb + 1} of ${climbs}`)
        const milliseconds = 1_000 * climbSeconds
        found.push(await child.call("search", { language, milliseconds, seed: seed + climb }))
      }
      const [slowest] = found.sort((left, right) => right.milliseconds - left.milliseconds)
      if (slowest === undefined) throw new Error("nothing was searched")
      const judged = await overSteadyRounds(1, () => child.call("judge", slowest))
      const note = `least of 20 readings; ${seconds / languages.length} s of search: ${judged.map(({ text }) => excerpt(text)).join()}…`
      const of = figuresOver(judged)
      figures.push(
        of(`slowest text found, ${language}`, "ms", "milliseconds", {
          target: atMost(mostMilliseconds),
          note,
        }),
        of(`slowest text found, ${language}: twice the length`, "times as long", "ratio", {
          target: atMost(mostGrowth),
        }),
      )
    }
    return figures
  },
}
