/**
 * Stores in Redis, for all instances, how many audited answers of each group were right or wrong, and the groups whose
 * cached answers are switched off, that is no longer served. A group is whatever the caller judges together, such as
 * all answers to one kind of question.
 *
 * A switch-off expires by Redis' clock, and the counts of its group start anew. Calls fail at their deadline.
 */
import type { ConnectionError, RedisConnection } from "@manga-assist/connections/redis"
import { Effect } from "effect"
import type { Checked } from "./FalseHitRate.ts"

const commandMs = 500
/** Counts that nobody adds to end with what they were about; no switch-off is longer. */
const longestMs = 7 * 24 * 3_600_000

const countScript = `
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
local evidence = tonumber(redis.call('HGET', KEYS[1], 'evidence') or '0') or 0
evidence = tostring(math.max(0, evidence + tonumber(ARGV[2])))
redis.call('HSET', KEYS[1], 'evidence', evidence)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return {redis.call('HGET', KEYS[1], 'right') or '0', redis.call('HGET', KEYS[1], 'wrong') or '0', evidence}`

const nowOf = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`

/** The first to do so says why and for how long: \`<until> <reason>\`. */
const switchOffScript = `${nowOf}
redis.call('DEL', KEYS[1])
redis.call('HSETNX', KEYS[2], ARGV[1], string.format('%.0f %s', now + ARGV[3], ARGV[2]))
redis.call('PEXPIRE', KEYS[2], ARGV[4])`

/** Those that are over are forgotten. */
const offScript = `${nowOf}
local entries = redis.call('HGETALL', KEYS[1])
local off = {}
for at = 1, #entries, 2 do
  local till, reason = string.match(entries[at + 1], '^(%d+) (.*)$')
  if till and tonumber(till) > now then
    off[#off + 1] = entries[at]
    off[#off + 1] = reason
  else
    redis.call('HDEL', KEYS[1], entries[at])
  end
end
return off`

export interface FalseHitCounts {
  /** The counts of all instances, this verdict included; `weight` is added to the evidence. */
  readonly count: (
    group: string,
    verdict: "right" | "wrong",
    weight: number,
  ) => Effect.Effect<Checked, ConnectionError>
  readonly switchOff: (
    group: string,
    reason: string,
    forMs: number,
  ) => Effect.Effect<void, ConnectionError>
  readonly switchOn: (group: string) => Effect.Effect<void, ConnectionError>
  /** Why each group is off; those that are on are absent. */
  readonly off: Effect.Effect<ReadonlyMap<string, string>, ConnectionError>
}

/** `prefix`: in front of every key; its hash tag keeps them in one slot of a Cluster. */
export const makeFalseHitCounts = (
  { run }: RedisConnection["Service"],
  prefix: string,
): FalseHitCounts => {
  const countsOf = (group: string) => `${prefix}counts:${group}`
  const offKey = `${prefix}off`
  return {
    count: (group, verdict, weight) =>
      run("hits.count", commandMs, (client) =>
        client.eval(countScript, 1, countsOf(group), verdict, weight, longestMs),
      ).pipe(
        Effect.map((reply): Checked => {
          const [right, wrong, evidence] = Array.isArray(reply) ? reply : []
          return { right: Number(right), wrong: Number(wrong), evidence: Number(evidence) }
        }),
      ),
    switchOff: (group, reason, forMs) =>
      Effect.asVoid(
        run("hits.switch-off", commandMs, (client) =>
          client.eval(
            switchOffScript,
            2,
            countsOf(group),
            offKey,
            group,
            reason,
            Math.max(1, Math.ceil(forMs)),
            longestMs,
          ),
        ),
      ),
    switchOn: (group) =>
      Effect.asVoid(run("hits.switch-on", commandMs, (client) => client.hdel(offKey, group))),
    off: run("hits.off", commandMs, (client) => client.eval(offScript, 1, offKey)).pipe(
      Effect.map((reply) => {
        const texts = Array.isArray(reply) ? reply.map(String) : []
        return new Map(
          texts.flatMap((group, at) => (at % 2 === 0 ? [[group, texts[at + 1] ?? ""]] : [])),
        )
      }),
    ),
  }
}
