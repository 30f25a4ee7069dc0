/**
 * Creates a sink: one worker writes batches from memory and, for must-keep, from disk, and dead-letters what its target
 * does not take.
 *
 * While the target is down it is probed with one record at a time. With a dead-letter queue, waiting records become
 * dead letters once the target has been down for `retry.budgetMs`. Half of a drain is the target's: while it is down,
 * or has not taken all by then, what waits becomes dead letters. Closing the scope drains within `drainDeadlineMs`.
 */
import { Clock, Effect, Fiber, Latch, Queue, Random, type Scope } from "effect"
import { makeAccount } from "./Account.ts"
import { Backlog } from "./Backlog.ts"
import { Breaker } from "./Breaker.ts"
import { canCondemn, condemn, MAX_UNDER_WAY, sendDeadLetters } from "./DeadLetters.ts"
import { attempt } from "./Attempt.ts"
import { makeDelivery } from "./Delivery.ts"
import { makeOffer } from "./Intake.ts"
import { LiveQueue } from "./LiveQueue.ts"
import { openSpool } from "../journal/OpenSpool.ts"
import { countersOf, reportOf } from "./Reporting.ts"
import type { Sink, SinkOptions } from "../contract/EffectSink.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { SinkError } from "../contract/SinkError.ts"
import { refusalOf, settingsOf } from "./SinkSettings.ts"
import { drop, onDisk, pendingOf, type SinkState, spool } from "./SinkState.ts"

/** They are read while everything else waits: some milliseconds. */
const MOST_FROM_DISK = 500

