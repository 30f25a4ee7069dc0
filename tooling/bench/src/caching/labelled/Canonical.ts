/**
 * Measures the parser that turns a question into its canonical form, the text that all wordings of a question share: time
 * of a question, by language, for questions it understands and questions it does not; and the cost of building the
 * parser, in a fresh process each time.
 */
import { row } from "../../command/Row.ts"
import { atMost } from "../../measure/Figure.ts"
import { startProcess } from "../../process/PinnedProcess.ts"
import { together } from "../../process/Together.ts"
import { openBundledReader } from "./BundledReader.ts"
import type { ConstructionCalls } from "./ConstructionProcess.ts"
import { labelledTexts } from "./LabelledPairs.ts"
import { readingP99 } from "./ReadingTimes.ts"

const groups = [
  { name: "English with a form", locale: "en", known: true },
  { name: "English without a form", locale: "en", known: false },
  { name: "Japanese with a form", locale: "ja", known: true },
  { name: "Japanese without a form", locale: "ja", known: false },
] as const

/** Of each group. */
type Seen = { readonly p99: ReadonlyArray<number> }

export const canonical = row({
  name: "canonical",
  processes: () =>
    together(async () => {
      const { read } = await import("./AssistantSource.ts")
      const texts = groups.map(({ known, locale }) =>
        labelledTexts().filter((text) => {
          const as = read(text)
          return as.locale === locale && as.reading.known === known
        }),
      )
      /** Enough calls that a percentile is one. */
      const p99 = async (calls: number) =>
        texts.map((some) => readingP99({ read }, some, Math.ceil(calls / some.length)))
      return { p99 }
    }),
  warm: ({ p99 }) => p99(30_000),
  load: async ({ p99 }, { quick }): Promise<Seen> => ({ p99: await p99(quick ? 12_000 : 30_000) }),
  figures: () =>
    groups.map(({ name }, at) => ({
      name: `reading a question: ${name}, p99` as const,
      unit: "µs",
      of: ({ p99 }: Seen) => p99[at],
      target: atMost(35),
      note: "of the questions of the labelled pairs, each by the median of its calls",
    })),
})

/** As the Dockerfile sets it. */
const image = {
  nodeOptions: ["--max-semi-space-size=8"],
  environment: { MALLOC_ARENA_MAX: "2" },
}

export const reader = row({
  name: "reader",
  processes: openBundledReader,
  load: async ({ module }) => {
    const file = import.meta.resolve("./ConstructionProcess.ts")
    await using child = await startProcess<ConstructionCalls>(file, { core: 0, ...image })
    return await child.call("construct", module)
  },
  figures: () => [
    {
      name: "reader of the store: processor time to construct it",
      unit: "ms",
      of: "milliseconds",
      target: atMost(500),
      note: "all threads of a fresh process; bundle and settings of Node are the image's",
    },
    {
      name: "reader of the store: resident memory left behind",
      unit: "MB",
      of: ({ bytes }) => bytes / 1e6,
      target: atMost(60),
      note: "no collection is asked for",
    },
  ],
})
