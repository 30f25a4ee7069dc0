/**
 * `TagVersions` shared by all instances through Redis or Valkey, single node or Cluster: tells whether a cache entry
 * is still valid, that is whether none of its tags was invalidated after the stamp with which it was written. A stamp
 * is a number of one counter in Redis, which each invalidation increases, and that counter's epoch.
 *
 * Every instance subscribes to invalidations, so that stamps and checks cost no round trip; the version of a tag that
 * was not invalidated since the subscription began is fetched once. Without the subscription each check asks Redis,
 * and without Redis no entry is valid. Gaps in the messages' numbers show lost ones within two seconds. If the counter
 * goes back, as after a failover, a new epoch begins and earlier entries are invalid. If the counter's key holds
 * something that is no counter, that is logged, the value is renamed and kept for a week, and counting begins anew.
 */
import { Clock, Effect, Layer, Option, Queue } from "effect"
import {
  ConnectionError,
  monotonicMs,
  RedisConnection,
  RedisSubscriber,
  repeatForever,
} from "@manga-assist/connections/redis"
import type { CacheError } from "../CacheError.ts"
import { makeFeedLease } from "./FeedLease.ts"
import { HeardInvalidations } from "./HeardInvalidations.ts"
import { makeInvalidationLog, readInvalidation } from "./InvalidationLog.ts"
import { storeKey } from "../stores/StoreKey.ts"
import {
  boundedTags,
  makeMemoryTagVersions,
  TagVersions,
  type VersionStamp,
} from "./TagVersions.ts"

export interface RedisTagVersionsOptions {
  /** In front of every key and channel; `tags:` unless given. */
  readonly prefix?: string | undefined
  /** 50 ms unless given. */
  readonly readDeadlineMs?: number | undefined
  /** 500 ms unless given. */
  readonly writeDeadlineMs?: number | undefined
}

export const RedisTagVersions = {
  /** For this instance alone where Redis is not configured. */
  layer: (
    options: RedisTagVersionsOptions = {},
  ): Layer.Layer<TagVersions, never, RedisConnection | RedisSubscriber> =>
    Layer.effect(TagVersions, make(options)),
}

const countEvery = "1 second"
/** Whoever overwrites the counter again and again is not fought. */
const setAsideEveryMs = 60_000

const whyOf = ({ cause, reason }: CacheError): string =>
  reason === "corrupt"
    ? "its fields are none"
    : cause instanceof ConnectionError
      ? cause.detail
      : String(cause)

/** Redis answered, but with what is no counter. */
const isOverwritten = ({ cause, reason }: CacheError) =>
  reason === "corrupt" || (cause instanceof ConnectionError && cause.reason === "rejected")