export const makeSink = Effect.fnUntraced(function* <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): Effect.fn.Return<Sink<A>, SinkError, Scope.Scope | R> {
  const refusal = refusalOf(options)
  if (refusal !== undefined) return yield* Effect.fail(refusal)
  const { name } = options
  const settings = settingsOf(options)
  const { backoff, batch } = settings
  const clock = yield* Clock.Clock
  const random = yield* Random.Random
  const account = makeAccount()
  const { counts } = account
  const opened = options.class === "must-keep" ? yield* openSpool(name, options.spool) : undefined
  const decode = options.class === "must-keep" ? options.spool.decode : undefined
  const backlog =
    opened === undefined || decode === undefined
      ? undefined
      : new Backlog<A>(
          {
            journal: opened.journal,
            decode,
            onLost: () => {
              counts.dropped += 1
              counts.corrupt += 1
            },
          },
          opened.keys,
        )
  if (opened !== undefined) {
    counts.corrupt = opened.journal.corrupt
    counts.unknownFiles = opened.journal.unknownFiles
    counts.accepted = opened.journal.waiting
    counts.spooled = opened.journal.waiting
  }
  /** Rung when the worker may have something to do, and when it should not pause. */
  const doorbell = yield* Queue.dropping<void>(1)
  const hurry = yield* Queue.dropping<void>(1)
  const idle = new Set<() => void>()
  const state: SinkState<A, E, R> = {
    settings,
    account,
    live: new LiveQueue<A>(),
    breaker: new Breaker({ attempts: settings.attempts, count: batch.count, backoff }),
    journal: opened?.journal,
    backlog,
    condemned: [],
    deadLettersAt: 0,
    deadLetterFailures: 0,
    underWay: 0,
    underWaySince: 0,
    draining: 0,
    handingOver: Latch.makeUnsafe(),
    closed: false,
    unreported: 0,
    blockedUntil: 0,
    now: () => Number(clock.monotonicTimeNanosUnsafe()) / 1_000_000,
    wallNow: () => clock.currentTimeMillisUnsafe(),
    random: () => random.nextDoubleUnsafe(),
    ring: () => Queue.offerUnsafe(doorbell, undefined),
  }
  const { breaker, live, now } = state
  const deliver = makeDelivery(state, hurry)
  const isLive = (key: string) => live.hasKey(key)
  let lastFromDisk = false

  /** The target has been down for long: what waits goes to the dead-letter queue, oldest first. */
  const takeOver = (at: number): boolean => {
    const budget = state.draining > 0 ? 0 : settings.budgetMs
    const isDown = breaker.isOpen && breaker.failingFor(at) >= budget
    if (!(isDown || state.handingOver.isOpen()) || !canCondemn(state)) return false
    const limits = { count: MAX_UNDER_WAY, bytes: Number.POSITIVE_INFINITY }
    // In a drain there is no later.
    const onDisk = backlog?.pick(at, limits, isLive, state.draining > 0) ?? []
    const picked = onDisk.length > 0 ? onDisk : live.pick(limits)
    const reason = isDown
      ? `its target is down: ${account.lastFailure ?? "?"}`
      : "its target did not take it before the sink was to end"
    for (const held of picked) {
      const { attempts } = settings
      condemn(state, held, { attempts, reason, deferral: undefined, onDisk: onDisk.length > 0 })
    }
    return picked.length > 0
  }

  const waitUntil = (until: number, queue: Queue.Queue<void>): Effect.Effect<void> => {
    const rung = Queue.take(queue)
    if (until === Number.POSITIVE_INFINITY) return rung
    return Effect.asVoid(Effect.timeoutOption(rung, Math.max(1, Math.ceil(until - now()))))
  }

  const step = Effect.gen(function* () {
    if (state.condemned.length > 0) return yield* sendDeadLetters(state)
    const at = now()
    if (takeOver(at)) return
    if (state.handingOver.isOpen()) return yield* waitUntil(state.deadLettersAt, hurry)
    if (breaker.isOpen && at < breaker.nextTryAt && state.draining === 0) {
      return yield* waitUntil(breaker.nextTryAt, hurry)
    }
    const oldest = live.oldest
    const full = live.size >= batch.count || live.bytes >= batch.bytes || state.draining > 0
    const liveAt = oldest === undefined ? Infinity : full ? at : oldest.offeredAt + batch.ageMs
    const diskAt = Math.max(backlog?.readyAt(at) ?? Infinity, state.blockedUntil)
    const fromDisk = diskAt <= at && (liveAt > at || !lastFromDisk)
    if (!fromDisk && liveAt > at) {
      if (state.unreported > 0 && oldest === undefined && at >= breaker.nextTryAt) {
        if (settings.dropNotice === undefined) state.unreported = 0
        else yield* tellDrops
        return
      }
      const noticeAt = state.unreported > 0 && oldest === undefined ? breaker.nextTryAt : Infinity
      return yield* waitUntil(Math.min(liveAt, diskAt, noticeAt), doorbell)
    }
    const most = fromDisk ? Math.min(breaker.width, MOST_FROM_DISK) : breaker.width
    const limits = { count: most, bytes: batch.bytes }
    const { corrupt } = counts
    const picked = fromDisk
      ? (backlog?.pick(at, limits, isLive) ?? [])
      : live.pick(limits, settings.sameKey)
    lastFromDisk = fromDisk
    if (fromDisk && picked.length === 0) {
      // Behind those that could not be read there may be others.
      if (counts.corrupt === corrupt) state.blockedUntil = backlog?.nextDeferred() ?? 0
      return
    }
    const [first] = picked
    const suspect = fromDisk && first !== undefined && backlog?.deferral(first) !== undefined
    state.underWaySince = first?.at ?? 0
    yield* deliver(picked, fromDisk, suspect)
    // What waits on disk may have stood behind what was in memory.
    if (!fromDisk) state.blockedUntil = 0
  }).pipe(
    Effect.tap(() =>
      Effect.sync(() => {
        if (pendingOf(state) > 0) return
        const waiting = [...idle]
        idle.clear()
        // Who is woken may drain again at once; that one waits for its own end.
        for (const wake of waiting) wake()
      }),
    ),
  )

  /** Nothing is left to carry the notice. */
  const tellDrops = Effect.suspend(() => attempt(state, [])).pipe(
    Effect.tap(() =>
      Effect.sync(() => {
        if (state.unreported > 0) breaker.failed(now(), state.random())
      }),
    ),
  )

  const drain = (deadlineMs: number): Effect.Effect<boolean> =>
    Effect.suspend(() => {
      if (pendingOf(state) === 0 || state.closed) return Effect.succeed(pendingOf(state) === 0)
      state.draining += 1
      state.ring()
      Queue.offerUnsafe(hurry, undefined)
      const empty = Effect.callback<void>((resume) => {
        const wake = () => resume(Effect.void)
        idle.add(wake)
        return Effect.sync(() => idle.delete(wake))
      })
      const handOver = Effect.suspend(() => {
        if (settings.deadLetter === undefined || pendingOf(state) === 0) return Effect.void
        state.handingOver.openUnsafe()
        // However long it was away before.
        state.deadLettersAt = 0
        state.ring()
        Queue.offerUnsafe(hurry, undefined)
        return Effect.void
      })
      return empty.pipe(
        Effect.timeoutOption(deadlineMs / 2),
        Effect.andThen(handOver),
        Effect.andThen(() =>
          pendingOf(state) === 0 ? Effect.void : Effect.timeoutOption(empty, deadlineMs / 2),
        ),
        Effect.map(() => pendingOf(state) === 0),
        Effect.ensuring(
          Effect.sync(() => {
            state.draining -= 1
            if (state.draining === 0) state.handingOver.closeUnsafe()
          }),
        ),
      )
    })

  const worker = yield* Effect.forkDetach(
    Effect.forever(
      Effect.catchCause(step, (cause) =>
        Effect.andThen(Effect.logError(`sink ${name}`, cause), Effect.sleep(1_000)),
      ),
      { disableYield: true },
    ),
    { startImmediately: true },
  )
  yield* Effect.addFinalizer(() =>
    Effect.gen(function* () {
      yield* drain(settings.drainDeadlineMs)
      state.closed = true
      yield* Effect.timeoutOption(Fiber.interrupt(worker), 1_000)
      // Must-keep records stay on disk; what is in memory alone ends here, and the counters say so.
      if (backlog !== undefined) {
        let lost = 0
        for (let held = live.shift(); held !== undefined; held = live.shift()) {
          const kept = onDisk(state, held)
          if (kept === undefined) lost += 1
          else spool(state, kept)
        }
        drop(state, lost)
        return
      }
      drop(state, pendingOf(state))
      state.underWay = 0
      state.condemned.length = 0
      while (live.shift() !== undefined);
    }),
  )
  return {
    name,
    offer: makeOffer(state),
    drain,
    counters: () => countersOf(state),
    report: () => reportOf(state),
  }
})
