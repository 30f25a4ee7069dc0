/**
 * Builds a sink's public counters, cheap enough for every metrics scrape, and its detailed report, which reads the
 * disk once when records wait there.
 */
import type { SinkCounters, SinkRecord, SinkReport } from "../contract/Sink.ts"
import { pendingOf, type SinkState } from "./SinkState.ts"

const ALARM_AT = 0.8

export const countersOf = <A extends SinkRecord, E, R>(state: SinkState<A, E, R>): SinkCounters => {
  const { journal, live } = state
  return {
    ...state.account.counts,
    pending: pendingOf(state),
    depth: live.size,
    spoolBytes: journal?.bytes ?? 0,
    spoolAlarm: journal !== undefined && journal.bytes >= ALARM_AT * journal.maxBytes ? 1 : 0,
  }
}

export const reportOf = <A extends SinkRecord, E, R>(state: SinkState<A, E, R>): SinkReport => {
  const { account, backlog, breaker, live } = state
  const now = state.now()
  const wallNow = state.wallNow()
  const inMemory = live.oldest === undefined ? 0 : now - live.oldest.offeredAt
  const underWay = state.underWay === 0 ? 0 : wallNow - state.underWaySince
  return {
    // What is being tried is as old as before: an alarm on an age that falls with each try would end itself.
    oldestAgeMs: Math.max(inMemory, underWay, backlog?.oldestAgeMs(wallNow) ?? 0),
    breaker: breaker.isOpen ? "open" : "closed",
    failingForMs: breaker.failingFor(now),
    refusals: Object.fromEntries(account.refusals),
    lastRefusal: account.lastRefusal,
    lastUnjournaled: account.lastUnjournaled,
    lastFailure: account.lastFailure,
    batchSizes: account.batchSizes.read(),
    writeMs: account.writeMs.read(),
  }
}
