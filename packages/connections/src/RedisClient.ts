/**
 * The ioredis client behind `RedisConnection`, single node or cluster, with every default replaced that
 * would make a caller wait (a down Redis costs 73 s by default).
 */
import { Effect } from "effect"
import { Cluster, Redis, type RedisOptions } from "ioredis"

export type RedisMode = "single" | "cluster"

/** How long the layer waits for the first connection. */
const firstConnectMs = 500

const options = {
  lazyConnect: true,
  enableOfflineQueue: false,
  connectTimeout: firstConnectMs,
  commandTimeout: 5_000,
  socketTimeout: 3_000,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  // From 50 ms to 2 s, half of it jitter, so that many processes do not come back at once.
  retryStrategy: (times: number) =>
    Math.min(2_000, 50 * 2 ** Math.min(times, 6)) * (0.5 + Math.random() / 2),
  // After a failover the old primary answers READONLY: connect anew, to the new one.
  reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
} satisfies RedisOptions

export const openRedis = Effect.fnUntraced(function* (url: URL, mode: RedisMode) {
  return yield* Effect.acquireRelease(
    Effect.gen(function* () {
      const redis = mode === "single" ? new Redis(url.href, options) : cluster(url)
      // Every failure reaches the caller of a command; without a listener ioredis would print it.
      redis.on("error", () => {})
      yield* Effect.tryPromise(() => redis.connect()).pipe(
        Effect.timeoutOption(firstConnectMs),
        Effect.ignore,
      )
      return redis
    }),
    (redis) => Effect.sync(() => redis.disconnect()),
  )
})

const cluster = (url: URL): Cluster => {
  const port = url.port === "" ? 6379 : Number(url.port)
  const host = url.hostname.replace(/^\[|\]$/g, "")
  return new Cluster([{ host, port }], {
    lazyConnect: true,
    enableOfflineQueue: false,
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 10_000,
    clusterRetryStrategy: (times) => Math.min(2_000, 100 * times) * (0.5 + Math.random() / 2),
    // Certificates are made out to host names: resolve nothing here, let TLS see the name.
    ...(url.protocol === "rediss:" ? { dnsLookup: (name, done) => done(null, name) } : {}),
    redisOptions: {
      ...options,
      ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
      ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
      ...(url.protocol === "rediss:" ? { tls: {} } : {}),
    },
  })
}
