/**
 * Elects one leader among many processes by a lock in Redis that expires and is renewed by a heartbeat. Each term has a
 * number higher than all before.
 *
 * A dead leader is replaced within `lockMs` and a heartbeat, one that stops in order at once. A process that was paused
 * or cut off learns at its next heartbeat that it leads no more; its late writes are refused by their number
 * (`FencedSet.ts`). While Redis is down nobody leads.
 */
import { RedisConnection, repeatForever } from "@manga-assist/connections/redis"
import { Clock, Deferred, Effect, Random, type Scope } from "effect"
import { randomUUID } from "node:crypto"
import { LeaderError } from "./LeaderError.ts"
import { makeLeaderLock } from "./LeaderLock.ts"
import type { LeadershipOptions } from "./LeadershipOptions.ts"

export interface Term {
  /** Higher than that of any term before. */
  readonly number: number
  /** Succeeds when the lead is known to be lost. */
  readonly lost: Effect.Effect<void>
  /** Asks the lock now; fails as `not-leading` or `store`. */
  readonly confirm: Effect.Effect<void, LeaderError>
}

export interface Leadership {
  /** Waits until this process leads. */
  readonly term: Effect.Effect<Term>
  readonly current: () => Term | undefined
  /** Why the lock could not be asked the last time; `undefined` where it answered. */
  readonly trouble: () => LeaderError | undefined
}

/** Of the only process there is. */
export const leadAlone = (): Leadership => {
  const term: Term = { number: 1, lost: Effect.never, confirm: Effect.void }
  return { term: Effect.succeed(term), current: () => term, trouble: () => undefined }
}

/** Closing the scope gives the lead up. Without a configured Redis this process leads alone. */
export const makeLeadership = (
  options: LeadershipOptions,
): Effect.Effect<Leadership, never, RedisConnection | Scope.Scope> =>
  Effect.flatMap(RedisConnection, (redis) =>
    redis.configured ? elected(redis, options) : Effect.sync(leadAlone),
  )

const elected = Effect.fnUntraced(function* (
  redis: RedisConnection["Service"],
  { heartbeatMs = 1_000, key, lockMs = 4_000, onTrouble }: LeadershipOptions,
): Effect.fn.Return<Leadership, never, Scope.Scope> {
  const lock = makeLeaderLock(redis, { key, lockMs }, randomUUID())
  // Monotonic: no clock step ends or prolongs a lead.
  const nowMs = Clock.clockWith(({ monotonicTimeNanos }) =>
    Effect.map(monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n)),
  )
  let held: { readonly term: Term; readonly over: Deferred.Deferred<void> } | undefined
  let confirmedAt = 0
  let trouble: LeaderError | undefined
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
                  new LeaderError({ reason: "not-leading", detail: `lead ${number} is over` }),
                ),
              ),
        ),
      )

  const begin = Effect.fnUntraced(function* (number: number) {
    const over = yield* Deferred.make<void>()
    held = { over, term: { number, lost: Deferred.await(over), confirm: confirm(number) } }
    yield* Effect.logInfo("this process leads", { lead: number })
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
      Effect.fnUntraced(function* (error: LeaderError) {
        const now = yield* nowMs
        trouble = error
        if (!isTroubleTold && now - answeredAt >= lockMs) {
          isTroubleTold = true
          yield* Effect.logWarning(
            `this process cannot lead, the lock cannot be asked: ${error.message}`,
          )
          yield* Effect.exit(Effect.sync(() => onTrouble?.(error)))
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
  return { term, current: () => held?.term, trouble: () => trouble }
})
