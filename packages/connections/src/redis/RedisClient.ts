/**
 * Creates the ioredis client of `RedisConnection`, single node or Cluster, and replaces every default that makes
 * callers wait (a down Redis costs 73 s by default).
 *
 * Names are resolved at each connect, bypassing the DNS cache, because a failover changes the record.
 */
import { Cluster, Redis, type RedisOptions } from "ioredis"
import type { RedisSettings } from "./RedisSettings.ts"

/** One TCP and TLS handshake with a server in the same region, twenty times over. */
export const connectMs = 500

/** From 50 ms to 1 s, half of it jitter, so that many processes do not come back at once. */
const retryDelay = (attempt: number): number =>
  Math.min(1_000, 50 * 2 ** Math.min(attempt - 1, 5)) * (0.5 + Math.random() / 2)

const nodeOptions = ({ password, prefix, tls, username }: RedisSettings) =>
  ({
    lazyConnect: true,
    connectTimeout: connectMs,
    // The caller's deadline is shorter; these end what its caller no longer waits for.
    commandTimeout: 5_000,
    socketTimeout: 2_000,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // After a failover the old primary answers READONLY: connect anew, to the new one.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
    ...(prefix === undefined ? {} : { keyPrefix: prefix }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  }) satisfies RedisOptions

export const makeRedis = (settings: RedisSettings): Redis | Cluster => {
  const { database, host, port, tls } = settings
  if (settings.kind === "single") {
    return new Redis({
      ...nodeOptions(settings),
      host,
      port,
      db: database,
      enableOfflineQueue: false,
      retryStrategy: retryDelay,
    })
  }
  return new Cluster([{ host, port }], {
    lazyConnect: true,
    enableOfflineQueue: false,
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 10_000,
    // A command follows redirections, and tries again while a node is away, for about a second.
    maxRedirections: 8,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
    clusterRetryStrategy: retryDelay,
    // Certificates are made out to host names: resolve nothing here, let TLS see the name.
    ...(tls === undefined ? {} : { dnsLookup: (name, done) => done(null, name) }),
    redisOptions: nodeOptions(settings),
  })
}

/** The connections that stand or are being made; of a Cluster those to `role`. */
export const nodesOf = (
  redis: Redis | Cluster,
  role: "all" | "master" = "all",
): ReadonlyArray<Redis> => (redis instanceof Cluster ? redis.nodes(role) : [redis])