const make = Effect.fnUntraced(function* (options: RedisTagVersionsOptions) {
  const connection = yield* RedisConnection
  const subscriber = yield* RedisSubscriber
  if (!connection.configured) return makeMemoryTagVersions()
  const clock = yield* Clock.Clock
  const prefix = options.prefix ?? "tags:"
  const writeDeadlineMs = options.writeDeadlineMs ?? 500
  const log = makeInvalidationLog(connection, {
    prefix,
    readDeadlineMs: options.readDeadlineMs ?? 50,
    writeDeadlineMs,
  })
  const lease = makeFeedLease(connection, { prefix, deadlineMs: writeDeadlineMs })
  const nowMs = monotonicMs(clock)
  let liveUntil = Number.NEGATIVE_INFINITY
  const heard = new HeardInvalidations()
  let standing = false
  // One wake-up stands for all that come before it is served.
  const wakeUps = yield* Queue.dropping<void>(1)
  const lost = () => {
    heard.lost()
    Queue.offerUnsafe(wakeUps, undefined)
  }

  yield* subscriber.subscribe(log.channel, {
    onStanding: (stands) => {
      standing = stands
      lost()
    },
    onMessage: (text) => {
      const message = readInvalidation(text)
      if (Option.isNone(message)) return
      const { epoch, number, tags } = message.value
      if (!heard.message(epoch, number, tags)) lost()
    },
  })

  /** A failover lost the last invalidations: numbers are given twice, until another epoch is begun. */
  let isEpochSpoilt = false
  const beginAnew = Effect.suspend(() => {
    isEpochSpoilt = true
    heard.lost()
    return Effect.map(log.newEpoch, () => {
      isEpochSpoilt = false
      Queue.offerUnsafe(wakeUps, undefined)
    })
  })
  const hasGoneBack = (
    before: VersionStamp | undefined,
    { epoch, number }: VersionStamp,
  ): boolean => isEpochSpoilt || (before?.epoch === epoch && number < before.number)

  const count = Effect.gen(function* () {
    const { losses, heard: before } = heard
    const counted = yield* log.stamp
    if (hasGoneBack(before, counted)) return yield* beginAnew
    heard.counted(counted.epoch, counted.number, standing && heard.losses === losses)
    const askedAt = nowMs()
    liveUntil = askedAt + (yield* Effect.orElseSucceed(lease.left, () => 0))
  })
  let trouble: string | undefined
  let setAsideAt = Number.NEGATIVE_INFINITY
  const setAside = Effect.suspend(() => {
    if (nowMs() - setAsideAt < setAsideEveryMs) return Effect.void
    setAsideAt = nowMs()
    return log.setAside.pipe(
      Effect.flatMap((moved) => {
        if (moved) Queue.offerUnsafe(wakeUps, undefined)
        return moved
          ? Effect.logWarning(
              `${log.counterKey} is set aside as ${log.asideKey}: counting begins anew`,
            )
          : Effect.void
      }),
      Effect.catch((error) => Effect.logWarning(`it could not be set aside: ${whyOf(error)}`)),
    )
  })
  const troubled = (error: CacheError) =>
    Effect.suspend(() => {
      // A server that cannot say what it counted is one that has lost track, as far as can be told here.
      heard.lost()
      const isNew = trouble === undefined
      trouble = whyOf(error)
      if (!isOverwritten(error)) return Effect.void
      const why = `${log.counterKey} is no counter (${trouble}): no cached answer is served or kept`
      return Effect.andThen(isNew ? Effect.logWarning(why) : Effect.void, setAside)
    })
  const told = count.pipe(
    Effect.tap(() =>
      Effect.sync(() => {
        trouble = undefined
      }),
    ),
    Effect.catch(troubled),
  )
  yield* told
  yield* Queue.take(wakeUps).pipe(
    Effect.timeoutOption(countEvery),
    Effect.andThen(told),
    repeatForever("following invalidations"),
    Effect.forkScoped({ startImmediately: true }),
  )

  const ask = Effect.fnUntraced(function* (tags: ReadonlyArray<string>, since: VersionStamp) {
    const { losses } = heard
    const { epoch, lasts } = yield* log.versions(tags)
    if (epoch !== since.epoch || isEpochSpoilt) return false
    for (const [index, tag] of tags.entries()) {
      const last = lasts[index]
      if (last !== null && last !== undefined && losses === heard.losses) heard.learned(tag, last)
    }
    return lasts.every((last) => last !== null && last <= since.number)
  })

  const judged = (names: ReadonlyArray<string>, since: VersionStamp): boolean | undefined => {
    const verdict = heard.judge(names, since)
    return verdict === "unknown" ? undefined : verdict === "current"
  }

  return TagVersions.of({
    // What was heard is never ahead of the counter: at worst the stamp is older than need be.
    now: Effect.suspend(() =>
      heard.now === undefined ? log.stampSoon : Effect.succeed(heard.now),
    ),
    register: (tags, since) =>
      Effect.andThen(boundedTags("register-tags", tags), log.register(tags.map(storeKey), since)),
    areCurrent: (tags, since) =>
      Effect.suspend(() => {
        const names = tags.map(storeKey)
        const verdict = judged(names, since)
        return verdict === undefined ? ask(names, since) : Effect.succeed(verdict)
      }),
    areCurrentInMemory: (tags, since) => judged(tags.map(storeKey), since),
    invalidate: (tags) =>
      boundedTags("invalidate", tags).pipe(
        Effect.andThen(
          Effect.suspend(() => {
            const before = heard.heard
            return Effect.flatMap(log.invalidate(tags.map(storeKey)), (told) => {
              // Each gets a number of its own: one below the next to come was given before.
              if (hasGoneBack(before, { epoch: told.epoch, number: told.number - 1 }))
                return beginAnew
              // Its own message is still on the way.
              if (!heard.message(told.epoch, told.number, told.tags)) lost()
              return Effect.void
            })
          }),
        ),
      ),
    live: () => heard.now !== undefined && nowMs() < liveUntil,
    trouble: () => trouble,
  })
})
