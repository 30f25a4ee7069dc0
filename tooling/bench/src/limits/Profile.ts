/**
 * Measures where the processor time of a cache miss and of a hit from memory goes: a V8 profile of the orchestrator,
 * self time summed by package or part of Node.
 */
import { type Measuring } from "../command/Benchmark.ts"
import { type Figure, figure } from "../measure/Figure.ts"
import { inspecting } from "../store/Inspector.ts"
import { missQuestion, users } from "./MissLoad.ts"
import { type ReplayedStore } from "./ReplayedStore.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"
import { askAll } from "../store/StoreTime.ts"

const shown = 12
const sampleMicroseconds = 200

/** Asked by everybody, so that every instance has it in memory. */
const popular = [
  "What is your return policy?",
  "What payment methods do you accept?",
  "Do you ship overseas?",
]
const hitQuestion = (index: number): string => popular[index % popular.length] ?? ""

interface Profiled {
  /** Questions of each customer, and before them, unmeasured. */
  readonly each: number
  readonly warming: number
  readonly question: (index: number) => string
  /** By the source of its answer: a profile of something else would mislead. */
  readonly isMeant: (source: string) => boolean
}

const mostOthers = 0.01

const profiled = async (
  name: string,
  { server }: ReplayedStore,
  { overSteadyRounds, progress, quick }: Measuring,
  { each, isMeant, question, warming }: Profiled,
): Promise<ReadonlyArray<Figure>> => {
  const atOnce = quick ? users.quick : users.full
  const count = atOnce * each
  if (warming > 0) await askAll(server, atOnce, atOnce * warming, question)
  progress.step(`profile: ${name}`)
  const rows = await overSteadyRounds(1, () =>
    inspecting(server.inspector ?? "", async (call) => {
      await call("Profiler.enable")
      await call("Profiler.setSamplingInterval", { interval: sampleMicroseconds })
      await call("Profiler.start")
      const { answers } = await askAll(server, atOnce, count, question)
      const others = answers.filter(({ end: { source } }) => !isMeant(source))
      if (others.length > mostOthers * count) {
        throw new Error(`${others.length} of ${count} were not ${name}: ${others[0]?.end.source}`)
      }
      const { profile: taken } = await call<{ readonly profile: CpuProfile }>("Profiler.stop")
      return selfTimes(taken)
    }),
  )
  return rows.flatMap((times) => {
    const busy = times.reduce((sum, { ms }) => sum + ms, 0)
    const others = times.slice(shown).reduce((sum, { ms }) => sum + ms, 0)
    return [...times.slice(0, shown), { owner: "all others", ms: others }].map(({ ms, owner }) =>
      figure(`where the time of ${name} goes: ${owner}`, "µs", [(1_000 * ms) / count], {
        note: `${((100 * ms) / busy).toFixed(0)} % of the busy samples of the main thread`,
      }),
    )
  })
}

/** Of a store that has been asked for misses until they got no cheaper. */
export const profiles = async (
  store: ReplayedStore,
  measuring: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const isMiss = (source: string) => source === "model"
  const miss = { each: 8, question: missQuestion, warming: 0, isMeant: isMiss }
  const isHit = (source: string) => source === "exact" || source === "canonical"
  const hit = { each: 40, question: hitQuestion, warming: 40, isMeant: isHit }
  return [
    ...(await profiled("a miss", store, measuring, miss)),
    ...(await profiled("a hit", store, measuring, hit)),
  ]
}
