/**
 * Measures how long another process still serves its in-memory copy of an entry after the entry was invalidated. Two
 * processes share a real Redis.
 */
import type { Part } from "../command/Benchmark.ts"
import { type Figure, figuresOver } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import type { InvalidationCalls } from "./InvalidationProcess.ts"
import { withRedis } from "./stores/RealRedis.ts"

export const invalidation: Part = {
  name: "invalidation",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withRedis(async ({ url }) => {
      const file = import.meta.resolve("./InvalidationProcess.ts")
      const parameters = [url]
      await using serving = await startProcess<InvalidationCalls>(file, { core: 0, parameters })
      await using changing = await startProcess<InvalidationCalls>(file, { core: 1, parameters })
      const once = async (name: string) => {
        await serving.call("keep", name)
        if (!(await serving.call("serves", name))) throw new Error(`${name} was not kept`)
        const last = serving.call("lastServed", name)
        const { begun, done } = await changing.call("invalidate", name)
        return { servedMs: Math.max(0, (await last) - begun), doneMs: done - begun }
      }
      for (let at = 0; at < 20; at += 1) await once(`warm-${at}`)
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`invalidation: round ${round + 1} of ${rounds}`)
        const served = new LatencyHistogram()
        const done = new LatencyHistogram()
        for (let at = 0; at < (quick ? 100 : 500); at += 1) {
          const { doneMs, servedMs } = await once(`${round}-${at}`)
          served.record(servedMs)
          done.record(doneMs)
        }
        return { served, done }
      })
      return (["p50", "p99"] as const).flatMap((percentile): ReadonlyArray<Figure> => {
        const share = percentile === "p50" ? 50 : 99
        const of = figuresOver(measured)
        return [
          of(
            `after an invalidation: another process serves its copy for, ${percentile}`,
            "ms",
            ({ served }) => served.percentile(share),
            { note: "from the call of invalidate to the last look-up that still found it" },
          ),
          of(`after an invalidation: invalidate itself is done, ${percentile}`, "ms", ({ done }) =>
            done.percentile(share),
          ),
        ]
      })
    }),
}
