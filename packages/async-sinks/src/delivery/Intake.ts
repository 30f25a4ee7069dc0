/**
 * The offering side of a sink: synchronous, never throws, never waits.
 *
 * A must-keep record is on disk before `offer` returns true. If the disk fails, it goes from memory to a target that
 * is up. Refusals are counted by reason; the last one is reported with the limit it exceeded.
 */
import { text } from "@manga-assist/options"
import type { Position } from "../journal/Journal.ts"
import type { Held } from "./LiveQueue.ts"
import { roughSize } from "./RoughSize.ts"
import type { RefusalReason, SinkRecord } from "../contract/Sink.ts"
import { drop, type SinkState, spool } from "./SinkState.ts"

/** Best-effort records in memory, by their estimate. */
const MAX_LIVE_BYTES = 64 * 1024 * 1024

export const makeOffer = <A extends SinkRecord, E, R>(
  state: SinkState<A, E, R>,
): ((record: A) => boolean) => {
  const { account, live, settings } = state
  const { batch, capacity, maxRecordBytes } = settings
  const { backlog, journal } = state
  /** Offers since memory became full, for a fair sample. */
  let overflowing = 0

  const refuse = (record: A, reason: RefusalReason, detail: string): false => {
    account.counts.refused += 1
    account.refusals.set(reason, (account.refusals.get(reason) ?? 0) + 1)
    account.lastRefusal = `record ${idOf(record)}: ${reason}: ${detail}`
    return false
  }

  /** Around a disk that refuses: only where nothing shows that the target would refuse as well. */
  const maySkipDisk = (reason: RefusalReason, key: string | undefined): boolean =>
    reason === "disk-refused" &&
    !isFull() &&
    !state.breaker.isFailing &&
    backlog?.blocks(key) === false

  const isFull = () => live.size >= capacity || live.bytes >= MAX_LIVE_BYTES

  const overflow = (held: Held<A>): void => {
    drop(state, 1)
    if (settings.overflow === "oldest") {
      live.shift()
      live.push(held)
      return
    }
    // Reservoir sampling: each record offered since memory became full is as likely to stay.
    overflowing += 1
    const place = Math.floor(state.random() * (live.size + overflowing))
    if (place < live.size) live.replace(place, held)
  }

  const accept = (record: A): boolean => {
    if (state.closed) return refuse(record, "closed", "the sink is closed")
    const broken = text(record.id)
    if (broken !== undefined) return refuse(record, "no-id", `id ${broken.rule}`)
    const json = journal === undefined ? undefined : JSON.stringify(record)
    const bytes = json === undefined ? roughSize(record) : Buffer.byteLength(json)
    if (bytes > maxRecordBytes) {
      const detail = `${bytes} bytes, at most ${maxRecordBytes} (maxRecordBytes)`
      return refuse(record, "record-too-large", detail)
    }
    const key = settings.orderKey(record)
    const at = state.wallNow()
    const now = state.now()
    const appended =
      journal === undefined || json === undefined
        ? undefined
        : journal.append({ at, key, json }, bytes, now)
    let position: Position | undefined
    if (appended !== undefined && "reason" in appended) {
      account.lastUnjournaled = `${appended.reason}: ${appended.detail}`
      if (!maySkipDisk(appended.reason, key)) {
        account.counts.spoolFull += 1
        return refuse(record, appended.reason, appended.detail)
      }
      account.counts.unjournaled += 1
    } else position = appended
    const held: Held<A> = { record, key, bytes, offeredAt: now, at, position, json }
    account.counts.accepted += 1
    const full = isFull()
    if (backlog !== undefined && (full || backlog.blocks(key))) {
      spool(state, held)
      state.ring()
      return true
    }
    if (full) overflow(held)
    else {
      overflowing = 0
      live.push(held)
    }
    const enough = live.bytes >= batch.bytes && live.bytes - bytes < batch.bytes
    if (live.size <= 1 || live.size === batch.count || enough) state.ring()
    return true
  }

  return (record) => {
    try {
      return accept(record)
    } catch (error) {
      // No JSON form, or an order key that throws.
      return refuse(record, "no-json", error instanceof Error ? error.message : String(error))
    }
  }
}

/** Callers from plain JavaScript may offer anything. */
const idOf = (record: unknown): string =>
  typeof record === "object" && record !== null && "id" in record ? String(record.id) : "?"
