/**
 * Stores the learned wordings of all instances in Redis; every change is one script. All keys lie in one hash slot of a
 * Cluster, below `wording:{wording}:`
 *
 *   version   grows with every change of the wordings, and is never lower than Redis' own time
 *   entries   a hash of wordings by their id, JSON
 *   off       why wordings are turned off; absent while they are in use
 *   judged    right and wrong answers in the current window of a day
 *   totals    used, right, wrong
 *   removed   ids that are not approved again for 30 days, by the time of their removal
 *   lead      the highest number of a leader's term that approved; lower ones are refused
 */
import {
  channelIn,
  type ConnectionError,
  type RedisConnection,
} from "@manga-assist/connections/redis"
import type { Effect } from "effect"
import { mostRefused, mostWordings } from "./Wording.ts"
import { disagreementLimit } from "./WordingJudgement.ts"
import type { Reports } from "./WordingReports.ts"

const prefix = "wording:{wording}:"
const keys = ["version", "entries", "off", "judged", "totals", "removed", "lead"].map(
  (name) => prefix + name,
)
const [versionKey = "", entriesKey = "", offKey = "", , totalsKey = "", removedKey = ""] = keys

/** Where changes are told. */
export const wordingChannel = `${prefix}changed`

const removedForMs = 30 * 86_400_000
const commandMs = 1_000
/** All entries at most, a few megabytes. */
const loadMs = 3_000

const clock = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function changed()
  local last = tonumber(redis.call('GET', KEYS[1]) or '0')
  redis.call('SET', KEYS[1], string.format('%.0f', math.max(last + 1, now)))
end
local function removed(id)
  redis.call('HDEL', KEYS[2], id)
  redis.call('ZADD', KEYS[6], now, id)
end
local function trimRemoved()
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', now - ${removedForMs})
  redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -${mostRefused + 1})
end`

/** `ARGV`: the lead, how many to forget, their ids, then pairs of id and wording. */
const approveScript = `${clock}
if tonumber(redis.call('GET', KEYS[7]) or '-1') > tonumber(ARGV[1]) then return 'later-lead' end
if redis.call('EXISTS', KEYS[3]) == 1 then return 'off' end
redis.call('SET', KEYS[7], ARGV[1], 'PX', ${removedForMs})
trimRemoved()
local first = 3 + tonumber(ARGV[2])
for i = 3, first - 1 do redis.call('HDEL', KEYS[2], ARGV[i]) end
local kept = 0
for i = first, #ARGV, 2 do
  local room = redis.call('HEXISTS', KEYS[2], ARGV[i]) == 1 or redis.call('HLEN', KEYS[2]) < ${mostWordings}
  if room and not redis.call('ZSCORE', KEYS[6], ARGV[i]) then
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
    kept = kept + 1
  end
end
if #ARGV > 2 then changed() end
return kept`

/** `ARGV`: used, right, then the ids of wrong ones. */
const reportScript = `${clock}
local wrong = #ARGV - 2
redis.call('HINCRBY', KEYS[5], 'used', ARGV[1])
redis.call('HINCRBY', KEYS[5], 'right', ARGV[2])
redis.call('HINCRBY', KEYS[5], 'wrong', wrong)
for i = 3, #ARGV do removed(ARGV[i]) end
trimRemoved()
if tonumber(ARGV[2]) + wrong > 0 then
  local fresh = redis.call('EXISTS', KEYS[4]) == 0
  local right = redis.call('HINCRBY', KEYS[4], 'right', ARGV[2])
  local all = redis.call('HINCRBY', KEYS[4], 'wrong', wrong)
  if fresh then redis.call('PEXPIRE', KEYS[4], ${disagreementLimit.windowMs}) end
  if all >= ${disagreementLimit.leastWrong} and all / (right + all) > ${disagreementLimit.share} then
    redis.call('SET', KEYS[3], all .. ' of ' .. (right + all) .. ' compared answers were wrong', 'NX')
    changed()
  end
end
if wrong > 0 then changed() end
return 1`

const removeScript = `${clock}
for i = 1, #ARGV do removed(ARGV[i]) end
trimRemoved()
changed()
return 1`

const clearScript = `${clock}
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4], KEYS[6])
changed()
return 1`

export interface SharedWordings {
  /** By id, as they were written. */
  readonly entries: ReadonlyMap<string, string>
  readonly totals: Readonly<Record<string, string>>
}

export const makeWordingLedger = ({ run }: RedisConnection["Service"]) => {
  const evaluate = (
    operation: string,
    script: string,
    ...parameters: ReadonlyArray<string | number>
  ): Effect.Effect<unknown, ConnectionError> =>
    run(operation, commandMs, async (client) => {
      const answer = await client.eval(script, keys.length, ...keys, ...parameters)
      await client.publish(channelIn(client, wordingChannel), "changed")
      return answer
    })
  return {
    /** `version` is null where there is nothing. */
    mark: run("wordings.mark", commandMs, async (client) => {
      const [version = null, off = null] = await client.mget(versionKey, offKey)
      return { version, off: off ?? undefined }
    }),
    load: run("wordings.load", loadMs, async (client): Promise<SharedWordings> => {
      const entries = new Map<string, string>()
      let cursor = "0"
      do {
        const [next, found] = await client.hscan(entriesKey, cursor, "COUNT", 250)
        for (let at = 0; at + 1 < found.length; at += 2) {
          entries.set(found[at] ?? "", found[at + 1] ?? "")
        }
        cursor = next
      } while (cursor !== "0" && entries.size <= mostWordings)
      return { entries, totals: await client.hgetall(totalsKey) }
    }),
    approve: (
      lead: number,
      forget: ReadonlyArray<string>,
      entries: ReadonlyArray<readonly [string, string]>,
    ) =>
      evaluate(
        "wordings.approve",
        approveScript,
        lead,
        forget.length,
        ...forget,
        ...entries.flat(),
      ),
    report: ({ right, used, wrong }: Reports) =>
      run("wordings.report", commandMs, async (client) => {
        await client.eval(reportScript, keys.length, ...keys, used, right, ...wrong)
        if (wrong.size > 0) await client.publish(channelIn(client, wordingChannel), "changed")
      }),
    remove: (ids: ReadonlyArray<string>) => evaluate("wordings.remove", removeScript, ...ids),
    /** Those that would not be approved. */
    removed: (ids: ReadonlyArray<string>) =>
      run("wordings.removed", commandMs, async (client) => {
        const times = await client.zmscore(removedKey, ...ids)
        return new Set(ids.filter((_, at) => times[at] !== null))
      }),
    clear: evaluate("wordings.clear", clearScript),
  }
}
