/**
 * Measures caching libraries alone, without a server around them: processor time of a hit and memory of an entry of
 * about 1.5 KB, each cache in a process of its own.
 */
import type { Part } from "../../command/Benchmark.ts"
import { type Figure, figure, type FigureOptions, figuresOver } from "../../measure/Figure.ts"
import { type PinnedProcess, startProcess } from "../../process/PinnedProcess.ts"
import { withRedis } from "./RealRedis.ts"
import type { CostedCache } from "./CostedCache.ts"
import type { StoreCostCalls } from "./StoreCostProcess.ts"

type Named = ReadonlyArray<readonly [CostedCache, string]>

const inMemory: Named = [
  ["store-memory", "CacheStore, as text"],
  ["answers-memory", "AnswerCache, decoded and checked"],
  ["answers-tiered", "AnswerCache over TieredCacheStore"],
  ["bentocache-memory", "bentocache, memory over Redis"],
  ["bentocache-objects", "bentocache, memory alone, objects"],
  ["cachified-memory", "@epic-web/cachified on lru-cache"],
  ["lru-cache-memory", "lru-cache alone"],
]
const inRedis: Named = [
  ["answers-redis", "AnswerCache over RedisCacheStore"],
  ["bentocache-redis", "bentocache, Redis"],
  ["cachified-redis", "@epic-web/cachified, Redis"],
]
const fromRedis = new Set(inRedis.map(([cache]) => cache))

const notes: Readonly<Partial<Record<CostedCache, FigureOptions>>> = {
  "store-memory": { note: "no time to live but its own, nothing decoded" },
  "answers-memory": { note: "kept as text: what a caller does to the answer changes no other's" },
  "bentocache-objects": { note: "serialize: false, one object for all callers" },
  "cachified-memory": { note: "one object for all callers" },
}

/** From Redis so many at a time: one alone would measure the waiting. */
const atOnce = 32

type ReadCounts = Readonly<Record<"fromMemory" | "fromRedis", number>>

/** Until the compiler has settled: the first thousands of reads cost three times as much. */
const warmUp = { fromMemory: 60_000, fromRedis: 16_000 }
const readCounts = {
  quick: { fromMemory: 40_000, fromRedis: 5_000 },
  full: { fromMemory: 200_000, fromRedis: 30_000 },
}

type Child = PinnedProcess<StoreCostCalls>

export const storeCost: Part = {
  name: "store",
  measure: ({ overRounds, progress, quick, rounds }) =>
    withRedis(async ({ url }) => {
      const entries = quick ? 2_000 : 20_000
      await using started = new AsyncDisposableStack()
      const children = new Map<CostedCache, Child>()
      const bytes = new Map<CostedCache, number>()
      const childOf = (cache: CostedCache): Child => {
        const child = children.get(cache)
        if (child === undefined) throw new Error(`${cache} was not started`)
        return child
      }
      const read = (cache: CostedCache, counts: ReadCounts): Promise<number> => {
        const isFar = fromRedis.has(cache)
        const count = isFar ? counts.fromRedis : counts.fromMemory
        return childOf(cache).call("read", { count, entries, concurrency: isFar ? atOnce : 1 })
      }
      progress.step("store: starting")
      const all = [...inMemory, ...inRedis].map(([cache]) => cache)
      await Promise.all(
        all.map(async (cache) => {
          const file = import.meta.resolve("./StoreCostProcess.ts")
          const options = {
            core: 0,
            nodeOptions: ["--expose-gc"],
            parameters: [cache, url],
          } as const
          children.set(cache, started.use(await startProcess<StoreCostCalls>(file, options)))
        }),
      )
      for (const cache of all) {
        progress.step(`store: filling ${cache}`)
        bytes.set(cache, await childOf(cache).call("fill", entries))
        await read(cache, warmUp)
      }
      const measured = await overRounds(rounds, async (round) => {
        progress.step(`store: round ${round + 1} of ${rounds}`)
        const costs = new Map<CostedCache, number>()
        const reads = quick ? readCounts.quick : readCounts.full
        for (const cache of all) costs.set(cache, await read(cache, reads))
        return costs
      })
      const costFigures = (title: string, names: Named) =>
        names.map(([cache, name]): Figure =>
          figuresOver(measured)(
            `${title}: ${name}`,
            "µs",
            (costs) => costs.get(cache),
            notes[cache],
          ),
        )
      return [
        ...costFigures("processor time of a hit in process, from memory", inMemory),
        ...costFigures(
          `processor time of a hit in process, from Redis, ${atOnce} at a time`,
          inRedis,
        ),
        ...inMemory.map(([cache, name]) =>
          figure(`memory of an entry of 1.5 KB: ${name}`, "bytes", [
            bytes.get(cache) ?? Number.NaN,
          ]),
        ),
      ]
    }),
}
