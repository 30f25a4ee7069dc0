/**
 * Clock by which the worker dates the answers it writes and finds them due for renewal: Redis' time, advanced between
 * readings by this machine's monotonic clock. A jump of this machine's wall clock therefore makes nothing due and
 * misdates no answer.
 *
 * While Redis does not answer, the last known difference between its time and the monotonic clock is used, or, before
 * the first reading, this machine's time at the start. Where Redis is not configured, it is this machine's clock.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer } from "effect"

const commandMs = 1_000

export class StoreClock extends Context.Service<
  StoreClock,
  {
    readonly clock: Clock.Clock
    /** Asks Redis for its time. Never fails; once a pass is enough. */
    readonly synchronize: Effect.Effect<void>
  }
>()("precompute/StoreClock") {
  static readonly layer: Layer.Layer<StoreClock, never, RedisConnection> = Layer.effect(
    StoreClock,
    Effect.gen(function* () {
      const redis = yield* RedisConnection
      const clock = yield* Clock.Clock
      if (!redis.configured) return StoreClock.of({ clock, synchronize: Effect.void })
      return overRedis(redis, clock)
    }),
  )
}

const overRedis = (redis: RedisConnection["Service"], local: Clock.Clock) => {
  const monotonicMs = () => Number(local.monotonicTimeNanosUnsafe() / 1_000_000n)
  let monotonicAtZero = monotonicMs() - local.currentTimeMillisUnsafe()
  const nowMs = () => Math.floor(monotonicMs() - monotonicAtZero)
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: nowMs,
    currentTimeMillis: Effect.sync(nowMs),
    currentTimeNanosUnsafe: () => BigInt(nowMs()) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(nowMs()) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => local.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: local.monotonicTimeNanos,
    sleep: (duration) => local.sleep(duration),
  }
  const synchronize = Effect.gen(function* () {
    const before = monotonicMs()
    const [seconds, micros] = yield* redis.run("clock.time", commandMs, (client) => client.time())
    // Half of the round trip has passed since Redis read its clock.
    const middle = (before + monotonicMs()) / 2
    monotonicAtZero = middle - (Number(seconds) * 1_000 + Number(micros) / 1_000)
  }).pipe(
    Effect.catch((error) => Effect.logDebug("the time of Redis could not be read", error.message)),
  )
  return StoreClock.of({ clock, synchronize })
}
