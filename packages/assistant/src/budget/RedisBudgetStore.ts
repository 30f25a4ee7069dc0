/**
 * Counts of the budget in Redis, for all instances: one hash and one sorted set for each window of each budget, one
 * small hash for each customer and hour. Every key lives a little longer than its window. Instances bring their own
 * clocks, which must agree within a second; those of the cloud do within a millisecond.
 */
import { RedisConnection } from "@manga-assist/connections"
import { Clock, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import { BudgetStore, BudgetStoreError } from "./BudgetStore.ts"

const commandMs = 500
/** Three contacts missed: not counted among those who share. */
export const silentMs = 1_600
/** What was promised to an instance that others have missed for so long is given to them: it was killed. */
export const missedMs = 120_000
/** A call that began in a window is counted in it when it ends. */
const afterWindowMs = 600_000
const hourMs = 3_600_000
/** From the last change on. */
const customerMs = 2 * hourMs
/** A script keeps its server from everything else while it runs: a few microseconds for each. */
const customersPerScript = 100

/**
 * Accounts and credits together never exceed the limit, unless an instance tells that it used more. The hash holds
 * `taken` (all accounts) and `promised` (all credits; `kept` of them to those who were heard last before nobody was, until
 * they come back), and for each instance `of:<instance>` as "sequence account credit kept"; the sorted set holds when
 * each was heard.
 */
const askScript = `
local hash, seen = KEYS[1], KEYS[2]
local who, now = ARGV[1], tonumber(ARGV[2])
local silent, missed, ttl = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local sequence, limit = tonumber(ARGV[6]), tonumber(ARGV[7])
local used, want, leaves = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10] == '1'
local function whole(number) return string.format('%.0f', number) end
local function total(name) return tonumber(redis.call('HGET', hash, name) or '0') end
local function read(id)
  local text = redis.call('HGET', hash, 'of:' .. id) or '-1 0 0 0'
  local s, a, c, k = string.match(text, '^(%S+) (%S+) (%S+) (%S+)$')
  return tonumber(s), tonumber(a), tonumber(c), k == '1'
end
local function write(id, s, a, c, k)
  redis.call('HSET', hash, 'of:' .. id, whole(s) .. ' ' .. whole(a) .. ' ' .. whole(c) .. (k and ' 1' or ' 0'))
end
local taken, promised, kept = total('taken'), total('promised'), total('kept')
local function missing()
  local sum = kept
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', whole(now - silent))) do
    local s, a, c = read(id)
    sum = sum + c
  end
  return sum
end
local function alive() return redis.call('ZCOUNT', seen, '(' .. whole(now - silent), '+inf') end
local last = redis.call('ZREVRANGE', seen, 0, 0, 'WITHSCORES')[2]
if last and now - tonumber(last) > silent then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', seen, whole(tonumber(last) - silent), '+inf')) do
    local s, a, c = read(id)
    kept = kept + c
    write(id, s, a, c, true)
    redis.call('ZREM', seen, id)
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', seen, '-inf', whole(now - missed))) do
  local s, a, c = read(id)
  promised = promised - c
  write(id, s, a, 0, false)
  redis.call('ZREM', seen, id)
end
local before, account, credit, isKept = read(who)
if sequence > before then
  taken = taken - account
  promised = promised - credit
  if isKept then kept = kept - credit end
  account = math.max(used, math.min(want, limit - taken - promised))
  taken = taken + account
  if leaves then redis.call('ZREM', seen, who) else redis.call('ZADD', seen, whole(now), who) end
  local left = math.max(0, limit - taken)
  credit = math.max(0, math.min(math.floor((left - missing()) / (alive() + 1)), left - promised))
  if leaves then credit = 0 end
  promised = promised + credit
  write(who, sequence, account, credit, false)
end
redis.call('HSET', hash, 'taken', whole(taken), 'promised', whole(promised), 'kept', whole(kept))
redis.call('PEXPIRE', hash, ttl)
redis.call('PEXPIRE', seen, ttl)
return { account, taken + missing(), alive(), credit }`

/** KEYS: customers. ARGV: how long one lives, then tokens and money of each. */
const customersScript = `
local sums = {}
for i, key in ipairs(KEYS) do
  sums[2 * i - 1] = redis.call('HINCRBY', key, 'tokens', ARGV[2 * i])
  sums[2 * i] = redis.call('HINCRBY', key, 'money', ARGV[2 * i + 1])
  redis.call('PEXPIRE', key, ARGV[1])
end
return sums`

/** In one slot of a Cluster. A digest, of one length whatever the id; it hides no id that can be guessed. */
const customerKey = (customer: string, hour: number): string =>
  `budget:{budget}:customer:${hour}:${hash("sha256", customer, "base64url").slice(0, 22)}`

const numbers = (reply: unknown, count: number): ReadonlyArray<number> => {
  const list = Array.isArray(reply) ? reply.map(Number) : []
  if (list.length === count && list.every(Number.isFinite)) return list
  throw new Error("Redis answered something else than numbers")
}

const failed = (cause: { readonly message: string }) =>
  new BudgetStoreError({ detail: cause.message, cause })

/** Without `REDIS_URL` this process counts alone. */
export const layerRedisBudgetStore: Layer.Layer<BudgetStore, never, RedisConnection> = Layer.unwrap(
  Effect.map(RedisConnection, (redis) =>
    redis.configured ? Layer.succeed(BudgetStore, inRedis(redis)) : BudgetStore.layerMemory,
  ),
)

const inRedis = (redis: RedisConnection["Service"]) =>
  BudgetStore.of({
    exchange: Effect.fnUntraced(function* (instance, questions) {
      const now = yield* Clock.currentTimeMillis
      return yield* redis
        .run("budget.exchange", commandMs, (client) =>
          Promise.all(
            questions.map(
              async ({ leaves, limit, pot, sequence, used, want, window, windowMs }) => {
                const key = `budget:{budget}:${pot}:${window}`
                const reply = await client.eval(
                  askScript,
                  2,
                  key,
                  `${key}:seen`,
                  instance,
                  now,
                  silentMs,
                  missedMs,
                  2 * windowMs + afterWindowMs,
                  sequence,
                  limit,
                  used,
                  want,
                  leaves ? "1" : "0",
                )
                const [account = 0, counted = 0, instances = 1, credit = 0] = numbers(reply, 4)
                return { account, counted, instances, credit }
              },
            ),
          ),
        )
        .pipe(Effect.mapError(failed))
    }),
    customers: Effect.fnUntraced(function* (told) {
      const batches = Array.from({ length: Math.ceil(told.length / customersPerScript) }, (_, at) =>
        told.slice(at * customersPerScript, (at + 1) * customersPerScript),
      )
      const sums = yield* redis
        .run("budget.customers", commandMs, (client) =>
          Promise.all(
            batches.map(async (batch) =>
              numbers(
                await client.eval(
                  customersScript,
                  batch.length,
                  ...batch.map(({ customer, hour }) => customerKey(customer, hour)),
                  customerMs,
                  ...batch.flatMap(({ money, tokens }) => [tokens, money]),
                ),
                2 * batch.length,
              ),
            ),
          ),
        )
        .pipe(Effect.mapError(failed))
      const all = sums.flat()
      return told.map((_, at) => ({ tokens: all[2 * at] ?? 0, money: all[2 * at + 1] ?? 0 }))
    }),
  })
