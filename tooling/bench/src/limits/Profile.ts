/**
 * Where the time of a miss goes: the orchestrator's V8 profile while misses run, self time summed by the
 * package or the part of Node that the function belongs to.
 */
import { type Part } from "../Benchmark.ts"
import { figure } from "../Figure.ts"
import { inspecting } from "../turn/Inspector.ts"
import { answerShape, missQuestion, patientBudget, users } from "./Misses.ts"
import { withReplayedStore } from "./ReplayedStore.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"
import { askAll } from "./StoreTime.ts"

const shown = 8
const sampleMicroseconds = 200
const inspected = { ...patientBudget, NODE_OPTIONS: "--inspect=127.0.0.1:0" }

export const profile: Part = {
  name: "profile",
  measure: ({ overSteadyRounds, progress, quick }) =>
    withReplayedStore(answerShape, inspected, async ({ inspector = "", server }) => {
      const atOnce = quick ? users.quick : users.full
      const count = atOnce * 8
      progress.step("profile: warming up")
      await askAll(server, atOnce, count, missQuestion)
      progress.step("profile: misses under the profiler")
      const rows = await overSteadyRounds(1, () =>
        inspecting(inspector, async (call) => {
          await call("Profiler.enable")
          await call("Profiler.setSamplingInterval", { interval: sampleMicroseconds })
          await call("Profiler.start")
          await askAll(server, atOnce, count, missQuestion)
          const { profile: taken } = await call<{ readonly profile: CpuProfile }>("Profiler.stop")
          return selfTimes(taken)
        }),
      )
      return rows.flatMap((times) => {
        const busy = times.reduce((sum, { ms }) => sum + ms, 0)
        return times
          .slice(0, shown)
          .map(({ ms, owner }, at) =>
            figure(
              `where the time of a miss goes: ${at + 1}. ${owner}`,
              "µs",
              [(1_000 * ms) / count],
              { note: `${((100 * ms) / busy).toFixed(0)} % of the busy samples` },
            ),
          )
      })
    }),
}
