/** Direct access to the Redis of the emulated services, to empty it, list keys and remove them. */
import { Redis } from "ioredis"

export interface LabRedis extends Disposable {
  readonly empty: () => Promise<void>
  readonly keys: (pattern: string) => Promise<ReadonlyArray<string>>
  readonly remove: (keys: ReadonlyArray<string>) => Promise<void>
}

/** @throws Error where the services have no Redis */
export const labRedis = (environment: Readonly<Record<string, string>>): LabRedis => {
  const url = environment["REDIS_URL"]
  if (url === undefined) throw new Error("bench precompute needs a redis-server or valkey-server")
  const redis = new Redis(url)
  return {
    empty: async () => void (await redis.flushall()),
    keys: (pattern) => redis.keys(pattern),
    remove: async (keys) => {
      if (keys.length > 0) await redis.del(...keys)
    },
    [Symbol.dispose]: () => redis.disconnect(),
  }
}
