/**
 * Elects one leader among many workers by a lock in Redis that expires and is renewed by a heartbeat. Each term has a
 * number higher than all before.
 *
 * A dead leader is replaced within `lockMs`, one that stops in order at once. A worker that was paused or cut off
 * learns at its next check that it leads no more, and its late writes are refused by their number (`FencedStore.ts`).
 * While Redis is down nobody leads.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections"
import { Clock, Context, Deferred, Effect, Layer, Random, type Scope } from "effect"
import { randomUUID } from "node:crypto"
import { makeLeaderLock } from "./LeaderLock.ts"
import { PrecomputeError } from "../PrecomputeError.ts"

export interface Term {
  /** Higher than that of any lead before. */
  readonly number: number
  /** Succeeds when the lead is known to be lost. */
  readonly lost: Effect.Effect<void>
  /** Asks the lock now; fails as `not-leading` or `store`. */
  readonly confirm: Effect.Effect<void, PrecomputeError>
}

/** Takeover after a death takes at most so long, and a heartbeat. */
const lockMs = 4_000
const heartbeatMs = 1_000

export class Leadership extends Context.Service<
  Leadership,
  {
    /** Waits until this worker leads. */
    readonly term: Effect.Effect<Term>
    readonly current: () => Term | undefined
    /** Why the lock could not be asked the last time; `undefined` where it answered. */
    readonly trouble: () => PrecomputeError | undefined
  }
>()("precompute/Leadership") {
  /** The one worker there is. */
  static readonly layerAlone: Layer.Layer<Leadership> = Layer.sync(Leadership, () => alone())

  /** By a lock in Redis; where Redis is not configured, as `layerAlone`. */
  static readonly layer: Layer.Layer<Leadership, never, RedisConnection> = Layer.effect(
    Leadership,
    Effect.gen(function* () {
      const redis = yield* RedisConnection
      return redis.configured ? yield* elected(redis) : alone()
    }),
  )
}

const alone = () => {
  const term: Term = { number: 1, lost: Effect.never, confirm: Effect.void }
  return Leadership.of({
    term: Effect.succeed(term),
    current: () => term,
    trouble: () => undefined,
  })
}

const elected = Effect.fnUntraced(function* (
  redis: Context.Service.Shape<typeof RedisConnection>,
): Effect.fn.Return<Context.Service.Shape<typeof Leadership>, never, Scope.Scope> {
  const lock = makeLeaderLock(redis, randomUUID(), lockMs)
  // Monotonic: no clock step ends or prolongs a lead.
  const nowMs = Clock.clockWith(({ monotonicTimeNanos }) =>
    Effect.map(monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n)),
  )
  let held: { readonly term: Term; readonly over: Deferred.Deferred<void> } | undefined
  let confirmedAt = 0
  let trouble: PrecomputeError | undefined
  let answeredAt = yield* nowMs
  let isTroubleTold = false
  let waiting = yield* Deferred.make<void>()

  const lose = Effect.suspend(() => {
    const { over } = held ?? {}
    held = undefined
    return over === undefined
      ? Effect.void
      : Effect.andThen(Effect.logWarning("the lead is lost"), Deferred.succeed(over, undefined))
  })

  const confirm = (number: number) =>
    lock
      .holds(number)
      .pipe(
        Effect.flatMap((holds) =>
          holds
            ? Effect.void
            : Effect.andThen(
                held?.term.number === number ? lose : Effect.void,
                Effect.fail(
                  new PrecomputeError({ reason: "not-leading", detail: `lead ${number} is over` }),
                ),
              ),
        ),
      )

  const begin = Effect.fnUntraced(function* (number: number) {
    const over = yield* Deferred.make<void>()
    held = { over, term: { number, lost: Deferred.await(over), confirm: confirm(number) } }
    yield* Effect.logInfo("this worker leads", { lead: number })
    const announced = waiting
    waiting = yield* Deferred.make<void>()
    yield* Deferred.succeed(announced, undefined)
  })

  const answered = nowMs.pipe(
    Effect.map((now) => {
      answeredAt = now
      isTroubleTold = false
      trouble = undefined
    }),
  )

  const beat = Effect.gen(function* () {
    const before = yield* nowMs
    if (held === undefined) {
      const number = yield* Effect.tap(lock.acquire, answered)
      if (number === undefined) return
      confirmedAt = before
      yield* begin(number)
    } else {
      const isProlonged = yield* Effect.tap(lock.prolong(held.term.number), answered)
      if (isProlonged) confirmedAt = before
      else yield* lose
    }
  }).pipe(
    Effect.catch(
      Effect.fnUntraced(function* (error: PrecomputeError) {
        const now = yield* nowMs
        trouble = error
        if (!isTroubleTold && now - answeredAt >= lockMs) {
          isTroubleTold = true
          yield* Effect.logWarning(
            `this worker cannot lead, the lock cannot be asked: ${error.message}`,
          )
        }
        if (held !== undefined && now - confirmedAt >= lockMs) yield* lose
      }),
    ),
  )

  yield* Effect.addFinalizer(() =>
    held === undefined ? Effect.void : Effect.ignore(lock.release(held.term.number)),
  )
  yield* Effect.suspend(() => beat).pipe(
    // Followers that began together do not ask together for ever.
    Effect.andThen(
      Effect.flatMap(Random.next, (share) => Effect.sleep(heartbeatMs * (0.8 + 0.4 * share))),
    ),
    repeatForever("leading"),
    Effect.forkScoped({ startImmediately: true }),
  )
  const term: Effect.Effect<Term> = Effect.suspend(() =>
    held === undefined
      ? Effect.andThen(
          Deferred.await(waiting),
          Effect.suspend(() => term),
        )
      : Effect.succeed(held.term),
  )
  return Leadership.of({ term, current: () => held?.term, trouble: () => trouble })
})
