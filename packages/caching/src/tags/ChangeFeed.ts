/**
 * Turns changes of the data, as a change stream reports them, into tag invalidations. Once a second, if no invalidation
 * is pending, it renews a lease in Redis, which promises all instances that every change so far is invalidated
 * (`TagVersions.live`): a cache hit whose tags are current then needs no comparison with the data.
 *
 * A failed invalidation is retried until the feed's scope closes; meanwhile the lease is not renewed. Changes made
 * while no feed ran are covered at its start, by invalidating the tags that the option `everything` names: every cache
 * entry must carry one of them.
 */
import { Clock, Context, Deferred, Effect, Layer, Queue } from "effect"
import { monotonicMs, RedisConnection, repeatForever } from "@manga-assist/connections/redis"
import { leaseMs, makeFeedLease } from "./FeedLease.ts"
import { maxTags, TagVersions } from "./TagVersions.ts"

export interface ChangeFeedOptions {
  /** That of the `TagVersions`; `tags:` unless given. */
  readonly prefix?: string | undefined
  /** For one beat; 500 ms unless given. */
  readonly deadlineMs?: number | undefined
  /**
   * Tags of which every entry carries one. Invalidated before the first beat, since changes may have been
   * missed; and instead of the single tags when more than 10,000 changes wait.
   */
  readonly everything: ReadonlyArray<string>
}

export class ChangeFeed extends Context.Service<
  ChangeFeed,
  {
    /**
     * Ends when no instance serves any longer what carries these tags and was stamped before: they are invalidated, or
     * it is no longer live (after 3 s at most). A writer may wait for it before it answers. What is
     * not invalidated by then still will be, also when the caller is interrupted.
     */
    readonly changed: (tags: ReadonlyArray<string>) => Effect.Effect<void>
    /** Changes that are not invalidated yet. */
    readonly pending: () => number
  }
>()("@manga-assist/caching/ChangeFeed") {
  /** Where Redis is not configured it invalidates for this instance alone, and is live to nobody else. */
  static readonly layer = (
    options: ChangeFeedOptions,
  ): Layer.Layer<ChangeFeed, never, TagVersions | RedisConnection> =>
    Layer.effect(ChangeFeed, make(options))
}

interface Owed {
  readonly tags: ReadonlyArray<string>
  readonly waiting: ReadonlyArray<Deferred.Deferred<void>>
}

const beatEvery = "1 second"
const retryAfter = "100 millis"
const maxOwed = 10_000

/** As many of the first as fit into one invalidation; at least one. */
const firstOf = (owed: ReadonlyArray<Owed>) => {
  const tags = new Set<string>()
  const batch: Array<Owed> = []
  for (const change of owed) {
    const more = change.tags.filter((tag) => !tags.has(tag))
    if (batch.length > 0 && tags.size + more.length > maxTags) break
    for (const tag of more) tags.add(tag)
    batch.push(change)
  }
  return { batch: new Set(batch), tags: [...tags] }
}

const make = Effect.fnUntraced(function* (options: ChangeFeedOptions) {
  const clock = yield* Clock.Clock
  const tagVersions = yield* TagVersions
  const connection = yield* RedisConnection
  const lease = makeFeedLease(connection, {
    prefix: options.prefix ?? "tags:",
    deadlineMs: options.deadlineMs ?? 500,
  })
  const nowMs = monotonicMs(clock)
  let owed: ReadonlyArray<Owed> = [{ tags: options.everything, waiting: [] }]
  let liveUntil = Number.NEGATIVE_INFINITY
  const toInvalidate = yield* Queue.dropping<void>(1)
  const toBeat = yield* Queue.dropping<void>(1)

  const owe = (tags: ReadonlyArray<string>, done: Deferred.Deferred<void>) => {
    const change = { tags: tags.length > maxTags ? options.everything : tags, waiting: [done] }
    owed =
      owed.length < maxOwed
        ? [...owed, change]
        : [
            {
              tags: options.everything,
              waiting: [...owed.flatMap(({ waiting }) => waiting), done],
            },
          ]
    Queue.offerUnsafe(toInvalidate, undefined)
  }

  const invalidateFirst = Effect.gen(function* () {
    const { batch, tags } = firstOf(owed)
    yield* tagVersions.invalidate(tags)
    owed = owed.filter((change) => !batch.has(change))
    for (const { waiting } of batch) {
      for (const done of waiting) Deferred.doneUnsafe(done, Effect.void)
    }
    if (owed.length === 0) Queue.offerUnsafe(toBeat, undefined)
  }).pipe(Effect.catch(() => Effect.sleep(retryAfter)))

  yield* Effect.suspend(() => (owed.length > 0 ? invalidateFirst : Queue.take(toInvalidate))).pipe(
    repeatForever("invalidating"),
    Effect.forkScoped({ startImmediately: true }),
  )

  const mayRenew = () => {
    if (owed.length > 0) return false
    liveUntil = nowMs() + leaseMs
    return true
  }
  if (connection.configured) {
    yield* Queue.take(toBeat).pipe(
      Effect.timeoutOption(beatEvery),
      Effect.andThen(Effect.ignore(lease.renew(mayRenew))),
      repeatForever("asserting that the feed is live"),
      Effect.forkScoped({ startImmediately: true }),
    )
  }

  /** Ends when the last assertion does: nothing is asserted while something is owed. */
  const whenNotLive: Effect.Effect<void> = Effect.suspend(() => {
    const leftMs = liveUntil - nowMs()
    return leftMs < 0 ? Effect.void : Effect.andThen(Effect.sleep(leftMs + 1), whenNotLive)
  })

  return ChangeFeed.of({
    changed: (tags) =>
      Effect.suspend(() => {
        if (tags.length === 0) return Effect.void
        const done = Deferred.makeUnsafe<void>()
        owe(tags, done)
        return Effect.raceFirst(Deferred.await(done), whenNotLive)
      }),
    pending: () => owed.length,
  })
})
