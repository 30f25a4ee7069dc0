/** One to four instances that share a Redis: what each look-up costs it, notices of writes included. */
import { type Part } from "../Benchmark.ts"
import { type MeasuredRedis, withRedis } from "../caching/RealRedis.ts"
import { atMost } from "../Figure.ts"
import { startProcess } from "../PinnedProcess.ts"
import { curveFigures } from "./Curve.ts"
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
      const measured = await overRounds(rounds, async (round) => {
        const row: Array<readonly [number, { readonly redis: number; readonly own: number }]> = []
        for (const count of counts) {
          progress.step(`instances: ${count}, round ${round + 1} of ${rounds}`)
          const each = quick ? lookUps.quick : lookUps.full
          row.push([count, await measure(redis, count, each, seed + round)])
        }
        return row
      })
      const note = `${questions} questions, half of the look-ups at a hundredth of them, one write in 200`
      return [
        ...curveFigures({
          name: "Redis's time for a look-up of an instance",
          unit: "µs",
          sizes: "instances",
          rounds: measured.map((row) => row.map(([size, each]) => [size, each.redis])),
          exponent: { target: atMost(0.5), note },
        }),
        ...curveFigures({
          name: "an instance's time for a look-up",
          unit: "µs",
          sizes: "instances",
          rounds: measured.map((row) => row.map(([size, each]) => [size, each.own])),
          exponent: { target: atMost(0.3), note },
        }),
      ]
    }),
}
