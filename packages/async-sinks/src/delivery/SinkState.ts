/**
 * The mutable state of one sink, shared by its intake and its delivery, with the steps that both need: drop a record,
 * move it to disk, count what is pending.
 */
import type { Latch } from "effect"
import type { Account } from "./Account.ts"
import type { Backlog, Deferral } from "./Backlog.ts"
import type { Breaker } from "./Breaker.ts"
import type { Journal } from "../journal/Journal.ts"
import type { Held, LiveQueue } from "./LiveQueue.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import type { SinkSettings } from "./SinkSettings.ts"

/** On its way to the dead-letter queue. */
export interface Condemned<A> {
  readonly held: Held<A>
  readonly attempts: number
  readonly reason: string
  /** How it had failed by itself; absent when its target as a whole was down. */
  readonly deferral: Deferral | undefined
}

export interface SinkState<A extends SinkRecord, E, R> {
  readonly settings: SinkSettings<A, E, R>
  readonly account: Account
  readonly live: LiveQueue<A>
  readonly breaker: Breaker
  /** Must-keep only, both. */
  readonly journal: Journal | undefined
  readonly backlog: Backlog<A> | undefined
  readonly condemned: Array<Condemned<A>>
  /** The dead-letter queue did not answer: not before. */
  deadLettersAt: number
  deadLetterFailures: number
  /** Records in the batch that is being written. */
  underWay: number
  /** Wall-clock milliseconds: when the oldest of them was offered. */
  underWaySince: number
  /** Drains that wait. */
  draining: number
  /** Open in the second half of a drain: what is pending is the dead-letter queue's, the target is asked no more. */
  readonly handingOver: Latch.Latch
  closed: boolean
  /** Dropped since the stream was last told. */
  unreported: number
  /** Nothing on disk can be picked before, since what waits is behind records that failed. */
  blockedUntil: number
  /** Monotonic milliseconds: a clock that is set does not stop a sink. */
  readonly now: () => number
  readonly wallNow: () => number
  readonly random: () => number
  /** Wakes the worker. */
  readonly ring: () => void
}

export const pendingOf = <A extends SinkRecord, E, R>(state: SinkState<A, E, R>): number =>
  state.live.size + state.underWay + state.condemned.length + (state.backlog?.waiting ?? 0)

export const drop = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  count: number,
): void => {
  state.account.counts.dropped += count
  state.unreported += count
}

/** Memory gives a must-keep record up: it waits on disk, where it is already, or is put now. */
export const spool = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  held: Held<A>,
): void => {
  const kept = onDisk(state, held)
  if (kept !== undefined) {
    state.account.counts.spooled += 1
    state.blockedUntil = 0
    state.backlog?.add(kept)
  } else if (state.live.size < state.settings.capacity) state.live.push(held)
  else drop(state, 1)
}

/** The record with its place on disk; undefined while the disk does not take it. */
export const onDisk = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  held: Held<A>,
): Held<A> | undefined => {
  if (held.position !== undefined || state.journal === undefined) return held
  const { at, bytes, json, key } = held
  if (json === undefined) return undefined
  const position = state.journal.append({ at, key, json }, bytes, state.now())
  return "reason" in position ? undefined : { ...held, position }
}
