/**
 * Writes a Redis key with a fencing token: the write is refused if a leader of a later term has written the key
 * before.
 *
 * The token is the number of the writer's term. It is stored in a key of its own, which outlives the value by ten
 * minutes.
 */
import { LeaderError } from "./LeaderError.ts"

/** A fence outlives its value by so much, so that a write that is under way longer is refused too. */
const fenceMs = 600_000

/** A fence without an expiry, or one that is no number, was not written by this code and is ignored. */
const script = `
local seen = redis.call('PTTL', KEYS[2]) >= 0 and redis.pcall('GET', KEYS[2])
seen = type(seen) == 'string' and tonumber(seen) or 0
if seen > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[4])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`

/** The part of an `ioredis` client that is used. */
export interface EvalClient {
  readonly eval: (
    script: string,
    numberOfKeys: number,
    ...args: Array<string | number | Buffer>
  ) => Promise<unknown>
}

export interface FencedWrite {
  readonly key: string
  /** The key of the fence; in a Cluster it must lie in the key's slot: `fence:{<key>}`. */
  readonly fence: string
  readonly value: string | Buffer
  readonly ttlMs: number
  /** Of the term that writes; undefined where this process does not lead. */
  readonly number: number | undefined
}

/** Rejects with a `LeaderError`: `not-leading` without a number, `fenced` after a later leader's write. */
export const fencedSet = async (
  client: EvalClient,
  { fence, key, number, ttlMs, value }: FencedWrite,
): Promise<void> => {
  if (number === undefined) {
    throw new LeaderError({ reason: "not-leading", detail: "this process does not lead" })
  }
  const written = await client.eval(script, 2, key, fence, number, value, ttlMs, ttlMs + fenceMs)
  if (written === 1) return
  throw new LeaderError({ reason: "fenced", detail: `a later leader than ${number} wrote ${key}` })
}
