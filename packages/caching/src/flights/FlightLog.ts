/**
 * The Redis data of a flight (one computation shared by callers in many instances): a lock with the token of the
 * leader, a stream of chunks for that token, and a key that tells whether anybody follows.
 *
 * Every key expires. Only the holder of the lock can write, checked in the same script, so that a paused leader
 * cannot add to another's flight. All keys of one flight share a Cluster slot.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import { channelIn, type RedisConnection } from "@manga-assist/connections/redis"
import { CacheError } from "../CacheError.ts"

/** A lock not renewed for so long is free; a follower looks every `pollMs`: noticed within a second. */
export const lockMs = 750
export const beatMs = 150
export const pollMs = 150
/** Followers keep a sign of their presence alive, for several looks. */
const presenceMs = 1_500
/** From its last record on; longer than any pause between two records. */
const streamMs = 60_000
/** Behind its end: nobody joins any more, and who follows has long read it. What was said is not to lie about. */
const endedMs = 10_000
/** On the way to an answer: not worth a longer wait than a model's round trip. */
const joinDeadlineMs = 50
const writeDeadlineMs = 200
const readDeadlineMs = 200
const recordsPerRead = 1_000

/** A lock without an end is nobody's: whoever waited for its holder would wait for ever. */
const acquireScript = `
local held = redis.call('GET', KEYS[1])
if held and redis.call('PTTL', KEYS[1]) > 0 then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`

/**
 * A lock that ended and that nobody has taken is taken again, unless records of before are gone with it.
 * -1: not the leader (any more). 1: others follow. 0: nobody does; in `leave` mode the flight ended.
 */
const appendScript = `
local held = redis.call('GET', KEYS[1])
if not held and (ARGV[6] == '0' or redis.call('EXISTS', KEYS[2]) == 1) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
elseif held ~= ARGV[1] then return -1 end
local mode = ARGV[2]
local followed = redis.call('EXISTS', KEYS[3])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if mode == 'beat' or (mode == 'leave' and followed == 1) then return followed end
redis.call('XADD', KEYS[2], '*', ARGV[6], ARGV[7])
redis.call('PEXPIRE', KEYS[2], mode == 'more' and ARGV[4] or ARGV[8])
redis.call('PUBLISH', ARGV[5], ARGV[6])
if mode ~= 'more' then redis.call('DEL', KEYS[1]) end
return followed`

export interface FlightRecord {
  /** From 0, without gaps; a repeated one is the same record again. */
  readonly index: number
  readonly text: string
}

export interface FlightRead {
  /** The leader still held the lock when the records were read. */
  readonly led: boolean
  readonly records: ReadonlyArray<FlightRecord & { readonly id: string }>
}

export const makeFlightLog = ({ run }: typeof RedisConnection.Service, prefix: string) => {
  const failed = (cause: unknown) =>
    new CacheError({ reason: "unavailable", operation: "follow", cause })

  const placeOf = (key: string) => {
    const place = `${prefix}{${hash("sha256", key, "base64url")}}`
    return {
      lock: `${place}:lock`,
      presence: `${place}:followed`,
      stream: (token: string) => `${place}:${token}`,
    }
  }

  /** Whose flight it is: this token's when nobody else's. */
  const acquire = (key: string, token: string) =>
    run("flight.acquire", joinDeadlineMs, (redis) =>
      redis.eval(acquireScript, 1, placeOf(key).lock, token, lockMs),
    ).pipe(Effect.mapError(failed), Effect.map(String))

  /**
   * Renews the lock, and adds the record. `end` also ends the flight; `leave` does so only if nobody
   * follows.
   */
  const append = (
    key: string,
    token: string,
    mode: "beat" | "more" | "end" | "leave",
    { index, text }: FlightRecord,
  ): Effect.Effect<"lost" | "followed" | "alone", CacheError> => {
    const { lock, presence, stream } = placeOf(key)
    return run("flight.append", writeDeadlineMs, (redis) =>
      redis.eval(
        appendScript,
        3,
        lock,
        stream(token),
        presence,
        token,
        mode,
        lockMs,
        streamMs,
        channelIn(redis, stream(token)),
        index,
        text,
        endedMs,
      ),
    ).pipe(
      Effect.mapError(failed),
      Effect.map((reply) => (reply === -1 ? "lost" : reply === 1 ? "followed" : "alone")),
    )
  }

  /** What came after the record `after`, and whether more may come. */
  const read = (
    key: string,
    token: string,
    after: string,
  ): Effect.Effect<FlightRead, CacheError> => {
    const { lock, presence, stream } = placeOf(key)
    const from = after === "" ? "-" : `(${after}`
    return run("flight.read", readDeadlineMs, async (redis) => {
      const [, holder, entries] = await Promise.all([
        redis.set(presence, "", "PX", presenceMs),
        redis.get(lock),
        redis.xrange(stream(token), from, "+", "COUNT", recordsPerRead),
      ])
      const records = entries.map(([id, [index = "", text = ""]]) => ({
        id,
        index: Number(index),
        text,
      }))
      return { led: holder === token, records }
    }).pipe(Effect.mapError(failed))
  }

  return {
    acquire,
    append,
    read,
    channelOf: (key: string, token: string) => placeOf(key).stream(token),
  }
}

export type FlightLog = ReturnType<typeof makeFlightLog>
