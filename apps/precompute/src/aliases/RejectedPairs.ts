/**
 * Remembers for a week the pairs of questions that a judge (a model) has rejected as not asking the same, so that they
 * are not paid for again.
 *
 * They are stored in Redis under `precompute:{aliases}:rejected` by a hash of both texts, or in this process without
 * Redis. A pair that cannot be looked up counts as rejected: skipping it is better than paying twice.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import type { Pair } from "./JudgePrompt.ts"

const key = "precompute:{aliases}:rejected"
const rejectedForMs = 7 * 86_400_000
const most = 20_000
const commandMs = 1_000

const nameOf = ({ first, locale, second }: Pair): string =>
  hash("sha256", JSON.stringify([locale, first, second]), "base64url").slice(0, 22)

export class RejectedPairs extends Context.Service<
  RejectedPairs,
  {
    readonly has: (pair: Pair) => Effect.Effect<boolean>
    readonly add: (pair: Pair) => Effect.Effect<void>
  }
>()("precompute/RejectedPairs") {
  static readonly layer: Layer.Layer<RejectedPairs, never, RedisConnection> = Layer.effect(
    RejectedPairs,
    Effect.map(RedisConnection, (redis) => (redis.configured ? inRedis(redis) : inMemory())),
  )
}

const inMemory = () => {
  const until = new Map<string, number>()
  return RejectedPairs.of({
    has: (pair) =>
      Effect.map(Clock.currentTimeMillis, (now) => now < (until.get(nameOf(pair)) ?? 0)),
    add: (pair) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        until.set(nameOf(pair), now + rejectedForMs)
        const [oldest] = until.keys()
        if (until.size > most && oldest !== undefined) until.delete(oldest)
      }),
  })
}

const inRedis = (redis: RedisConnection["Service"]) =>
  RejectedPairs.of({
    has: (pair) =>
      Effect.zipWith(
        redis.run("aliases.rejected", commandMs, (client) => client.zscore(key, nameOf(pair))),
        Clock.currentTimeMillis,
        (until, now) => until !== null && now < Number(until),
      ).pipe(
        Effect.tapError((error) => Effect.logDebug("rejected pairs not read", error.message)),
        Effect.orElseSucceed(() => true),
      ),
    add: Effect.fnUntraced(function* (pair: Pair) {
      const now = yield* Clock.currentTimeMillis
      yield* redis
        .run("aliases.reject", commandMs, async (client) => {
          await client.zadd(key, now + rejectedForMs, nameOf(pair))
          await client.zremrangebyscore(key, "-inf", now)
          await client.zremrangebyrank(key, 0, -(most + 1))
        })
        .pipe(Effect.catch((error) => Effect.logDebug("rejected pair not noted", error.message)))
    }),
  })
