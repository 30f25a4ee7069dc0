/**
 * A sink at work: one worker takes batches in turn from memory and, for must-keep, from disk.
 *
 * A batch that cannot be written is tried again with growing, jittered pauses. In the end
 * best-effort records are dropped and counted; must-keep records go back to disk, and while
 * nothing is written batches get smaller, so that one record the target never takes ends alone and
 * is tried again at its own pace. Closing the scope drains within `drainDeadlineMs`.
 */
import { Clock, Effect, Exit, Fiber, Queue, Random, type Scope } from "effect"
import { Backlog } from "./Backlog.ts"
import { fullJitter, type Backoff } from "./Backoff.ts"
import { LiveQueue, type Held } from "./LiveQueue.ts"
import { openSpool } from "./OpenSpool.ts"
import type { Sink, SinkCounters, SinkOptions, SinkRecord } from "./Sink.ts"
import { SinkError } from "./SinkError.ts"

/** The rule that the options break, if any. */
const broken = (options: {
  readonly name: string
  readonly capacity?: number | undefined
  readonly batch: { readonly count: number; readonly ageMs: number }
}): string | undefined => {
  if (!/^[a-z0-9-]{1,64}$/u.test(options.name)) return "name: 1 to 64 of a-z, 0-9 and hyphens"
  if (!(options.batch.count >= 1)) return "batch.count: at least 1"
  if (!(options.batch.ageMs >= 0)) return "batch.ageMs: 0 or more"
  if (!((options.capacity ?? 1) >= 1)) return "capacity: at least 1"
  return undefined
}

