/** The count of tokens on a real Redis and a real Cluster, where nothing of it may stay, or become less than nothing. */
import { RedisConnection } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer } from "effect"
import { TokenBudget } from "../src/spending/TokenBudget.ts"
import { realServers } from "./fixtures/realServers.ts"

const cap = 10_000
const usage = { inputTokens: 1_400, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }

const over = (url: string) =>
  Layer.merge(TokenBudget.layer, RedisConnection.layer).pipe(
    Layer.provide(RedisConnection.layer),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

describe.each(realServers)("tokens on %s", (_name, server) => {
  it.live("are counted as reserved, then as spent, and forgotten in a day and an hour", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* server
      yield* Effect.gen(function* () {
        const { bought, buy, reserve, spent } = yield* TokenBudget
        const reservation = yield* reserve(6_000.4, cap)
        assert.strictEqual(reservation?.tokens, 6_001)
        assert.strictEqual((yield* spent).hour, 6_001)
        assert.isUndefined(yield* reserve(4_000, cap))
        if (reservation !== undefined) yield* buy(reservation, "a.model", usage)
        assert.deepStrictEqual(yield* spent, { hour: 1_500, day: 1_500 })
        const tokens = { input: 1_400, output: 100, cacheRead: 0, cacheWrite: 0 }
        const all = { "a.model": tokens }
        assert.deepStrictEqual(yield* bought, { hour: all, day: all })
        const [key = ""] = yield* keys("precompute:{tokens}:*")
        const redis = yield* RedisConnection
        const livesMs = yield* redis.run("ttl", 2_000, (client) => client.pttl(key))
        assert.isAbove(livesMs, 24 * 3_600_000)
        assert.isAtMost(livesMs, 25 * 3_600_000)
      }).pipe(Effect.provide(over(url)))
    }).pipe(Effect.scoped),
  )

  it.live("of a Redis that came back empty do not become less than nothing", () =>
    Effect.gen(function* () {
      const { keys, nodes, url } = yield* server
      yield* Effect.gen(function* () {
        const { release, reserve, spent } = yield* TokenBudget
        const reservation = yield* reserve(6_000, cap)
        yield* Effect.forEach(nodes, ({ command }) => command("FLUSHALL"))
        if (reservation !== undefined) yield* release(reservation)
        assert.deepStrictEqual(yield* spent, { hour: 0, day: 0 })
        assert.deepStrictEqual(yield* keys("*"), [])
        assert.isUndefined(yield* reserve(cap + 1, cap))
      }).pipe(Effect.provide(over(url)))
    }).pipe(Effect.scoped),
  )
})
