/**
 * The lease of a change feed (which turns changes of the data into tag invalidations): a Redis key with a time to
 * live. While it exists, the feed guarantees that every change is invalidated.
 *
 * Its end is a time of Redis' own clock. A command that is executed late therefore renews nothing, and an instance
 * that slept trusts the lease no longer than the others.
 */
import { Effect } from "effect"
import type { RedisConnection } from "@manga-assist/connections/redis"
import { CacheError } from "../CacheError.ts"

/** From one beat on. Three may fail before it ends. */
export const leaseMs = 3_000

export const makeFeedLease = (
  { run }: typeof RedisConnection.Service,
  options: {
    readonly prefix: string
    readonly deadlineMs: number
  },
) => {
  const key = `${options.prefix}feed`
  const failed = (cause: unknown) =>
    new CacheError({ reason: "unavailable", operation: "feed", cause })
  return {
    /** `mayRenew` is asked at the last moment, right before the command leaves. */
    renew: (mayRenew: () => boolean): Effect.Effect<void, CacheError> =>
      run("tags.feed-renew", options.deadlineMs, async (redis) => {
        const [seconds, micros] = await redis.time()
        const endsAt = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000) + leaseMs
        if (mayRenew()) await redis.set(key, "1", "PXAT", endsAt)
      }).pipe(Effect.mapError(failed)),

    /** Milliseconds that were left when Redis was asked; below 0 without a feed. */
    left: run("tags.feed-left", options.deadlineMs, (redis) => redis.pttl(key)).pipe(
      Effect.mapError(failed),
      Effect.map((ms) => Math.min(ms, leaseMs)),
    ),
  }
}
