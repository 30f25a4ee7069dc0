/** Measures Redis's time for a look-up with a thousand to a million cached answers. */
import { Redis } from "ioredis"
import { row } from "../command/Row.ts"
import { openRedis } from "../caching/stores/RealRedis.ts"
import { closedLoop } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { together } from "../process/Together.ts"
import { curveFigures, overSizes } from "./Curve.ts"

const sizes = { quick: [1_000, 10_000, 100_000], full: [1_000, 10_000, 100_000, 1_000_000] }
const answerBytes = 1_500
const reads = 20_000
const atOnce = 64

const fill =
  "for at = tonumber(ARGV[1]), ARGV[2] - 1 do redis.call('SET', 'answer:' .. at, at .. string.rep('x', ARGV[3]), 'EX', 3600) end"

export const cacheEntries = row({
  name: "cache-entries",
  processes: () =>
    together(async (use) => {
      const server = await use(openRedis())
      const redis = new Redis(server.url)
      await use(Promise.resolve({ [Symbol.asyncDispose]: async () => redis.disconnect() }))
      return { server, redis }
    }),
  load: async ({ redis, server }, { quick, seed }, round) => {
    const random = seededRandom(seed + round)
    await redis.flushall()
    let filled = 0
    return overSizes(quick ? sizes.quick : sizes.full, async (size) => {
      await redis.eval(fill, 0, filled, size, answerBytes)
      filled = size
      const before = await server.cpuMs()
      await closedLoop(reads, atOnce, async () => {
        const found = await redis.get(`answer:${Math.floor(random() * size)}`)
        if (found === null) throw new Error("an entry is gone")
      })
      return (1_000 * ((await server.cpuMs()) - before)) / reads
    })
  },
  figures: (_, seen) =>
    curveFigures(seen, {
      name: "Redis's time for a look-up",
      unit: "µs",
      sizes: "entries",
      of: (cost) => cost,
      mostExponent: 0.1,
      note: "of its one core, 64 look-ups at once",
    }),
})
