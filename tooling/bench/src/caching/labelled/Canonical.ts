/**
 * Measures the parser that turns a question into its canonical form, the text that all wordings of a question share:
 * time of a question, by language, for questions it understands, questions it does not, and hostile texts; and the
 * cost of building the parser, in a fresh process each time.
 */
import type { Part } from "../../command/Benchmark.ts"
import { atMost, type Figure, figure } from "../../measure/Figure.ts"
import { startProcess } from "../../process/PinnedProcess.ts"
import type { CallTimes, CanonicalCalls } from "./CanonicalProcess.ts"
import type { ConstructionCalls } from "./ConstructionProcess.ts"
import { withBundledReader } from "./BundledReader.ts"
import { hostileTexts } from "./HostileTexts.ts"
import { labelledPairs } from "./LabelledPairs.ts"

const ofBundle = "all threads of a fresh process; bundle and settings of Node are the image's"
const mostMicroseconds = 35
const mostMilliseconds = 500
const mostMegabytes = 60

interface Group {
  readonly name: string
  readonly texts: ReadonlyArray<string>
  readonly judged: boolean
}

type Read = (
  texts: ReadonlyArray<string>,
) => Promise<ReadonlyArray<{ readonly locale: string; readonly known: boolean }>>

const groupsOf = async (read: Read): Promise<ReadonlyArray<Group>> => {
  const pairs = await labelledPairs()
  const texts = [...new Set(pairs.flatMap(({ asked, stored }) => [asked, stored]))]
  const readings = await read(texts)
  const labelled = (name: string, locale: string, known: boolean): Group => ({
    name,
    texts: texts.filter((_, at) => readings[at]?.locale === locale && readings[at].known === known),
    judged: true,
  })
  return [
    labelled("English with a form", "en", true),
    labelled("English without a form", "en", false),
    labelled("Japanese with a form", "ja", true),
    labelled("Japanese without a form", "ja", false),
    ...Object.entries(hostileTexts).map(([name, hostile]) => ({
      name,
      texts: hostile,
      judged: false,
    })),
  ]
}

const ofQuestions = ({ texts }: Group): string =>
  `${texts.length} questions of the labelled pairs, each by the median of its calls`

/** Enough calls that a percentile is one. */
const passesFor = ({ texts }: Group, calls: number): number => Math.ceil(calls / texts.length)

interface Construction {
  readonly milliseconds: number
  readonly bytes: number
}

/** As the Dockerfile sets it. */
const image = {
  nodeOptions: ["--max-semi-space-size=8"],
  environment: { MALLOC_ARENA_MAX: "2" },
}

const construction = async (module: string): Promise<Construction> => {
  const child = await startProcess<ConstructionCalls>(
    import.meta.resolve("./ConstructionProcess.ts"),
    { core: 0, ...image },
  )
  try {
    return await child.call("construct", module)
  } finally {
    await child.kill()
  }
}

export const canonical: Part = {
  name: "canonical",
  measure: async ({ overRounds, progress, quick, rounds }) => {
    progress.step("canonical: constructing the reader")
    const constructed = await withBundledReader((file) =>
      overRounds(rounds, async () => ({
        bundled: await construction(file),
        asSource: await construction(import.meta.resolve("./AssistantSource.ts")),
      })),
    )
    const child = await startProcess<CanonicalCalls>(import.meta.resolve("./CanonicalProcess.ts"), {
      core: 0,
    })
    try {
      const groups = await groupsOf((texts) => child.call("read", texts))
      const time = (group: Group, calls: number) =>
        child.call("time", { texts: group.texts, passes: passesFor(group, calls) })
      for (const group of groups) {
        progress.step(`canonical: warming up, ${group.name}`)
        await time(group, group.judged ? 30_000 : 1_000)
      }
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`canonical: round ${round + 1} of ${rounds}`)
        const times = new Map<string, CallTimes>()
        for (const group of groups) {
          const calls = group.judged ? (quick ? 12_000 : 30_000) : quick ? 600 : 3_000
          times.set(group.name, await time(group, calls))
        }
        return times
      })
      const timesOf = ({ name }: Group, time: keyof CallTimes) =>
        measured.map((times) => times.get(name)?.[time] ?? Number.NaN)
      return [
        ...groups.flatMap((group): ReadonlyArray<Figure> => {
          const title = `reading a question${group.judged ? "" : ", hard ones"}: ${group.name}`
          return [
            figure(`${title}, p50`, "µs", timesOf(group, "p50")),
            figure(
              `${title}, p99`,
              "µs",
              timesOf(group, "p99"),
              group.judged ? { target: atMost(mostMicroseconds), note: ofQuestions(group) } : {},
            ),
          ]
        }),
        ...groups
          .filter(({ judged }) => judged)
          .map((group) =>
            figure(
              `reading a question, single calls: ${group.name}, p99`,
              "µs",
              timesOf(group, "callP99"),
              { note: "with collections, and interruptions by whatever else the core runs" },
            ),
          ),
        figure(
          "reader of the store: processor time to construct it",
          "ms",
          constructed.map(({ bundled }) => bundled.milliseconds),
          { target: atMost(mostMilliseconds), note: ofBundle },
        ),
        figure(
          "reader of the store: resident memory left behind",
          "MB",
          constructed.map(({ bundled }) => bundled.bytes / 1e6),
          { target: atMost(mostMegabytes), note: "no collection is asked for" },
        ),
        figure(
          "reader of the store: processor time, imported as TypeScript",
          "ms",
          constructed.map(({ asSource }) => asSource.milliseconds),
          { note: "what each file of tests pays: the types are stripped first" },
        ),
        figure(
          "reader of the store: resident memory, imported as TypeScript",
          "MB",
          constructed.map(({ asSource }) => asSource.bytes / 1e6),
        ),
      ]
    } finally {
      await child.kill()
    }
  },
}
