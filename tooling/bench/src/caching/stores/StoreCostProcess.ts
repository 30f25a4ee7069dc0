/**
 * Child process of `StoreCost.ts`: measures one cache by itself, its processor time for a hit and its memory for an
 * entry.
 *
 * A hit yields the answer as an object, however the cache stores it. The one exception is the variant `store-memory`:
 * it reads the bare `CacheStore`, without the answer cache above it, and yields the stored text undecoded.
 */
import {
  type AnswerCache,
  CacheStore,
  makeAnswerCache,
  RedisCacheStore,
  TieredCacheStore,
} from "@manga-assist/caching"
import { Effect, Layer, ManagedRuntime, Schema } from "effect"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { closedLoop } from "../../measure/OpenLoop.ts"
import { processorTime } from "../../process/OwnProcess.ts"
import { type Peer, peerCache, type PeerPlace } from "./PeerCaches.ts"
import { redisLayers } from "./RedisLayers.ts"
import { settledMemory } from "./SettledMemory.ts"
import type { CostedCache } from "./CostedCache.ts"

const [, , subject = "", redisUrl = ""] = process.argv

/** As an answer with three cards: about 1.5 KB as JSON, no two alike. */
const Answer = Schema.Struct({
  text: Schema.String,
  products: Schema.Array(
    Schema.Struct({ id: Schema.String, title: Schema.String, price: Schema.Int }),
  ),
})
type Answer = typeof Answer.Type

const words = "volume price stock paperback digital delivery author series chapter release".split(
  " ",
)
const answerOf = (number: number): Answer => {
  const said = Array.from({ length: 180 }, (_, at) => words[(number * 7 + at * at) % words.length])
  return {
    text: `${number} ${said.join(" ")}`,
    products: [1, 2, 3].map((at) => ({
      id: `series-${number}-v${at}-paperback`,
      title: `A series of the number ${number}, volume ${at}`,
      price: 500 + number + at,
    })),
  }
}
const keyOf = (number: number): string => `answer:${String(number).padStart(43, "0")}`

interface Subject {
  readonly put: (key: string, answer: Answer) => Promise<void>
  /** Reads `count` of `entries` keys in turn, `concurrency` at a time; each must be there. */
  readonly read: (count: number, entries: number, concurrency: number) => Promise<void>
}

const ttlMs = 3_600_000
/** No deadline ends a read: a machine that others keep busy shall cost time, not hits. */
const patientMs = 30_000

const ours = async (layer: Layer.Layer<CacheStore>, decoded: boolean): Promise<Subject> => {
  const runtime = ManagedRuntime.make(layer)
  const store = await runtime.runPromise(CacheStore)
  const cache: AnswerCache<Answer> = await runtime.runPromise(
    makeAnswerCache({ schema: Answer, lookupDeadlineMs: patientMs }),
  )
  const get = (key: string): Effect.Effect<unknown, unknown> =>
    decoded ? cache.lookup(key) : store.get(key)
  return {
    put: (key, answer) => runtime.runPromise(cache.write(key, answer, { freshForMs: ttlMs })),
    read: (count, entries, concurrency) =>
      runtime.runPromise(
        Effect.forEach(
          Array.from({ length: concurrency }, (_, first) => first),
          Effect.fnUntraced(function* (first) {
            for (let at = first; at < count; at += concurrency) {
              const found = yield* get(keyOf(at % entries))
              if (found === undefined) return yield* Effect.die(`no entry ${at % entries}`)
            }
          }),
          { concurrency: "unbounded", discard: true },
        ),
      ),
  }
}

const theirs = (peer: Peer, place: PeerPlace): Subject => {
  const cache = peerCache<Answer>(peer, place, redisUrl)
  const missing = () => Promise.reject(new Error("not in the cache"))
  return {
    put: cache.put,
    read: (count, entries, concurrency) =>
      closedLoop(count, concurrency, (at) => cache.get(keyOf(at % entries), missing)),
  }
}

const connections = redisLayers(redisUrl).pipe(Layer.orDie)
const memory = CacheStore.layerMemory({ maxBytes: 1_024 * 1_048_576 })
const redis = RedisCacheStore.layer({ readDeadlineMs: patientMs, writeDeadlineMs: patientMs }).pipe(
  Layer.provide(connections),
)
const tiered = TieredCacheStore.layerNotified({
  maxBytes: 1_024 * 1_048_576,
  memoryMs: ttlMs,
  readDeadlineMs: patientMs,
  writeDeadlineMs: patientMs,
}).pipe(Layer.provide(connections))

const makers: Readonly<Record<CostedCache, () => Subject | Promise<Subject>>> = {
  "store-memory": () => ours(memory, false),
  "answers-memory": () => ours(memory, true),
  "answers-tiered": () => ours(tiered, true),
  "answers-redis": () => ours(redis, true),
  "bentocache-memory": () => theirs("bentocache", "memory"),
  "bentocache-objects": () => theirs("bentocache", "objects"),
  "cachified-memory": () => theirs("cachified", "memory"),
  "lru-cache-memory": () => theirs("lru-cache", "memory"),
  "bentocache-redis": () => theirs("bentocache", "redis"),
  "cachified-redis": () => theirs("cachified", "redis"),
}

const isCosted = (name: string): name is CostedCache => name in makers
if (!isCosted(subject)) throw new Error(`no cache ${subject}`)
const measured = await makers[subject]()

const calls = {
  /** Bytes an entry, of `count` new ones. */
  fill: async (count: number): Promise<number> => {
    // What the first entries bring with them belongs to no entry.
    for (let at = 0; at < 100; at += 1) await measured.put(keyOf(at), answerOf(at))
    const before = await settledMemory()
    for (let at = 100; at < 100 + count; at += 1) await measured.put(keyOf(at), answerOf(at))
    return ((await settledMemory()) - before) / count
  },
  /** Microseconds of this process for each hit. */
  read: async (options: {
    readonly count: number
    readonly entries: number
    readonly concurrency: number
  }): Promise<number> => {
    const { concurrency, count, entries } = options
    const before = processorTime()
    await measured.read(count, entries, concurrency)
    return (processorTime() - before) / count
  },
}

export type StoreCostCalls = typeof calls

answerCalls(calls)