export const makeSink = Effect.fnUntraced(function* <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): Effect.fn.Return<Sink<A>, SinkError, Scope.Scope | R> {
  const { batch, name } = options
  const rule = broken(options)
  if (rule !== undefined) {
    return yield* new SinkError({ reason: "invalid-options", sink: name, detail: rule })
  }
  const capacity = options.capacity ?? 10_000
  const attempts = Math.max(1, options.retry?.attempts ?? 5)
  const backoff: Backoff = {
    baseMs: options.retry?.baseMs ?? 100,
    maxMs: options.retry?.maxMs ?? 10_000,
  }
  const writeDeadlineMs = options.writeDeadlineMs ?? 10_000
  const maxRecordBytes = options.maxRecordBytes ?? 1024 * 1024
  const batchBytes = batch.bytes ?? Number.POSITIVE_INFINITY
  const orderKey = options.orderKey ?? (() => undefined)
  const clock = yield* Clock.Clock
  const now = () => clock.currentTimeMillisUnsafe()

  const counts = {
    accepted: 0,
    written: 0,
    retried: 0,
    spooled: 0,
    replayed: 0,
    dropped: 0,
    refused: 0,
    spoolFull: 0,
    corrupt: 0,
  }
  const journal = options.class === "must-keep" ? yield* openSpool(name, options.spool) : undefined
  const backlog =
    options.class === "must-keep" && journal !== undefined
      ? new Backlog<A>(
          {
            journal,
            decode: options.spool.decode,
            orderKey,
            onLost: () => {
              counts.dropped += 1
              counts.corrupt += 1
            },
          },
          options.orderKey !== undefined,
        )
      : undefined
  if (journal !== undefined) {
    counts.corrupt = journal.corrupt
    counts.accepted = journal.waiting
    counts.spooled = journal.waiting
  }
  const live = new LiveQueue<A>()
  /** Rung when the worker may have something to do, and when it should not pause. */
  const doorbell = yield* Queue.dropping<void>(1)
  const hurry = yield* Queue.dropping<void>(1)
  const idle = new Set<() => void>()
  let underWay = 0
  let draining = 0
  let closed = false
  let failuresInRow = 0
  /** Most records of the next batch: halved when one fails whole, doubled when one succeeds. */
  let width = batch.count
  /** Nothing on disk can be picked before, since what waits is behind records that failed. */
  let blockedUntil = 0
  let lastFromDisk = false

  const pending = () => live.size + underWay + (backlog?.waiting ?? 0)
  const ring = () => Queue.offerUnsafe(doorbell, undefined)

  const spool = (held: Held<A>) => {
    counts.spooled += 1
    blockedUntil = 0
    backlog?.add(held)
    ring()
  }

  const accept = (record: A): boolean => {
    const json = journal === undefined && batch.bytes === undefined ? "" : JSON.stringify(record)
    const bytes = Buffer.byteLength(json)
    const key = orderKey(record)
    if (bytes > maxRecordBytes) return false
    const position = journal?.append(json, bytes)
    if (journal !== undefined && position === undefined) {
      counts.spoolFull += 1
      return false
    }
    const held: Held<A> = { record, key, bytes, offeredAt: now(), position }
    if (backlog !== undefined && (live.size >= capacity || backlog.blocks(key))) spool(held)
    else {
      if (live.size >= capacity && live.shift() !== undefined) counts.dropped += 1
      live.push(held)
    }
    counts.accepted += 1
    const full = live.bytes >= batchBytes && live.bytes - bytes < batchBytes
    if (live.size <= 1 || live.size === batch.count || full) ring()
    return true
  }

  const offer = (record: A): boolean => {
    try {
      if (!closed && accept(record)) return true
    } catch {
      // No JSON form, or an order key that throws: not accepted, which is what `refused` says.
    }
    counts.refused += 1
    return false
  }

  const succeed = (ok: ReadonlyArray<Held<A>>, fromDisk: boolean) => {
    counts.written += ok.length
    if (fromDisk) {
      counts.replayed += ok.length
      backlog?.finish(ok)
    }
    journal?.done(ok.flatMap(({ position }) => (position === undefined ? [] : [position])))
  }

  const giveUp = (rest: ReadonlyArray<Held<A>>, fromDisk: boolean, alone: number | undefined) => {
    if (backlog === undefined) {
      counts.dropped += rest.length
      return
    }
    const keys = new Set(rest.flatMap(({ key }) => (key === undefined ? [] : [key])))
    for (const held of rest) {
      if (!fromDisk) spool(held)
      const delay = (tries: number) => fullJitter(tries, alone ?? 0, backoff) + backoff.baseMs
      backlog.putBack(held, now(), alone === undefined ? undefined : delay)
    }
    for (const held of live.takeKeys(keys)) spool(held)
  }

  /** Waits out a failing target; a drain cuts it to the shortest pause. */
  const pause = Effect.fnUntraced(function* (failures: number) {
    const ms = fullJitter(failures, yield* Random.next, backoff)
    if (draining === 0) yield* Effect.timeoutOption(Queue.take(hurry), ms)
    if (draining > 0) yield* Effect.sleep(Math.min(ms, backoff.baseMs))
  })

  const deliver = Effect.fnUntraced(function* (first: ReadonlyArray<Held<A>>, fromDisk: boolean) {
    let rest = first
    for (let attempt = 1; rest.length > 0; attempt += 1) {
      const failures = Math.max(failuresInRow, attempt - 1)
      if (failures > 0) yield* pause(failures)
      if (attempt > 1) counts.retried += rest.length
      const exit = yield* Effect.suspend(() =>
        options.write(rest.map(({ record }) => record)),
      ).pipe(
        Effect.timeout(writeDeadlineMs),
        Effect.map((answer) => new Set(answer?.failed)),
        Effect.exit,
      )
      if (Exit.isSuccess(exit)) {
        const failed = exit.value
        const left = rest.filter((_, index) => failed.has(index))
        const ok = rest.filter((_, index) => !failed.has(index))
        succeed(ok, fromDisk)
        underWay -= ok.length
        rest = left
        failuresInRow = ok.length > 0 ? 0 : failuresInRow + 1
        width = ok.length > 0 ? Math.min(batch.count, width * 2) : width
      } else failuresInRow += 1
      const whole = rest.length === first.length
      // Only must-keep lets single failures go back at once: disk keeps them, others go on.
      const leave = backlog !== undefined && !whole
      if (rest.length > 0 && (leave || attempt >= attempts || failuresInRow > attempts)) {
        const alone = !whole || rest.length === 1 ? yield* Random.next : undefined
        if (whole) width = Math.max(1, Math.floor(rest.length / 2))
        giveUp(rest, fromDisk, alone)
        underWay -= rest.length
        rest = []
      }
    }
  })

  const step = Effect.gen(function* () {
    const at = now()
    const oldest = live.oldest
    const full = live.size >= batch.count || live.bytes >= batchBytes || draining > 0
    const liveAt = oldest === undefined ? Infinity : full ? at : oldest.offeredAt + batch.ageMs
    const diskAt = Math.max(backlog?.readyAt(at) ?? Infinity, blockedUntil)
    const fromDisk = diskAt <= at && (liveAt > at || !lastFromDisk)
    if (!fromDisk && liveAt > at) {
      const until = Math.min(liveAt, diskAt)
      const rung = Queue.take(doorbell)
      yield* until === Infinity ? rung : Effect.timeoutOption(rung, until - at)
      return
    }
    const limits = { count: width, bytes: batchBytes }
    const isLive = (key: string) => live.hasKey(key)
    const picked = fromDisk ? (backlog?.pick(at, limits, isLive) ?? []) : live.pick(limits)
    lastFromDisk = fromDisk
    if (fromDisk && picked.length === 0) blockedUntil = backlog?.nextDeferred() ?? 0
    underWay += picked.length
    yield* deliver(picked, fromDisk)
    // What waits on disk may have stood behind what was in memory.
    if (!fromDisk) blockedUntil = 0
    if (pending() > 0) return
    for (const wake of idle) wake()
  })

  const drain = (deadlineMs: number): Effect.Effect<boolean> =>
    Effect.suspend(() => {
      if (pending() === 0 || closed) return Effect.succeed(pending() === 0)
      draining += 1
      ring()
      Queue.offerUnsafe(hurry, undefined)
      const empty = Effect.callback<void>((resume) => {
        const wake = () => resume(Effect.void)
        idle.add(wake)
        return Effect.sync(() => idle.delete(wake))
      })
      return empty.pipe(
        Effect.timeoutOption(deadlineMs),
        Effect.map(() => pending() === 0),
        Effect.ensuring(
          Effect.sync(() => {
            draining -= 1
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
      yield* drain(options.drainDeadlineMs ?? 5_000)
      closed = true
      yield* Effect.timeoutOption(Fiber.interrupt(worker), 1_000)
      // Must-keep records stay on disk; best-effort ones end here, and the counters say so.
      if (backlog !== undefined) return
      counts.dropped += live.size + underWay
      underWay = 0
      while (live.shift() !== undefined);
    }),
  )

  const counters = (): SinkCounters => ({
    ...counts,
    pending: pending(),
    spoolBytes: journal?.bytes ?? 0,
  })
  return { name, offer, drain, counters }
})
