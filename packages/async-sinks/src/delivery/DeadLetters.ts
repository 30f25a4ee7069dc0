/**
 * Decides which records become dead letters, and sends them to the dead-letter queue.
 *
 * While the queue is down there are no new dead letters: must-keep records return to disk, best-effort ones are
 * dropped and counted.
 */
import { Effect, Exit } from "effect"
import { givenEffect } from "../contract/GivenEffect.ts"
import { fullJitter } from "./Backoff.ts"
import type { Deferral } from "./Backlog.ts"
import { reasonOf } from "../contract/DeadLetter.ts"
import type { Held } from "./LiveQueue.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import { type Condemned, drop, type SinkState, spool } from "./SinkState.ts"

/** Most letters of one write, which is what an SQS request takes. */
const MAX_LETTERS = 10
/** Most that are under way, eight writes side by side: a stop has seconds for thousands. */
export const MAX_UNDER_WAY = 8 * MAX_LETTERS

export const canCondemn = <A extends SinkRecord, E, R>(state: SinkState<A, E, R>): boolean =>
  state.settings.deadLetter !== undefined &&
  state.now() >= state.deadLettersAt &&
  state.condemned.length < 100 * MAX_LETTERS

/** `onDisk`: it is known to the backlog, whose other records of its key may now go on. */
export const condemn = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  held: Held<A>,
  why: {
    readonly attempts: number
    readonly reason: string
    readonly deferral: Deferral | undefined
    readonly onDisk: boolean
  },
): void => {
  if (why.onDisk) {
    held.position?.segment.move(held.position.n, "held")
    state.backlog?.finish([held])
  }
  const { attempts, deferral, reason } = why
  state.condemned.push({ held, attempts, reason, deferral })
}

/** Sends what is condemned. However many of its writes fail, that is one failure of the queue. */
export const sendDeadLetters = Effect.fnUntraced(function* <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
): Effect.fn.Return<void> {
  const { backoff } = state.settings
  const sent = state.condemned.splice(0, MAX_UNDER_WAY)
  state.underWay += sent.length
  state.underWaySince = sent[0]?.held.at ?? 0
  const batches = Array.from({ length: Math.ceil(sent.length / MAX_LETTERS) }, (_, at) =>
    sent.slice(at * MAX_LETTERS, (at + 1) * MAX_LETTERS),
  )
  const back = yield* Effect.forEach(batches, (batch) => sendBatch(state, batch), {
    concurrency: "unbounded",
  })
  const left = back.flat()
  state.deadLetterFailures = left.length === 0 ? 0 : state.deadLetterFailures + 1
  if (left.length === 0) return
  const full = fullJitter(state.deadLetterFailures, state.random(), backoff)
  const pause = state.draining > 0 ? Math.min(full, backoff.baseMs) : full
  state.deadLettersAt = state.now() + pause
  state.underWay -= left.length
  for (const each of left) comeBack(state, each, pause)
})

/** Those that the queue did not take; they stay under way. */
const sendBatch = Effect.fnUntraced(function* <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  batch: ReadonlyArray<Condemned<A>>,
): Effect.fn.Return<ReadonlyArray<Condemned<A>>> {
  const { account, settings } = state
  const { deadLetter } = settings
  if (deadLetter === undefined) return batch
  const letters = batch.flatMap(({ held, attempts, reason }) => {
    const record = jsonOf(held)
    if (record === undefined) return []
    return [{ sink: settings.name, id: held.record.id, at: held.at, attempts, reason, record }]
  })
  const exit = yield* Effect.suspend(() => givenEffect(deadLetter.write(letters))).pipe(
    Effect.timeout(settings.writeDeadlineMs),
    Effect.exit,
  )
  const answer = Exit.isSuccess(exit) ? (exit.value ?? {}) : undefined
  const failed = new Set(answer?.failed)
  for (const { index } of answer?.rejected ?? []) failed.add(index)
  const all = answer === undefined || letters.length < batch.length
  const taken = batch.filter((_, index) => !all && !failed.has(index))
  const back = batch.filter((_, index) => all || failed.has(index))
  state.underWay -= taken.length
  account.counts.written += taken.length
  account.counts.deadLettered += taken.length
  state.journal?.done(
    taken.flatMap(({ held }) => (held.position === undefined ? [] : [held.position])),
  )
  if (back.length > 0) {
    const why = Exit.isFailure(exit) ? reasonOf(exit.cause) : (answer?.reason ?? "not taken")
    account.lastFailure = `dead-letter queue: ${why}`
  }
  return back
})

const comeBack = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  { deferral, held }: Condemned<A>,
  pause: number,
): void => {
  if (state.backlog === undefined) {
    drop(state, 1)
    return
  }
  spool(state, held)
  if (deferral === undefined) return
  state.backlog.defer(held, { ...deferral, notBefore: state.now() + pause })
}

const jsonOf = <A extends SinkRecord>(held: Held<A>): string | undefined => {
  try {
    held.json ??= JSON.stringify(held.record)
    return held.json
  } catch {
    return undefined
  }
}
