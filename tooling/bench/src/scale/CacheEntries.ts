/** Measures Redis's time for a look-up and its memory for an entry, with a thousand to a million cached answers. */
import { Redis } from "ioredis"
import { type Part } from "../command/Benchmark.ts"
import { type MeasuredRedis, withRedis } from "../caching/stores/RealRedis.ts"
import { atMost } from "../measure/Figure.ts"
import { closedLoop } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { curveFigures } from "./Curve.ts"

const sizes = { quick: [1_000, 10_000, 100_000], full: [1_000, 10_000, 100_000, 1_000_000] }
const answerBytes = 1_500
const reads = 20_000
const atOnce = 64
const perPipeline = 1_000

const keyOf = (number: number): string => `answer:${String(number).padStart(43, "0")}`

const fill = async (redis: Redis, from: number, to: number) => {
  for (let at = from; at < to; at += perPipeline) {
    const pipeline = redis.pipeline()
    for (let each = at; each < Math.min(to, at + perPipeline); each += 1) {
      pipeline.set(keyOf(each), `${each} ${"x".repeat(answerBytes)}`, "PX", 3_600_000)
    }
    await pipeline.exec()
  }
}

/** Microseconds of Redis's core for one GET of a random key. */
const readCost = async (
  server: MeasuredRedis,
  redis: Redis,
  size: number,
  random: () => number,
): Promise<number> => {
  const before = await server.cpuMs()
  await closedLoop(reads, atOnce, async () => {
    const found = await redis.get(keyOf(Math.floor(random() * size)))
    if (found === null) throw new Error("an entry is gone")
  })
  return (1_000 * ((await server.cpuMs()) - before)) / reads
}

export const cacheEntries: Part = {
  name: "cache-entries",
  measure: ({ overRounds, progress, quick, rounds, seed }) =>
    withRedis(async (server) => {
      using closing = new DisposableStack()
      const redis = closing.adopt(new Redis(server.url), (client) => client.disconnect())
      const random = seededRandom(seed)
      const used = () => server.number("memory", "used_memory")
      const empty = await used()
      const costs: Array<Array<readonly [number, number]>> = []
      const memory: Array<readonly [number, number]> = []
      let filled = 0
      for (const size of quick ? sizes.quick : sizes.full) {
        progress.step(`cache-entries: ${size}`)
        await fill(redis, filled, size)
        filled = size
        memory.push([size, ((await used()) - empty) / size])
        const measured = await overRounds(rounds, () => readCost(server, redis, size, random))
        for (const [round, cost] of measured.entries()) (costs[round] ??= []).push([size, cost])
      }
      return [
        ...curveFigures({
          name: "Redis's time for a look-up",
          unit: "µs",
          sizes: "entries",
          rounds: costs,
          exponent: { target: atMost(0.1), note: "of its one core, 64 look-ups at once" },
        }),
        ...curveFigures({
          name: "memory of an entry in Redis",
          unit: "bytes",
          sizes: "entries",
          rounds: [memory],
          exponent: { note: `${answerBytes} bytes of answer, key and expiry beside it` },
        }),
      ]
    }),
}
