/**
 * Searches in each language for the text of 2,000 characters that takes longest to parse, and measures it and one of
 * half the length.
 */
import type { ReadingCalls } from "../caching/labelled/ReadingProcess.ts"
import { type Language, languages } from "../caching/labelled/TextSearch.ts"
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"

const searchSeconds = (quick: boolean) => (quick ? 20 : 600) / languages.length
/** A call may not take longer than two minutes; each begins elsewhere. */
const climbSeconds = 10

interface Slowest {
  readonly text: string
  readonly milliseconds: number
  readonly ratio: number
}
type Seen = Readonly<Record<Language, Slowest>>

export const slowestText = row({
  name: "slowest-text",
  processes: () => {
    const file = import.meta.resolve("../caching/labelled/ReadingProcess.ts")
    return startProcess<ReadingCalls>(file, { core: 0 })
  },
  rounds: () => 1,
  isSteady: true,
  load: async (child, { progress, quick, seed }): Promise<Seen> => {
    const climbs = Math.ceil(searchSeconds(quick) / climbSeconds)
    const slowestOf = async (language: Language) => {
      const found = []
      for (let climb = 0; climb < climbs; climb += 1) {
        progress.step(`slowest text: ${language}, climb ${climb + 1} of ${climbs}`)
        const milliseconds = 1_000 * climbSeconds
        found.push(await child.call("search", { language, milliseconds, seed: seed + climb }))
      }
      const [slowest] = found.sort((left, right) => right.milliseconds - left.milliseconds)
      if (slowest === undefined) throw new Error("nothing was searched")
      return child.call("judge", slowest)
    }
    return { English: await slowestOf("English"), Japanese: await slowestOf("Japanese") }
  },
  figures: ({ quick }) =>
    languages.flatMap((language) => [
      {
        name: `slowest text found, ${language}` as const,
        unit: "ms",
        of: (seen: Seen) => seen[language].milliseconds,
        target: atMost(2),
        note: ([seen]: ReadonlyArray<Seen>) =>
          `least of 20 readings; ${searchSeconds(quick)} s of search: ${JSON.stringify(seen?.[language].text.slice(0, 60))}…`,
      },
      {
        name: `slowest text found, ${language}: twice the length` as const,
        unit: "times as long",
        of: (seen: Seen) => seen[language].ratio,
        target: atMost(2.5),
      },
    ]),
})
