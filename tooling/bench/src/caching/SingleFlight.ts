/**
 * Measures many concurrent callers of one new question, in one process and in two: how many computations are started,
 * and how much later than a computation's first chunk the callers receive it. Compares `makeSharedFlight` with other
 * caching libraries.
 */
import type { Part } from "../command/Benchmark.ts"
import { atMost, figure } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { type PinnedProcess, startProcess } from "../process/PinnedProcess.ts"
import type { FlightCalls, Heard } from "./FlightProcess.ts"
import { withRedis } from "./stores/RealRedis.ts"

const compared = {
  flight: "makeSharedFlight",
  bentocache: "bentocache",
  cachified: "@epic-web/cachified",
} as const
type Compared = keyof typeof compared
const names = Object.entries(compared) as ReadonlyArray<[Compared, string]> // Of the literal above.

const settings = [
  { name: "10,000 callers in one process", callers: [10_000] },
  { name: "50 + 50 callers in two processes", callers: [50, 50] },
] as const

const live = "as they are said; of two processes, by the callers in the one that follows"
const values = "hands over the finished value: the first words come with the last, 290 ms later"

interface Outcome {
  readonly computed: number
  readonly p50: number
  readonly p99: number
}

/**
 * From the earliest first chunk, as heard by the processes that follow another's computation; by all where none
 * does.
 */
export const outcomeOf = (heard: ReadonlyArray<Heard>): Outcome => {
  const firstAt = Math.min(...heard.flatMap((each) => each.firstAt))
  const following = heard.filter(({ computed }) => computed === 0)
  const added = LatencyHistogram.of(
    (following.length > 0 ? following : heard).flatMap(({ heardAt }) =>
      heardAt.map((at) => Math.max(0, at - firstAt)),
    ),
  )
  return {
    computed: heard.reduce((sum, { computed }) => sum + computed, 0),
    p50: added.percentile(50),
    p99: added.percentile(99),
  }
}

export const singleFlight: Part = {
  name: "single-flight",
  measure: ({ overRounds, overSteadyRounds, progress, quick, rounds }) =>
    withRedis(async ({ url }) => {
      await using started = new AsyncDisposableStack()
      const processes: Array<PinnedProcess<FlightCalls>> = []
      for (const core of [0, 1] as const) {
        const file = import.meta.resolve("./FlightProcess.ts")
        const options = { core, parameters: [url] }
        processes.push(started.use(await startProcess<FlightCalls>(file, options)))
      }
      const ask = async (by: Compared, callers: ReadonlyArray<number>, key: string) =>
        outcomeOf(
          await Promise.all(
            callers.map(
              (count, at) =>
                processes[at]?.call(by, { key, callers: count }) ?? Promise.reject(new Error(key)),
            ),
          ),
        )
      for (const [by] of names) await ask(by, [200, 200], `warm-${by}`)
      const over = quick ? overSteadyRounds : overRounds
      const measured = await over(quick ? Math.min(2, rounds) : rounds, async (round) => {
        progress.step(`single-flight: round ${round + 1} of ${rounds}`)
        const outcomes = new Map<string, Outcome>()
        for (const { callers, name } of settings) {
          for (const [by] of names) {
            outcomes.set(`${name} ${by}`, await ask(by, callers, `${name} ${by} ${round}`))
          }
        }
        return outcomes
      })
      const of = (name: string, by: Compared, what: keyof Outcome) =>
        measured.map((outcomes) => outcomes.get(`${name} ${by}`)?.[what] ?? Number.NaN)
      const callFigures = settings.flatMap(({ name }) =>
        names.map(([by, label]) =>
          figure(
            `model calls of ${name}: ${label}`,
            "calls",
            of(name, by, "computed"),
            by === "flight" ? { target: atMost(1) } : {},
          ),
        ),
      )
      const heardFigures = settings.flatMap(({ name }) =>
        names.flatMap(([by, label]) =>
          (["p50", "p99"] as const).map((percentile) =>
            figure(
              `first words after the model's own, ${name}: ${label}, ${percentile}`,
              "ms",
              of(name, by, percentile),
              percentile === "p50" ? { note: by === "flight" ? live : values } : {},
            ),
          ),
        ),
      )
      return [...callFigures, ...heardFigures]
    }),
}
