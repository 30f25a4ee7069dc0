/**
 * The Redis commands behind `TagVersions`: the counter of invalidations, the number of the last invalidation of each
 * tag, the messages to other instances.
 *
 * The keys of each command lie in one Cluster slot. A tag whose key is missing (never registered, expired, evicted)
 * or of another type is unknown and never counts as current. A missing counter begins another epoch (a new count),
 * which makes all earlier stamps invalid.
 */
import { randomUUID } from "node:crypto"
import { Effect, Schema } from "effect"
import { channelIn, type RedisConnection } from "@manga-assist/connections/redis"
import { CacheError } from "../CacheError.ts"
import { maxTaggedMs, type VersionStamp } from "./TagVersions.ts"

const Message = Schema.fromJsonString(
  Schema.Struct({ epoch: Schema.String, number: Schema.Int, tags: Schema.Array(Schema.String) }),
)
export type Invalidation = typeof Message.Type
/** `undefined` for what this version does not write. */
export const readInvalidation = Schema.decodeUnknownOption(Message)

export interface LogOptions {
  readonly prefix: string
  readonly readDeadlineMs: number
  readonly writeDeadlineMs: number
}

/** Keeps what is no counter, whoever wrote it, out of the way for so long. */
const setAsideMs = 7 * 24 * 3_600_000
const setAsideScript = `
local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'none' then return 0 end
if kind == 'hash' then
  local text = redis.call('HGET', KEYS[1], 'number')
  local number = text and string.match(text, '^%-?%d+$') and tonumber(text)
  if not text or number and math.abs(number) <= 9007199254740991 then return 0 end
end
redis.call('RENAME', KEYS[1], KEYS[2])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1`

/** A tag is known for a day after the last entry that may carry it is gone. */
const versionTtlMs = 2 * maxTaggedMs
const member = "last"

/** Of a place that something of another kind has taken: nobody here wrote it. In one step, as another may do so too. */
const takeBackScript = `
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'none' and kind ~= 'zset' then redis.call('DEL', KEYS[1]) end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2], ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])`

const isOfAnotherKind = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith("WRONGTYPE")

type Client = Parameters<Parameters<typeof RedisConnection.Service.run>[2]>[0]

/** `GT`: of two at once the later one stays, whichever is told last; `NX`: only where nothing is known. */
const tellTag = (redis: Client, key: string, rule: "GT" | "NX", number: number) => {
  const added =
    rule === "GT" ? redis.zadd(key, "GT", number, member) : redis.zadd(key, "NX", number, member)
  return [
    added.catch((error: unknown) =>
      isOfAnotherKind(error)
        ? redis.eval(takeBackScript, 1, key, rule, number, member, versionTtlMs)
        : Promise.reject(error),
    ),
    redis.pexpire(key, versionTtlMs),
  ]
}

export const makeInvalidationLog = (
  { run }: typeof RedisConnection.Service,
  { prefix, readDeadlineMs, writeDeadlineMs }: LogOptions,
) => {
  const counterKey = `${prefix}counter`
  /** In the slot of the counter. */
  const asideKey = counterKey.includes("{")
    ? `${counterKey}:set-aside`
    : `{${counterKey}}:set-aside`
  const channel = `${prefix}invalidated`
  const versionKey = (tag: string) => `${prefix}version:${tag}`
  const failed = (operation: CacheError["operation"]) => (cause: unknown) =>
    new CacheError({ reason: "unavailable", operation, cause })
  const garbled = (operation: CacheError["operation"], cause: unknown) =>
    Effect.fail(new CacheError({ reason: "corrupt", operation, cause }))

  const stamp = (deadlineMs: number): Effect.Effect<VersionStamp, CacheError> =>
    run("tags.stamp", deadlineMs, async (redis) => {
      const held = await redis.hmget(counterKey, "epoch", "number")
      if (held[0] !== null) return held
      // Only here a write: a full or read-only server still answers the rest.
      await redis.hsetnx(counterKey, "epoch", randomUUID())
      return redis.hmget(counterKey, "epoch", "number")
    }).pipe(
      Effect.mapError(failed("read-versions")),
      Effect.flatMap(([epoch, counted]) => {
        const number = Number(counted ?? 0)
        return typeof epoch === "string" && Number.isSafeInteger(number)
          ? Effect.succeed({ epoch, number })
          : garbled("read-versions", { epoch, counted })
      }),
    )

  /** Whatever was stamped before holds no longer, for anybody. */
  const newEpoch = run("tags.epoch", writeDeadlineMs, (redis) =>
    redis.hset(counterKey, "epoch", randomUUID()),
  ).pipe(Effect.mapError(failed("read-versions")), Effect.asVoid)

  /** Moves what stands in the counter's place and is none; the next reading begins another epoch. */
  const setAside = run("tags.set-aside", writeDeadlineMs, (redis) =>
    redis.eval(setAsideScript, 2, counterKey, asideKey, setAsideMs),
  ).pipe(
    Effect.mapError(failed("read-versions")),
    Effect.map((moved) => moved === 1),
  )

  /** The last invalidation of each tag, `null` where it is unknown, and the epoch they count in. */
  const versions = (tags: ReadonlyArray<string>) =>
    run("tags.versions", readDeadlineMs, (redis) =>
      Promise.all([
        redis.hget(counterKey, "epoch"),
        Promise.all(
          tags.map((tag) =>
            redis
              .zscore(versionKey(tag), member)
              .catch((error: unknown) => (isOfAnotherKind(error) ? null : Promise.reject(error))),
          ),
        ),
      ]),
    ).pipe(
      Effect.mapError(failed("check-tags")),
      Effect.map(([epoch, scores]) => ({
        epoch,
        lasts: scores.map((score) => (score === null ? null : Number(score))),
      })),
    )

  /** A tag that is not known begins now: whether it was invalidated since the stamp, nobody can tell. */
  const register = (tags: ReadonlyArray<string>, since: VersionStamp) =>
    run("tags.register", writeDeadlineMs, async (redis) => {
      const counted = Number((await redis.hget(counterKey, "number")) ?? 0)
      if (!Number.isSafeInteger(counted)) return Promise.reject(new Error("no counter"))
      const number = Math.max(since.number, counted)
      return Promise.all(tags.flatMap((tag) => tellTag(redis, versionKey(tag), "NX", number)))
    }).pipe(Effect.mapError(failed("register-tags")), Effect.asVoid)

  /**
   * Counted first, then told to the tags, then to the instances: who reads in between asks the tags. A counter
   * that was lost counts without an epoch, which whoever reads it next begins.
   */
  const invalidate = (tags: ReadonlyArray<string>): Effect.Effect<Invalidation, CacheError> =>
    run("tags.invalidate", writeDeadlineMs, async (redis) => {
      const [number, epoch] = await Promise.all([
        redis.hincrby(counterKey, "number", 1),
        redis.hget(counterKey, "epoch"),
      ])
      await Promise.all(tags.flatMap((tag) => tellTag(redis, versionKey(tag), "GT", number)))
      const told = { epoch: epoch ?? "", number, tags }
      await redis.publish(channelIn(redis, channel), JSON.stringify(told))
      return told
    }).pipe(Effect.mapError(failed("invalidate")))

  return {
    channel,
    counterKey,
    asideKey,
    setAside,
    stampSoon: stamp(readDeadlineMs),
    stamp: stamp(writeDeadlineMs),
    newEpoch,
    versions,
    register,
    invalidate,
  }
}
