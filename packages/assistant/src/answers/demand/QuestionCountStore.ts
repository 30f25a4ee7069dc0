/**
 * Redis store of how often questions are asked, with exponential decay. Keys `demand:{demand}:*` hold questions that
 * the grammar understands as a whole; `missed:{missed}:*`, with the same layout, hold the wordings of other questions, with slots for their values.
 * The keys of each prefix lie in one hash slot of a Redis Cluster.
 *
 *   ranked       sorted set of questions with three or more sessions in a day, by hash; at most 1,000
 *   waiting      the same for questions with fewer sessions; at most 5,000
 *   words        the texts of the ranked questions; none is kept for waiting ones
 *   seen:<hash>  HyperLogLog of a question's sessions, kept for a day
 *   hour:<hour>  for reports, kept for 25 hours: number of answers and sum of their milliseconds to the first content,
 *                by pattern (trending, new releases, genre, title, other) and source (model, a layer of the cache, …)
 *   key          HMAC key that pseudonymises sessions, replaced daily
 *
 * The score is log2 of the sum of 2^(time / half-life) over the counts. Its order stays right as time passes, without
 * rewriting, and it cannot overflow.
 */
import { ConnectionError, type RedisConnection } from "@manga-assist/connections"
import { Effect } from "effect"
import { createHmac, randomBytes } from "node:crypto"

export type DemandSpace = "demand" | "missed"

const halfLifeMs = 6 * 3_600_000
const dayMs = 24 * 3_600_000
const leastSessions = 3
const mostRanked = 1_000
const mostWaiting = 5_000
const commandMs = 1_000
/** So many observations in one script, which blocks Redis for well under a millisecond each hundred. */
const batchSize = 200

/** Answers which members need their words. `ARGV`: settings, then pairs of member and hashed session. */
const countScript = `
local prefix = string.sub(KEYS[1], 1, -string.len('ranked') - 1)
local time = redis.call('TIME')
local x = (tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000) / tonumber(ARGV[1])
local wanted = {}
for i = 6, #ARGV, 2 do
  local member = ARGV[i]
  local seen = prefix .. 'seen:' .. member
  local isNew = redis.call('EXISTS', seen) == 0
  local ranked = redis.call('ZSCORE', KEYS[1], member)
  if redis.call('PFADD', seen, ARGV[i + 1]) == 1 then
    if isNew then redis.call('PEXPIRE', seen, ARGV[2]) end
    local old = tonumber(ranked or redis.call('ZSCORE', KEYS[2], member) or '-inf')
    local high, low = math.max(old, x), math.min(old, x)
    local score = string.format('%.17g', high + math.log(1 + 2 ^ (low - high)) / math.log(2))
    if ranked or redis.call('PFCOUNT', seen) >= tonumber(ARGV[3]) then
      redis.call('ZREM', KEYS[2], member)
      redis.call('ZADD', KEYS[1], score, member)
      ranked = score
    else
      redis.call('ZADD', KEYS[2], score, member)
    end
  end
  -- Of a session counted before, too: the words may have been lost on their way then.
  if ranked and redis.call('HEXISTS', KEYS[3], member) == 0 then wanted[#wanted + 1] = member end
end
local function trim(key, most)
  local over = redis.call('ZCARD', key) - tonumber(most)
  if over <= 0 then return end
  local popped = redis.call('ZPOPMIN', key, over)
  for i = 1, #popped, 2 do
    local member = type(popped[i]) == 'table' and popped[i][1] or popped[i]
    redis.call('DEL', prefix .. 'seen:' .. member)
    redis.call('HDEL', KEYS[3], member)
  end
end
trim(KEYS[1], ARGV[4])
trim(KEYS[2], ARGV[5])
return wanted`

/** Only while the member is ranked: words of what was forgotten meanwhile must not stay. */
const wordsScript = `
for i = 1, #ARGV, 2 do
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) then redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
end
return 1`

const hourScript = `
local hour = math.floor(tonumber(redis.call('TIME')[1]) / 3600)
local key = KEYS[1] .. ':' .. string.format('%d', hour)
for i = 1, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
redis.call('EXPIRE', key, 90000)
return 1`

export interface Observation {
  readonly member: string
  readonly locale: string
  readonly text: string
  readonly session: string
}

export interface QuestionCountStore {
  /** Observations may be written again: a session is counted once. What was answered is added each time. */
  readonly write: (
    observations: ReadonlyArray<Observation>,
    answered: ReadonlyArray<readonly [string, number]>,
  ) => Effect.Effect<void, ConnectionError>
}

/** Evicted between the two commands that made and read it. */
const keyIsGone = new ConnectionError({
  service: "redis",
  operation: "demand.key",
  reason: "unavailable",
  detail: "the key of the day is gone",
})

export const makeQuestionCountStore = (
  redis: RedisConnection["Service"],
  space: DemandSpace,
): QuestionCountStore => {
  const { run } = redis
  const prefix = `${space}:{${space}}:`
  /** The first of all processes gives the key of the day. */
  const key = run("demand.key", commandMs, async (client) => {
    await client.set(`${prefix}key`, randomBytes(32).toString("base64url"), "PX", dayMs, "NX")
    return client.get(`${prefix}key`)
  })

  const count = Effect.fnUntraced(function* (
    batch: ReadonlyArray<Observation>,
    sessionKey: string,
  ) {
    const pairs = batch.flatMap(({ member, session }) => [
      member,
      createHmac("sha256", sessionKey).update(session).digest("base64url").slice(0, 22),
    ])
    const wanted = yield* run("demand.count", commandMs, (client) =>
      client.eval(
        countScript,
        3,
        `${prefix}ranked`,
        `${prefix}waiting`,
        `${prefix}words`,
        halfLifeMs,
        dayMs,
        leastSessions,
        mostRanked,
        mostWaiting,
        ...pairs,
      ),
    )
    const texts = new Map(batch.map(({ locale, member, text }) => [member, { locale, text }]))
    const words = (Array.isArray(wanted) ? wanted : []).flatMap((member: unknown) => {
      const found = texts.get(String(member))
      return found === undefined ? [] : [String(member), JSON.stringify(found)]
    })
    if (words.length === 0) return
    yield* run("demand.words", commandMs, (client) =>
      client.eval(wordsScript, 2, `${prefix}ranked`, `${prefix}words`, ...words),
    )
  })

  return {
    write: Effect.fnUntraced(function* (observations, answered) {
      if (answered.length > 0) {
        yield* run("demand.hour", commandMs, (client) =>
          client.eval(hourScript, 1, `${prefix}hour`, ...answered.flat()),
        )
      }
      if (observations.length === 0) return
      const sessionKey = yield* key
      if (sessionKey === null) return yield* Effect.fail(keyIsGone)
      for (let from = 0; from < observations.length; from += batchSize) {
        yield* count(observations.slice(from, from + batchSize), sessionKey)
      }
    }),
  }
}
