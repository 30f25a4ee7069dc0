/**
 * Delivers a batch: writes it, retries, splits it, returns it to disk, dead-letters it, or drops it.
 *
 * A failed batch is retried with growing, jittered pauses, then in halves down to single records. If other records
 * succeed, the failing one is at fault and waits by itself; if none succeeds, the target is down: must-keep records
 * return to disk, best-effort ones are dead-lettered or dropped.
 */
import { Effect, Queue } from "effect"
import { attempt, type Outcome } from "./Attempt.ts"
import { fullJitter } from "./Backoff.ts"
import { canCondemn, condemn } from "./DeadLetters.ts"
import type { Held } from "./LiveQueue.ts"
import type { SinkRecord } from "../contract/Sink.ts"
import { drop, onDisk, type SinkState, spool } from "./SinkState.ts"

/** A rejected record that has nowhere to go is asked for again so much more seldom. */
const REJECTED_PAUSES = 60

export const makeDelivery = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
  hurry: Queue.Queue<void>,
) => {
  const { account, backlog, breaker, live, settings } = state
  const { backoff } = settings

  /** Waits until the target is to be asked again; a drain cuts it to the shortest pause. */
  const pause = (repetition: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      // A target that takes a part of each batch is well, and throttles: it is given time all the same.
      const own = repetition === 0 ? 0 : fullJitter(repetition, state.random(), backoff)
      const ms = Math.ceil(Math.max(own, breaker.nextTryAt - state.now()))
      if (ms <= 0) return Effect.void
      if (state.draining > 0) return Effect.sleep(Math.min(ms, backoff.baseMs))
      return Effect.asVoid(Effect.timeoutOption(Queue.take(hurry), ms))
    })

  const succeed = (ok: ReadonlyArray<Held<A>>, fromDisk: boolean): void => {
    state.underWay -= ok.length
    account.counts.written += ok.length
    if (fromDisk) {
      account.counts.replayed += ok.length
      backlog?.finish(ok)
    }
    state.journal?.done(ok.flatMap(({ position }) => (position === undefined ? [] : [position])))
  }

  /** It failed while others did not: it waits by itself, or is condemned when that has lasted. */
  const setApart = (held: Held<A>, reason: string, rejected: boolean): void => {
    if (backlog === undefined) return
    const now = state.now()
    const before = backlog.deferral(held)
    const attempts = (before?.attempts ?? 0) + 1
    const since = before?.since ?? now
    const exhausted = attempts >= settings.attempts && now - since >= settings.budgetMs
    const wait =
      (fullJitter(attempts, state.random(), backoff) + backoff.baseMs) *
      (rejected ? REJECTED_PAUSES : 1)
    const deferral = { key: held.key, attempts, since, notBefore: now + wait }
    if ((rejected || exhausted) && canCondemn(state)) {
      condemn(state, held, { attempts, reason, deferral, onDisk: true })
      return
    }
    backlog.putBack(held)
    backlog.defer(held, deferral)
  }

  /** It failed by itself and the disk does not take it: nothing is left that could keep it. */
  const giveUpInMemory = (held: Held<A>, reason: string): void => {
    if (!canCondemn(state)) drop(state, 1)
    else {
      const { attempts } = settings
      condemn(state, held, { attempts, reason, deferral: undefined, onDisk: false })
    }
  }

  /** `apart`: these failed by themselves, not with their target. */
  const giveUp = (
    rest: ReadonlyArray<Held<A>>,
    fromDisk: boolean,
    why: { readonly reason: string; readonly apart: boolean; readonly rejected?: boolean },
  ): void => {
    state.underWay -= rest.length
    if (backlog === undefined) {
      for (const held of rest) giveUpInMemory(held, why.reason)
      return
    }
    const keys = new Set(rest.flatMap(({ key }) => (key === undefined ? [] : [key])))
    const later = live.takeKeys(keys)
    for (const held of rest) {
      const kept = onDisk(state, held)
      const isOwnFault = why.rejected === true || (why.apart && !breaker.isFailing)
      if (kept === undefined && isOwnFault) giveUpInMemory(held, why.reason)
      else {
        if (!fromDisk) spool(state, kept ?? held)
        if (why.apart && kept !== undefined) setApart(kept, why.reason, why.rejected ?? false)
        else backlog.putBack(kept ?? held)
      }
    }
    // Later records of the same keys line up behind.
    for (const held of later) spool(state, held)
    state.ring()
  }

  const settle = (outcome: Outcome<A>, fromDisk: boolean): void => {
    succeed(outcome.ok, fromDisk)
    for (const { held, reason } of outcome.rejected) {
      giveUp([held], fromDisk, { reason, apart: true, rejected: true })
    }
    if (outcome.ok.length + outcome.rejected.length > 0) breaker.wrote()
    else breaker.failed(state.now(), state.random())
  }

  /**
   * Halves what fails until single records are left; what the target takes of it is written. In order,
   * and what stands behind one that fails waits with it.
   */
  const takeApart = Effect.fnUntraced(function* (
    rest: ReadonlyArray<Held<A>>,
    fromDisk: boolean,
  ): Effect.fn.Return<void, never, R> {
    let alive = false
    let reason = ""
    const failing: Array<Held<A>> = []
    // Two by themselves first: if neither is taken, it is not for what they are.
    const groups = [rest.slice(0, 1), rest.slice(1, 2), rest.slice(2)]
    const keys = new Set<string>()
    const fail = (ones: ReadonlyArray<Held<A>>): void => {
      failing.push(...ones)
      for (const { key } of ones) if (key !== undefined) keys.add(key)
    }
    const isBehind = ({ key }: Held<A>) =>
      backlog !== undefined && key !== undefined && keys.has(key)
    const behind: Array<Held<A>> = []
    for (let next = groups.shift(); next !== undefined; next = groups.shift()) {
      const group = next.filter((held) => !isBehind(held))
      if (group.length < next.length) behind.push(...next.filter(isBehind))
      if (group.length === 0) continue
      if (state.handingOver.isOpen() || (!alive && failing.length >= 2)) {
        fail(group)
        continue
      }
      account.counts.retried += group.length
      const outcome = yield* attempt(state, group)
      settle(outcome, fromDisk)
      alive ||= outcome.ok.length + outcome.rejected.length > 0
      const left = outcome.failed
      if (left.length > 0) reason = outcome.reason
      if (left.length > 1 && left.length === group.length) {
        const half = Math.ceil(left.length / 2)
        groups.unshift(left.slice(0, half), left.slice(half))
      } else fail(left)
    }
    if (alive) breaker.wrote()
    if (failing.length > 0) giveUp(failing, fromDisk, { reason, apart: alive })
    // Not tried: they wait for the one of their key, without a mark of their own.
    if (behind.length > 0) giveUp(behind, fromDisk, { reason, apart: false })
  })

  /** `suspect`: it failed by itself before, and says nothing of its target. */
  return Effect.fnUntraced(function* (
    first: ReadonlyArray<Held<A>>,
    fromDisk: boolean,
    suspect: boolean,
  ): Effect.fn.Return<void, never, R> {
    const probe = breaker.isOpen
    // What stands alone on disk can be tried again from there, and does not hold up others.
    const most =
      suspect || probe ? 1 : backlog !== undefined && first.length === 1 ? 2 : settings.attempts
    let rest = first
    state.underWay += first.length
    for (let tries = 1; ; tries += 1) {
      yield* pause(tries - 1)
      if (tries > 1) account.counts.retried += rest.length
      const outcome = yield* attempt(state, rest)
      const none = outcome.failed.length === rest.length && rest.length > 0
      rest = outcome.failed
      if (none && suspect && !probe) {
        giveUp(rest, fromDisk, { reason: outcome.reason, apart: true })
        return
      }
      settle(outcome, fromDisk)
      if (rest.length === 0) return
      const { reason } = outcome
      if (!none && backlog !== undefined) {
        giveUp(rest, fromDisk, { reason, apart: true })
        return
      }
      const isLast = tries >= most || state.handingOver.isOpen()
      if (!isLast && !(breaker.isOpen && outcome.hung)) continue
      if (none && rest.length > 1 && !outcome.hung) yield* takeApart(rest, fromDisk)
      else giveUp(rest, fromDisk, { reason, apart: rest.length === 1 })
      return
    }
  })
}
