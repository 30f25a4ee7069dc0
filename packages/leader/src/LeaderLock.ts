/**
 * The leader's lock in Redis: `<key>:lock` holds the leader and the number of its term, and expires by itself. A lock
 * without an expiry is replaced.
 *
 * The number of the last term is stored in `<key>:number`. A new one is at least Redis' clock in milliseconds, so that
 * numbers rise even after Redis lost its data. A stored number of 2^52 or more, half of the range in which a double
 * counts exactly, cannot come from this code; it is ignored, and numbering goes on from the clock.
 */
import type { RedisConnection } from "@manga-assist/connections/redis"
import { type Context, Effect } from "effect"
import { LeaderError } from "./LeaderError.ts"

/** A command that takes longer is as good as lost; well below the life of the lock. */
const commandMs = 1_000

const acquireScript = `
if redis.call('PTTL', KEYS[1]) >= 0 then return '0' end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local last = redis.pcall('GET', KEYS[2])
last = type(last) == 'string' and tonumber(last) or 0
if not (last >= 0 and last < 4503599627370496) then last = 0 end
local number = string.format('%.0f', math.max(last + 1, now))
redis.call('SET', KEYS[2], number, 'EX', 2592000)
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. number, 'PX', ARGV[2])
return number`

const prolongScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

export interface LeaderLock {
  /** The number of the new lead; `undefined` while another one leads. */
  readonly acquire: Effect.Effect<number | undefined, LeaderError>
  /** False when the lock is another's or has ended. */
  readonly prolong: (number: number) => Effect.Effect<boolean, LeaderError>
  readonly holds: (number: number) => Effect.Effect<boolean, LeaderError>
  readonly release: (number: number) => Effect.Effect<void, LeaderError>
}

export const makeLeaderLock = (
  redis: Context.Service.Shape<typeof RedisConnection>,
  options: { readonly key: string; readonly lockMs: number },
  worker: string,
): LeaderLock => {
  const { key, lockMs } = options
  const lockKey = `${key}:lock`
  const numberKey = `${key}:number`
  const run = <A>(
    operation: string,
    commands: Parameters<typeof redis.run<A>>[2],
  ): Effect.Effect<A, LeaderError> =>
    redis
      .run(operation, commandMs, commands)
      .pipe(
        Effect.mapError(
          (cause) => new LeaderError({ reason: "store", detail: cause.message, cause }),
        ),
      )
  const value = (number: number) => `${worker}:${number}`
  return {
    acquire: Effect.map(
      run("leader.acquire", (client) =>
        client.eval(acquireScript, 2, lockKey, numberKey, worker, lockMs),
      ),
      (number) => (Number(number) > 0 ? Number(number) : undefined),
    ),
    prolong: (number) =>
      Effect.map(
        run("leader.prolong", (client) =>
          client.eval(prolongScript, 1, lockKey, value(number), lockMs),
        ),
        (done) => done === 1,
      ),
    holds: (number) =>
      Effect.map(
        run("leader.holds", (client) => client.get(lockKey)),
        (holder) => holder === value(number),
      ),
    release: (number) =>
      run("leader.release", (client) => client.eval(releaseScript, 1, lockKey, value(number))).pipe(
        Effect.asVoid,
      ),
  }
}
