/**
 * Where the time of a miss and of a hit from memory goes: the orchestrator's V8 profile while they run, self
 * time summed by the package or the part of Node that the function belongs to.
 */
import { type Measuring } from "../Benchmark.ts"
import { type Figure, figure } from "../Figure.ts"
import { inspecting } from "../turn/Inspector.ts"
import { missQuestion, users } from "./MissLoad.ts"
import { type ReplayedStore } from "./ReplayedStore.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"
import { askAll } from "./StoreTime.ts"

const shown = 8
const sampleMicroseconds = 200

/** Asked by everybody, so that every instance has it in memory. */
const popular = ["How does shipping work?", "Can I return a book?", "Do you ship abroad?"]
const hitQuestion = (index: number): string => popular[index % popular.length] ?? ""

const profiled = async (
  name: string,
  { inspector = "", server }: ReplayedStore,
  { overSteadyRounds, progress, quick }: Measuring,
  {
    each,
    question,
    warming,
  }: {
    readonly each: number
    readonly question: (index: number) => string
    /** Questions of each customer before. */
    readonly warming: number
  },
): Promise<ReadonlyArray<Figure>> => {
  const atOnce = quick ? users.quick : users.full
  const count = atOnce * each
  if (warming > 0) await askAll(server, atOnce, atOnce * warming, question)
  progress.step(`profile: ${name}`)
  const rows = await overSteadyRounds(1, () =>
    inspecting(inspector, async (call) => {
      await call("Profiler.enable")
      await call("Profiler.setSamplingInterval", { interval: sampleMicroseconds })
      await call("Profiler.start")
      await askAll(server, atOnce, count, question)
      const { profile: taken } = await call<{ readonly profile: CpuProfile }>("Profiler.stop")
      return selfTimes(taken)
    }),
  )
  return rows.flatMap((times) => {
    const busy = times.reduce((sum, { ms }) => sum + ms, 0)
    return times.slice(0, shown).map(({ ms, owner }) =>
      figure(`where the time of ${name} goes: ${owner}`, "µs", [(1_000 * ms) / count], {
        note: `${((100 * ms) / busy).toFixed(0)} % of the busy samples`,
      }),
    )
  })
}

/** Of a store that has been asked for misses until they got no cheaper. */
export const profiles = async (
  store: ReplayedStore,
  measuring: Measuring,
): Promise<ReadonlyArray<Figure>> => {
  const miss = { each: 8, question: missQuestion, warming: 0 }
  const hit = { each: 40, question: hitQuestion, warming: 40 }
  return [
    ...(await profiled("a miss", store, measuring, miss)),
    ...(await profiled("a hit", store, measuring, hit)),
  ]
}
