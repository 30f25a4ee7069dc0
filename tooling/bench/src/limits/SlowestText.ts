/**
 * Searches in each language for the text of 2,000 characters that takes longest to parse, and measures it and one of
 * half the length. A time is the least of some: what others do to the machine only adds to it.
 */
import {
  type Language,
  languages,
  longestText,
  slowestText as search,
  textOf,
} from "../caching/labelled/TextSearch.ts"
import { row } from "../command/Row.ts"
import { atMost } from "../measure/Figure.ts"
import { pause } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { costOf } from "../process/OwnProcess.ts"
import { together } from "../process/Together.ts"

const searchSeconds = (quick: boolean) => (quick ? 20 : 600) / languages.length
/** Each begins elsewhere, and nothing else is heard meanwhile. */
const climbSeconds = 10
const tries = 20

type Seen = Readonly<
  Record<Language, { readonly text: string; milliseconds: number; ratio: number }>
>

export const slowestText = row({
  name: "slowest-text",
  processes: () =>
    together(async () => {
      const { read } = await import("../caching/labelled/AssistantSource.ts")
      /** Milliseconds of processor time. */
      const time = (text: string, often: number) =>
        Math.min(...Array.from({ length: often }, () => costOf(1, () => read(text)) / 1_000))
      return { time }
    }),
  rounds: () => 1,
  isSteady: true,
  load: async ({ time }, { progress, quick, seed }): Promise<Seen> => {
    const climbs = Math.ceil(searchSeconds(quick) / climbSeconds)
    const slowestOf = async (language: Language) => {
      let slowest
      for (let climb = 0; climb < climbs; climb += 1) {
        progress.step(`slowest text: ${language}, climb ${climb + 1} of ${climbs}`)
        await pause(0)
        const end = performance.now() + 1_000 * climbSeconds
        const isOver = () => performance.now() >= end
        const found = search({ language, random: seededRandom(seed + climb), time, isOver })
        if (found.milliseconds > (slowest?.milliseconds ?? 0)) slowest = found
      }
      if (slowest === undefined) throw new Error("nothing was searched")
      const text = textOf(slowest.parts, longestText)
      const milliseconds = time(text, tries)
      const half = time(textOf(slowest.parts, longestText / 2), tries)
      return { text, milliseconds, ratio: milliseconds / half }
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
          `least of ${tries} readings; ${searchSeconds(quick)} s of search: ${JSON.stringify(seen?.[language].text.slice(0, 60))}…`,
      },
      {
        name: `slowest text found, ${language}: twice the length` as const,
        unit: "times as long",
        of: (seen: Seen) => seen[language].ratio,
        target: atMost(2.5),
      },
    ]),
})
