/**
 * Where the time of a miss and of a hit from memory goes: the orchestrator's V8 profile while they run, self
 * time summed by the package or the part of Node that the function belongs to.
 */
import { type Measuring, type Part } from "../Benchmark.ts"
import { type Figure, figure } from "../Figure.ts"
import { inspecting } from "../turn/Inspector.ts"
import { answerShape, missQuestion, patientBudget, users } from "./Misses.ts"
import { type ReplayedStore, withReplayedStore } from "./ReplayedStore.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"
import { askAll } from "./StoreTime.ts"

const shown = 8
const sampleMicroseconds = 200
const inspected = { ...patientBudget, NODE_OPTIONS: "--inspect=127.0.0.1:0" }

/** Asked by everybody, so that every instance has it in memory. */
const popular = ["How does shipping work?", "Can I return a book?", "Do you ship abroad?"]
const hitQuestion = (index: number): string => popular[index % popular.length] ?? ""

const profiled = async (
  name: string,
  { inspector = "", server }: ReplayedStore,
  { overSteadyRounds, progress, quick }: Measuring,
  { each, question }: { readonly each: number; readonly question: (index: number) => string },
): Promise<ReadonlyArray<Figure>> => {
  const atOnce = quick ? users.quick : users.full
  const count = atOnce * each
  progress.step(`profile: ${name}, warming up`)
  await askAll(server, atOnce, count, question)
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
    return times
      .slice(0, shown)
      .map(({ ms, owner }) =>
        figure(`where the time of ${name} goes: ${owner}`, "µs", [(1_000 * ms) / count], {
          note: `${((100 * ms) / busy).toFixed(0)} % of the busy samples`,
        }),
      )
  })
}

export const profile: Part = {
  name: "profile",
  measure: (measuring) =>
    withReplayedStore(answerShape, inspected, async (store) => [
      ...(await profiled("a miss", store, measuring, { each: 8, question: missQuestion })),
      ...(await profiled("a hit", store, measuring, { each: 40, question: hitQuestion })),
    ]),
}
