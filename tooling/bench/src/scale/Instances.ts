/** Measures a cache look-up with one to eight instances on one Redis, for both, notifications of writes included. */
import { row } from "../command/Row.ts"
import { type MeasuredRedis, openRedis } from "../caching/stores/RealRedis.ts"
import { startProcess } from "../process/PinnedProcess.ts"
import { curveFigures, overSizes } from "./Curve.ts"
import type { InstanceCalls } from "./InstanceProcess.ts"

const counts = [1, 2, 4, 8]
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
  const own = await Promise.all(
    processes.map((child) => child.call("run", { lookUps: each, questions })),
  )
  const spent = (await redis.cpuMs()) - before
  return {
    redis: (1_000 * spent) / (count * each),
    own: own.reduce((sum, microseconds) => sum + microseconds, 0) / count,
  }
}

const curve = {
  unit: "µs",
  sizes: "instances",
  note: `${questions} questions, half of the look-ups at a hundredth of them, one write in 200`,
}

export const instances = row({
  name: "instances",
  processes: openRedis,
  load: (redis, { progress, quick, seed }, round) =>
    overSizes(counts, (count) => {
      progress.step(`instances: ${count}, round ${round + 1}`)
      return measure(redis, count, quick ? lookUps.quick : lookUps.full, seed + round)
    }),
  figures: (_, seen) => [
    ...curveFigures(seen, {
      ...curve,
      name: "Redis's time for a look-up of an instance",
      of: ({ redis }) => redis,
      mostExponent: 0.5,
    }),
    ...curveFigures(seen, {
      ...curve,
      name: "an instance's time for a look-up",
      of: ({ own }) => own,
      mostExponent: 0.3,
      most: { 4: 10, 8: 15 },
    }),
  ],
})
