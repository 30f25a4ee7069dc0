/** What is kept of sessions in a real Redis and a real Cluster. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisCluster, redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { ContextCache } from "../src/context/ContextCache.ts"

const instance = (url: string) =>
  Effect.map(
    Layer.build(
      Layer.fresh(ContextCache.layer).pipe(
        Layer.provide(RedisConnection.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
        Layer.fresh,
      ),
    ),
    (context) => Context.get(context, ContextCache),
  )

const servers = [
  ["one server", redisServer()],
  ["a Cluster", redisCluster()],
] as const

describe.each(servers)("what is kept of sessions on %s", (_name, server) => {
  it.live("grows by what is added to lists that are there, and by nothing else", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const [one, two] = [yield* instance(url), yield* instance(url)]
      const sessions = Array.from({ length: 40 }, (_, index) => `s-${index}`)
      for (const session of sessions) one.replace(session, ["first"], 60_000)
      yield* until(
        Effect.map(Effect.forEach(sessions, two.read, { concurrency: 40 }), (all) =>
          all.every((texts) => texts?.length === 1),
        ),
      )
      one.append("nobody", "a part", 20, 60_000)
      // In one turn of the event loop, so by one command where keys may go together.
      for (let turn = 1; turn <= 5; turn += 1) {
        for (const session of sessions) one.append(session, `${session} ${turn} 寄生獣`, 3, 60_000)
      }
      const last = "s-39"
      yield* until(Effect.map(two.read(last), (texts) => texts?.at(-1) === `${last} 5 寄生獣`))
      for (const session of sessions) {
        const texts = yield* two.read(session)
        assert.deepStrictEqual(
          texts,
          [3, 4, 5].map((turn) => `${session} ${turn} 寄生獣`),
        )
      }
      assert.isUndefined(yield* two.read("nobody"))
      assert.strictEqual(one.counters().failures, 0)
    }).pipe(Effect.scoped),
  )

  it.live("ends with its time, which every addition begins anew", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const cache = yield* instance(url)
      cache.replace("s", ["first"], 60_000)
      yield* until(Effect.map(cache.read("s"), (texts) => texts !== undefined))
      cache.append("s", "second", 20, 300)
      yield* until(Effect.map(cache.read("s"), (texts) => texts === undefined))
    }).pipe(Effect.scoped),
  )
})

describe("a Redis that stops", () => {
  it.live("loses additions, counted, and nobody waits for them", () =>
    Effect.gen(function* () {
      const { kill, url } = yield* redisServer()
      const cache = yield* instance(url)
      yield* kill
      cache.append("s", "lost", 20, 60_000)
      yield* until(Effect.sync(() => cache.counters().failures > 0))
    }).pipe(Effect.scoped),
  )
})
