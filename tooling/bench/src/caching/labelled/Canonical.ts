/**
 * Measures the parser that turns a question into its canonical form, the text that all wordings of a question share: time
 * of a question, by language, for questions it understands and questions it does not; and the cost of building the
 * parser, in a fresh process each time.
 */
import { row } from "../../command/Row.ts"
import { atMost } from "../../measure/Figure.ts"
import { startProcess } from "../../process/PinnedProcess.ts"
import { together } from "../../process/Together.ts"
import { withBundledReader } from "./BundledReader.ts"
import type { CanonicalCalls } from "./CanonicalProcess.ts"
import type { ConstructionCalls } from "./ConstructionProcess.ts"
import { labelledPairs } from "./LabelledPairs.ts"

const groups = {
  "English with a form": { locale: "en", known: true },
  "English without a form": { locale: "en", known: false },
  "Japanese with a form": { locale: "ja", known: true },
  "Japanese without a form": { locale: "ja", known: false },
} as const
type Group = keyof typeof groups
const groupNames = Object.keys(groups) as ReadonlyArray<Group> // Its own keys.

interface Seen {
  readonly p99: ReadonlyMap<Group, number>
}

export const canonical = row({
  name: "canonical",
  processes: () =>
    together(async (use) => {
      const file = import.meta.resolve("./CanonicalProcess.ts")
      const child = await use(startProcess<CanonicalCalls>(file, { core: 0 }))
      const pairs = await labelledPairs()
      const texts = [...new Set(pairs.flatMap(({ asked, stored }) => [asked, stored]))]
      const readings = await child.call("read", texts)
      const time = (group: Group, calls: number) => {
        const { known, locale } = groups[group]
        const some = texts.filter(
          (_, at) => readings[at]?.locale === locale && readings[at].known === known,
        )
        // Enough calls that a percentile is one.
        return child.call("time", { texts: some, passes: Math.ceil(calls / some.length) })
      }
      return { time }
    }),
  warm: async ({ time }) => {
    for (const group of groupNames) await time(group, 30_000)
  },
  load: async ({ time }, { quick }): Promise<Seen> => {
    const p99 = new Map<Group, number>()
    for (const group of groupNames) {
      p99.set(group, (await time(group, quick ? 12_000 : 30_000)).p99)
    }
    return { p99 }
  },
  figures: () =>
    groupNames.map((group) => ({
      name: `reading a question: ${group}, p99` as const,
      unit: "µs",
      of: ({ p99 }: Seen) => p99.get(group),
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
  processes: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
  load: () =>
    withBundledReader(async (module) => {
      const file = import.meta.resolve("./ConstructionProcess.ts")
      await using child = await startProcess<ConstructionCalls>(file, { core: 0, ...image })
      return await child.call("construct", module)
    }),
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
