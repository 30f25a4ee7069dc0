/**
 * Shares one computation between all callers with the same key in many instances; each of them receives its chunks.
 *
 * Within an instance it works as `SingleFlight`. Between instances one leads and the others follow through Redis. If
 * the leader dies, a follower takes over within a second unless it has already received a chunk: two texts are never
 * mixed, so its callers fail with `leader-lost`. Without Redis each instance computes for itself.
 */
import { randomUUID } from "node:crypto"
import { Clock, Effect, type Scope } from "effect"
import { monotonicMs, RedisConnection, RedisSubscriber } from "@manga-assist/connections/redis"
import { CacheError } from "../CacheError.ts"
import { makeFlightFollower } from "./FlightFollower.ts"
import { makeFlightLeader } from "./FlightLeader.ts"
import { makeFlightLog } from "./FlightLog.ts"
import { type FlightSchemas, makeFlightWire } from "./FlightWire.ts"
import {
  type Gate,
  type Joined,
  makeSingleFlight,
  type SingleFlight,
  type SingleFlightOptions,
} from "./SingleFlight.ts"

export interface SharedFlightOptions<Chunk, A, E>
  extends FlightSchemas<Chunk, A, E>, SingleFlightOptions {
  /** In front of every key; `flight:` unless given. */
  readonly prefix?: string | undefined
}

/** After a failure to reach Redis. */
const pauseMs = 1_000
/** So many lost leaders in a row, and the caller computes for itself. */
const maxLeaders = 5

export interface SharedFlight<Chunk, A, E> extends Pick<SingleFlight<Chunk, A, E>, "size"> {
  /** As of `SingleFlight`. */
  readonly join: <R>(
    key: string,
    compute: (push: (chunk: Chunk) => void) => Effect.Effect<A, E, R>,
    onChunk: (chunk: Chunk) => void,
    gate?: Gate,
  ) => Effect.Effect<Joined<A>, E | CacheError, R>
}

/** What a computation began with is told to other instances by its token. */
const tokenWith = (mark = "") => `${randomUUID()} ${mark}`
const markIn = (token: string) => token.split(" ").slice(1).join(" ")

/**
 * `leader` is true for one caller of all instances at most. A computation whose callers have left goes
 * on while other instances follow it; keep what it yields from within it, not from its first caller.
 */
export const makeSharedFlight = Effect.fnUntraced(function* <Chunk, A, E = never>(
  options: SharedFlightOptions<Chunk, A, E>,
): Effect.fn.Return<
  SharedFlight<Chunk, A, E>,
  never,
  RedisConnection | RedisSubscriber | Scope.Scope
> {
  const connection = yield* RedisConnection
  const subscriber = yield* RedisSubscriber
  if (!connection.configured) return yield* makeSingleFlight<Chunk, A, E>(options)
  const log = makeFlightLog(connection, options.prefix ?? "flight:")
  const wire = makeFlightWire(options)
  const { lead } = yield* makeFlightLeader(log, wire)
  const follow = makeFlightFollower(log, wire, subscriber)
  const local = yield* makeSingleFlight<Chunk, { value: A; led: boolean }, E | CacheError>(options)
  const nowMs = monotonicMs(yield* Clock.Clock)
  let pausedUntil = Number.NEGATIVE_INFINITY

  const relay = Effect.fnUntraced(function* <R>(
    key: string,
    compute: (push: (chunk: Chunk) => void) => Effect.Effect<A, E, R>,
    push: (chunk: Chunk) => void,
    gate: Gate | undefined,
    mark: string | undefined,
  ) {
    let place = key
    const own = Effect.map(
      Effect.suspend(() => compute(push)),
      (value) => ({ value, led: true }),
    )
    for (let leaders = 0; leaders < maxLeaders; leaders += 1) {
      if (nowMs() < pausedUntil) return yield* own
      const token = tokenWith(mark)
      const holder = yield* log.acquire(place, token).pipe(Effect.orElseSucceed(() => undefined))
      if (holder === undefined) {
        pausedUntil = nowMs() + pauseMs
      }
      // Without an answer the lock may be held all the same, and others wait for whoever holds it: the first record
      // tells, which Redis refuses where it is not.
      if (holder === undefined || holder === token) {
        return { value: yield* lead(place, token, compute, push), led: true }
      }
      const theirs = markIn(holder)
      if (gate !== undefined && (theirs === "" || !(yield* gate.admits(theirs)))) {
        // All whom this computation does not admit meet in one place, in whatever instance.
        place = `${key} after ${holder}`
        continue
      }
      const followed = yield* follow(place, holder, push)
      if (followed.kind === "value") return { value: followed.value, led: false }
      if (followed.kind === "error") return yield* Effect.fail(followed.error)
      if (followed.kind === "unreachable") return yield* own
      if (followed.said) {
        return yield* Effect.fail(new CacheError({ reason: "leader-lost", operation: "follow" }))
      }
    }
    return yield* own
  })

  return {
    join: (key, compute, onChunk, gate) =>
      Effect.map(
        local.join(key, (push, mark) => relay(key, compute, push, gate, mark), onChunk, gate),
        ({ leader, value: { led, value } }) => ({ value, leader: leader && led }),
      ),
    size: local.size,
  }
})
