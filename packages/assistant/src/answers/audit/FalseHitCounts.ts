/**
 * The counts of checked answers and what is switched off because of them, in Redis for all instances and for
 * those that start later.
 *
 * What is switched off ends by itself, by Redis' own clock, and its counts begin anew then. Nothing here waits
 * for more than its deadline; without Redis the process counts for itself.
 */
import type { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Effect } from "effect"
import { type Checked, falseHitLimit } from "./FalseHitRate.ts"

const prefix = "hits:{hits}:"
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
    layer: string,
    verdict: "right" | "wrong",
  ) => Effect.Effect<Checked, ConnectionError>
  readonly switchOff: (
    layer: string,
    reason: string,
    forMs: number,
  ) => Effect.Effect<void, ConnectionError>
  /** Why each of these is off; those that are on are absent. */
  readonly off: (
    layers: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyMap<string, string>, ConnectionError>
}

export const makeFalseHitCounts = ({ run }: RedisConnection["Service"]): FalseHitCounts => ({
  count: (layer, verdict) =>
    run("hits.count", commandMs, (client) =>
      client.eval(
        countScript,
        1,
        `${prefix}counts`,
        layer,
        verdict,
        falseHitLimit.mostChecks,
        countsMs,
      ),
    ).pipe(
      Effect.map((reply): Checked => {
        const [right, wrong] = Array.isArray(reply) ? reply : []
        return { right: Number(right), wrong: Number(wrong) }
      }),
    ),
  switchOff: (layer, reason, forMs) =>
    Effect.asVoid(
      run("hits.switch-off", commandMs, (client) =>
        client.eval(
          switchOffScript,
          2,
          `${prefix}counts`,
          `${prefix}off:${layer}`,
          layer,
          reason,
          Math.max(1, Math.ceil(forMs)),
        ),
      ),
    ),
  off: (layers) =>
    run("hits.off", commandMs, (client) =>
      client.mget(layers.map((layer) => `${prefix}off:${layer}`)),
    ).pipe(
      Effect.map(
        (reasons) =>
          new Map(
            layers.flatMap((layer, index) => {
              const reason = reasons[index]
              return typeof reason === "string" ? [[layer, reason] as const] : []
            }),
          ),
      ),
    ),
})
