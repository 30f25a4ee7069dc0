/**
 * Child process of `Invalidation.ts`: an answer cache as each instance of the store has it, with memory over Redis and
 * tag versions shared through Redis.
 */
import {
  makeAnswerCache,
  RedisTagVersions,
  TagVersions,
  TieredCacheStore,
} from "@manga-assist/caching"
import { Effect, Layer, ManagedRuntime, Schema } from "effect"
import { answerCalls } from "../process/AnswerCalls.ts"
import { sharedClock } from "../measure/OpenLoop.ts"
import { redisLayers } from "./stores/RedisLayers.ts"

const [, , redisUrl = ""] = process.argv

const runtime = ManagedRuntime.make(
  Layer.mergeAll(
    RedisTagVersions.layer(),
    TieredCacheStore.layerNotified({ memoryMs: 600_000 }),
  ).pipe(Layer.provide(redisLayers(redisUrl))),
)
const { cache, tagVersions } = await runtime.runPromise(
  Effect.gen(function* () {
    const tagVersions = yield* TagVersions
    const cache = yield* makeAnswerCache({ schema: Schema.String, tagVersions })
    return { tagVersions, cache }
  }),
)
const mostMs = 5_000

const calls = {
  /** Written with its tag, and served once. */
  keep: (name: string): Promise<boolean> =>
    runtime.runPromise(
      Effect.gen(function* () {
        const since = yield* tagVersions.now
        const tags = { names: [`product:${name}`], since }
        yield* cache.write(name, "an answer", { freshForMs: 600_000, tags })
        return (yield* cache.lookup(name)) !== undefined
      }),
    ),
  serves: (name: string): Promise<boolean> =>
    runtime.runPromise(Effect.map(cache.lookup(name), (hit) => hit !== undefined)),
  /** When the entry was served for the last time, on the machine's clock. */
  lastServed: async (name: string): Promise<number> => {
    const deadline = sharedClock.now() + mostMs
    let last = 0
    for (;;) {
      const asked = sharedClock.now()
      if (asked > deadline) throw new Error(`${name} was served for ${mostMs} ms more`)
      if ((await runtime.runPromise(cache.lookup(name))) === undefined) return last
      last = asked
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
  /** When it was asked for, and when it was done. */
  invalidate: async (name: string) => {
    const begun = sharedClock.now()
    await runtime.runPromise(tagVersions.invalidate([`product:${name}`]))
    return { begun, done: sharedClock.now() }
  },
}

export type InvalidationCalls = typeof calls

answerCalls(calls)
