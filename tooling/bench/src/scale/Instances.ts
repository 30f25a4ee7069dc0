/**
 * Measures the cost of a cache look-up with one to four instances on one Redis, for Redis and for an instance,
 * notifications of writes included.
 */
import { type Part } from "../command/Benchmark.ts"
import { type MeasuredRedis, withRedis } from "../caching/stores/RealRedis.ts"
import { atMost } from "../measure/Figure.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { curvesOver, overSizes } from "./Curve.ts"
import type { InstanceCalls } from "./InstanceProcess.ts"

const counts = [1, 2, 3, 4]
const questions = 5_000
const lookUps = { quick: 20_000, full: 80_000 }

const measure = async (redis: MeasuredRedis, count: number, each: number, seed: number) => {
  await using started = new AsyncDisposableStack()
  const processes = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const file = import.meta.resolve("./InstanceProcess.ts")
      const parameters = [redis.url, String(seed * 10 + at)]
      return started.use(await startProcess<InstanceCalls>(file, { core: 0, parameters }))
    }),
  )
  await processes[0]?.call("fill", questions)
  await Promise.all(processes.map((child) => child.call("readAll", questions)))
  const before = await redis.cpuMs()
  const ran = await Promise.all(
    processes.map((child) => child.call("run", { lookUps: each, questions })),
  )
  const spent = (await redis.cpuMs()) - before
  return {
    redis: (1_000 * spent) / (count * each),
    found: ran.map((r) => r.found),
    own: ran.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0) / count,
  }
}

export const instances: Part = {
  name: "instances",
  measure: ({ overRounds, progress, quick, rounds, seed }) =>
    withRedis(async (redis) => {
      const each = quick ? lookUps.quick : lookUps.full
      const measured = await overRounds(rounds, (round) =>
        overSizes(counts, (count) => {
          progress.step(`instances: ${count}, round ${round + 1} of ${rounds}`)
          return measure(redis, count, each, seed + round)
        }),
      )
      const note = `${questions} questions, half of the look-ups at a hundredth of them, one write in 200`
      const curve = curvesOver("instances", measured)
      return [
        ...curve("Redis's time for a look-up of an instance", "µs", (instance) => instance.redis, {
          target: atMost(0.5),
          note,
        }),
        ...curve("an instance's time for a look-up", "µs", (instance) => instance.own, {
          target: atMost(0.3),
          note,
        }),
      ]
    }),
}
