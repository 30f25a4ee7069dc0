/** What reading a question costs, by language and on questions made to be hard, and what the grammar holds. */
import type { Part } from "../Benchmark.ts"
import { atMost, type Figure, figure } from "../Figure.ts"
import { startProcess } from "../PinnedProcess.ts"
import type { CallTimes, CanonicalCalls, Step } from "./CanonicalProcess.ts"
import { hostileTexts } from "./HostileTexts.ts"
import { labelledPairs } from "./LabelledPairs.ts"

const steps: ReadonlyArray<readonly [Step, string]> = [
  ["form", "canonical form of a question"],
  ["question", "understanding with canonical form"],
]
const mostMicroseconds = 50

interface Group {
  readonly name: string
  readonly texts: ReadonlyArray<string>
  readonly judged: boolean
}

const groupsOf = async (
  languagesOf: (texts: ReadonlyArray<string>) => Promise<ReadonlyArray<string>>,
): Promise<ReadonlyArray<Group>> => {
  const pairs = await labelledPairs()
  const texts = [...new Set(pairs.flatMap(({ asked, stored }) => [asked, stored]))]
  const languages = await languagesOf(texts)
  const labelled = (language: string) => texts.filter((_, at) => languages[at] === language)
  return [
    { name: "English", texts: labelled("en"), judged: true },
    { name: "Japanese", texts: labelled("ja"), judged: true },
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

export const canonical: Part = {
  name: "canonical",
  measure: async ({ overRounds, progress, quick, rounds }) => {
    const child = await startProcess<CanonicalCalls>(import.meta.resolve("./CanonicalProcess.ts"), {
      core: 0,
      nodeOptions: ["--expose-gc"],
    })
    try {
      const groups = await groupsOf((texts) => child.call("languagesOf", texts))
      const built = [await child.call("build"), await child.call("build")]
      const time = (step: Step, group: Group, calls: number) =>
        child.call("time", { step, texts: group.texts, passes: passesFor(group, calls) })
      for (const [step] of steps) {
        for (const group of groups) {
          progress.step(`canonical: warming up, ${group.name}`)
          await time(step, group, group.judged ? 30_000 : 1_000)
        }
      }
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`canonical: round ${round + 1} of ${rounds}`)
        const times = new Map<string, CallTimes>()
        for (const [step] of steps) {
          for (const group of groups) {
            const calls = group.judged ? (quick ? 12_000 : 30_000) : quick ? 600 : 3_000
            times.set(`${step} ${group.name}`, await time(step, group, calls))
          }
        }
        return times
      })
      const timesOf = (step: Step, { name }: Group, time: keyof CallTimes) =>
        measured.map((times) => times.get(`${step} ${name}`)?.[time] ?? Number.NaN)
      return [
        ...steps.flatMap(([step, name]) =>
          groups.flatMap((group): ReadonlyArray<Figure> => {
            const title = `${name}${group.judged ? "" : ", hard ones"}: ${group.name}`
            return [
              figure(`${title}, p50`, "µs", timesOf(step, group, "p50")),
              figure(
                `${title}, p99`,
                "µs",
                timesOf(step, group, "p99"),
                group.judged ? { target: atMost(mostMicroseconds), note: ofQuestions(group) } : {},
              ),
            ]
          }),
        ),
        ...steps.flatMap(([step, name]) =>
          groups
            .filter(({ judged }) => judged)
            .map((group) =>
              figure(
                `${name}, single calls: ${group.name}, p99`,
                "µs",
                timesOf(step, group, "callP99"),
                { note: "with collections, and interruptions by whatever else the core runs" },
              ),
            ),
        ),
        figure(
          "grammar of the store: memory",
          "MiB",
          built.map(({ bytes }) => bytes / 1_048_576),
          { note: "in use, once in each process" },
        ),
        figure(
          "grammar of the store: time to build",
          "ms",
          built.map(({ milliseconds }) => milliseconds),
        ),
      ]
    } finally {
      await child.kill()
    }
  },
}
