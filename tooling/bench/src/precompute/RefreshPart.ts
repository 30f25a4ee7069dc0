/**
 * Measures how fast the precompute worker refreshes its answers, and whether it keeps to its limits on tokens and
 * concurrent model calls.
 */
import { type Part } from "../command/Benchmark.ts"
import { atMost, figure, figuresOver } from "../measure/Figure.ts"
import { serviceStats, setLatency } from "../store/Admin.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import type { RunningServices } from "../store/RunningStore.ts"
import { withServices } from "../store/StoreFolder.ts"
import { labRedis } from "./LabRedis.ts"
import { scheduleOf } from "./ScheduleOf.ts"
import { runOnce } from "../store/WorkerProcess.ts"

const cap = 60_000
const concurrency = 4
const lookEveryMs = 10

/** The most streams that the emulated model had open at once while `during` ran. */
const mostOpen = async (services: RunningServices, during: Promise<unknown>): Promise<number> => {
  let most = 0
  const look = async (): Promise<"open"> => {
    most = Math.max(most, (await serviceStats(services))["bedrock"]?.streamsOpen ?? 0)
    await sharedClock.until(sharedClock.now() + lookEveryMs)
    return "open"
  }
  const over = during.then(() => "over" as const)
  while ((await Promise.race([over, look()])) === "open");
  return most
}

export const refreshPart: Part = {
  name: "refresh",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withServices(["--latency", "none"], async (services, folder) => {
      using redis = labRedis(services.environment)
      const environment = { ...services.environment, DATA_DIR: `${folder}/worker` }
      const pattern = quick ? ["--pattern", "genre"] : []
      const passes = await overRounds(quick ? 1 : rounds, async (round) => {
        progress.step(`refresh: round ${round + 1}, everything anew`)
        await redis.empty()
        const pass = await runOnce(environment, pattern)
        progress.step(`refresh: round ${round + 1}, nothing to do`)
        const again = await runOnce(environment, pattern)
        return {
          ...pass,
          again: again.written,
          refreshSeconds: pass.processorSeconds - again.processorSeconds,
        }
      })
      progress.step("refresh: at the token cap")
      await redis.empty()
      const PRECOMPUTE_SCHEDULE = scheduleOf(folder, "cap", { tokensPerHour: cap })
      const capped = await runOnce({ ...environment, PRECOMPUTE_SCHEDULE }, pattern)
      progress.step("refresh: questions at once")
      await redis.empty()
      await setLatency(services, "source-after", false)
      const bounded = runOnce(
        { ...environment, PRECOMPUTE_SCHEDULE: scheduleOf(folder, "bounded", { concurrency }) },
        ["--pattern", quick ? "demographic" : "genre"],
      )
      const most = await mostOpen(services, bounded)
      const { written } = passes[0] ?? { written: 0 }
      const of = figuresOver(passes)
      return [
        of("entries refreshed", "a second", (pass) => (pass.written * 1_000) / pass.tookMs, {
          note: `${written} entries, two at a time, the emulated services at once; half of the processor is theirs`,
        }),
        of(
          "entries refreshed by one core",
          "a second",
          (pass) => pass.written / Math.max(0.01, pass.refreshSeconds),
          {
            note: "by the worker's own processor time, less that of a start that finds everything fresh",
          },
        ),
        of(
          "entries written by a worker that was started anew, nothing having changed",
          "entries",
          "again",
          { target: atMost(0) },
        ),
        figure(`tokens bought under a cap of ${cap} an hour`, "tokens", [capped.tokens], {
          target: atMost(cap),
          note: `${capped.leftOut["token-cap"] ?? 0} entries were left out, and named`,
        }),
        figure(`most requests to the model at once, ${concurrency} allowed`, "requests", [most], {
          target: atMost(concurrency),
          note: `looked at every ${lookEveryMs} ms while ${(await bounded).written} entries were written`,
        }),
      ]
    }),
}
