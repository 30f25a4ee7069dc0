/**
 * Stores in Redis, for all instances, how many audited answers of each group were right or wrong, and the groups whose
 * cached answers are switched off, that is no longer served. A group is whatever the caller judges together, such as
 * one kind of question in one layer of the cache.
 *
 * A switch-off expires by Redis' clock, and the counts of its group start anew. Beyond a maximum of checks both counts
 * are halved, so that newer ones weigh more. Calls fail at their deadline.
 */
import type { ConnectionError, RedisConnection } from "@manga-assist/connections/redis"
import { Effect } from "effect"
import type { Checked } from "./FalseHitRate.ts"

const commandMs = 500
/** Counts that nobody adds to end with what they were about. */
const countsMs = 7 * 24 * 3_600_000

/** Adds one; beyond so many the older ones count half. */
const countScript = `
local field = ARGV[1] .. '|' .. ARGV[2]
redis.call('HINCRBY', KEYS[1], field, 1)
local right = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. '|right') or '0')
local wrong = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. '|wrong') or '0')
if right + wrong > tonumber(ARGV[3]) then
  right = math.ceil(right / 2)
  wrong = math.ceil(wrong / 2)
  redis.call('HSET', KEYS[1], ARGV[1] .. '|right', right, ARGV[1] .. '|wrong', wrong)
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {right, wrong}`

/** The first to do so says why and for how long. */
const switchOffScript = `
redis.call('HDEL', KEYS[1], ARGV[1] .. '|right', ARGV[1] .. '|wrong')
return redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3], 'NX') and 1 or 0`

export interface FalseHitCounts {
  /** The counts of all instances, this verdict included. */
  readonly count: (
    group: string,
    verdict: "right" | "wrong",
  ) => Effect.Effect<Checked, ConnectionError>
  readonly switchOff: (
    group: string,
    reason: string,
    forMs: number,
  ) => Effect.Effect<void, ConnectionError>
  /** Why each of these is off; those that are on are absent. */
  readonly off: (
    groups: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, string>, ConnectionError>
}

export interface FalseHitCountsOptions {
  /** In front of every key; its hash tag keeps them in one slot of a Cluster. */
  readonly prefix: string
  readonly mostChecks: number
}

export const makeFalseHitCounts = (
  { run }: RedisConnection["Service"],
  { mostChecks, prefix }: FalseHitCountsOptions,
): FalseHitCounts => ({
  count: (group, verdict) =>
    run("hits.count", commandMs, (client) =>
      client.eval(countScript, 1, `${prefix}counts`, group, verdict, mostChecks, countsMs),
    ).pipe(
      Effect.map((reply): Checked => {
        const [right, wrong] = Array.isArray(reply) ? reply : []
        return { right: Number(right), wrong: Number(wrong) }
      }),
    ),
  switchOff: (group, reason, forMs) =>
    Effect.asVoid(
      run("hits.switch-off", commandMs, (client) =>
        client.eval(
          switchOffScript,
          2,
          `${prefix}counts`,
          `${prefix}off:${group}`,
          group,
          reason,
          Math.max(1, Math.ceil(forMs)),
        ),
      ),
    ),
  off: (groups) =>
    run("hits.off", commandMs, (client) =>
      client.mget(groups.map((group) => `${prefix}off:${group}`)),
    ).pipe(
      Effect.map(
        (reasons) =>
          new Map(
            groups.flatMap((group, index) => {
              const reason = reasons[index]
              return typeof reason === "string" ? [[group, reason] as const] : []
            }),
          ),
      ),
    ),
})
