/** Limits of one visitor over two instances and a real Redis. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { redisServer, type RedisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Effect, Layer, Schedule } from "effect"
import { LimitExchange } from "../src/sessions/LimitExchange.ts"
import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { startServer, type TestServer, type TestServerOptions } from "./TestServer.ts"

const exchangeOver = (url: string) =>
  Layer.fresh(LimitExchange.layer).pipe(
    Layer.provide(Layer.orDie(Layer.fresh(RedisConnection.layer))),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

const instance = (redis: RedisServer, options: TestServerOptions) =>
  Effect.acquireRelease(
    Effect.promise(() =>
      startServer(layerUws, { trustedProxies: 1, ...options, exchange: exchangeOver(redis.url) }),
    ),
    (server) => Effect.promise(() => server.close()),
  )

let asked = 0

const statusOf = (server: TestServer, address: string, query: string, session?: string) =>
  Effect.promise(async () => {
    const reply = await fetch(`${server.http}/chat${query}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": address },
      body: JSON.stringify({
        id: `m-${(asked += 1)}`,
        text: "hello",
        ...(session === undefined ? {} : { session }),
      }),
    })
    await reply.text()
    return reply.status
  })

/** How many are answered until one is refused. */
const answeredBy = Effect.fnUntraced(function* (ask: Effect.Effect<number>) {
  for (let count = 0; ; count += 1) if ((yield* ask) !== 200) return count
})

/** Both have told what they took, so that both have heard of each other. */
const told = (redis: RedisServer, more: number) =>
  Effect.gen(function* () {
    const keys = yield* redis.command("KEYS", "limits:*")
    const sums = yield* redis.command("MGET", ...(Array.isArray(keys) ? keys.map(String) : []))
    const most = Math.max(...(Array.isArray(sums) ? sums.map(Number) : [0]))
    return yield* most > more ? Effect.void : Effect.fail("not told")
  }).pipe(Effect.retry(Schedule.spaced(50)), Effect.timeout("30 seconds"))

describe("two instances", () => {
  it.live("let a user take together what one alone would let them take", () =>
    Effect.gen(function* () {
      const redis = yield* redisServer()
      const [one, two] = [
        yield* instance(redis, { rateLimitPerMinute: 40 }),
        yield* instance(redis, { rateLimitPerMinute: 40 }),
      ]
      const by = (server: TestServer, user: string) => statusOf(server, "10.0.0.1", `?user=${user}`)
      const first = yield* answeredBy(by(one, "demo-01"))
      assert.isAtLeast(first, 40)
      // The first makes the other instance ask.
      yield* by(two, "demo-01")
      yield* told(redis, first)
      assert.isAtMost(yield* answeredBy(by(two, "demo-01")), 4)
      // Nobody else pays for it.
      assert.isAtLeast(yield* answeredBy(by(two, "demo-02")), 40)
      const keys = String(yield* redis.command("KEYS", "*"))
      assert.match(keys, /limits:/)
      assert.notMatch(keys, /demo|10\.0/)
    }),
  )

  it.live("count an address' new sessions and messages together", () =>
    Effect.gen(function* () {
      const redis = yield* redisServer()
      const limits = { address: { sessionsPerMinute: 60, messagesPerMinute: 1e9 } }
      const [one, two] = [yield* instance(redis, limits), yield* instance(redis, limits)]
      const by = (server: TestServer) => statusOf(server, "10.0.0.1", "")
      // A third of a minute's share at once.
      const first = yield* answeredBy(by(one))
      assert.isAtLeast(first, 20)
      yield* by(two)
      yield* told(redis, first)
      assert.isAtMost(yield* answeredBy(by(two)), 16)
    }),
  )

  it.live("limit each for itself while Redis is away, and together again after it", () =>
    Effect.gen(function* () {
      const redis = yield* redisServer()
      const [one, two] = [
        yield* instance(redis, { rateLimitPerMinute: 40 }),
        yield* instance(redis, { rateLimitPerMinute: 40 }),
      ]
      const by = (server: TestServer, user: string) => statusOf(server, "10.0.0.1", `?user=${user}`)
      yield* redis.kill
      assert.isAtLeast(yield* answeredBy(by(one, "demo-01")), 40)
      assert.isAtLeast(yield* answeredBy(by(two, "demo-01")), 40)
      yield* redis.start
      const together = Effect.gen(function* () {
        const user = `later-${(asked += 1)}`
        const first = yield* answeredBy(by(one, user))
        yield* by(two, user)
        yield* told(redis, first)
        const left = yield* answeredBy(by(two, user))
        return yield* left <= 4 ? Effect.void : Effect.fail("not yet")
      })
      yield* together.pipe(Effect.retry({ times: 10 }))
    }),
  )
})
