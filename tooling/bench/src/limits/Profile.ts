/**
 * Where the time of a miss goes: the orchestrator's V8 profile while misses run, self time summed by the
 * package or the part of Node that the function belongs to.
 */
import { type Part } from "../Benchmark.ts"
import { figure } from "../Figure.ts"
import { inspecting } from "../turn/Inspector.ts"
import { withFolder, withStore } from "../turn/StoreFolder.ts"
import { askAll } from "./StoreTime.ts"
import { missStore, missQuestion, users } from "./Misses.ts"
import { type CpuProfile, selfTimes } from "./SelfTimes.ts"

const shown = 8

export const profile: Part = {
  name: "profile",
  measure: ({ overSteadyRounds, progress, quick }) =>
    withFolder((dataFolder) =>
      withStore(
        {
          dataFolder,
          ...missStore,
          environment: { ...missStore.environment, NODE_OPTIONS: "--inspect=127.0.0.1:0" },
        },
        async (store) => {
          progress.step("profile: warming up")
          await askAll(store, users, 240, missQuestion)
          progress.step("profile: misses under the profiler")
          const count = quick ? 240 : 900
          const rows = await overSteadyRounds(1, () =>
            inspecting(store.inspector ?? "", async (call) => {
              await call("Profiler.enable")
              await call("Profiler.setSamplingInterval", { interval: 200 })
              await call("Profiler.start")
              await askAll(store, users, count, missQuestion)
              const { profile: taken } = await call<{ readonly profile: CpuProfile }>(
                "Profiler.stop",
              )
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
        },
      ),
    ),
}
