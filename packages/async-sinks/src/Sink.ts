/**
 * Where records go that nobody waits for: offered in a turn, written later, counted always.
 */
import type { Effect } from "effect"

/** JSON data; not to be changed after it was offered. */
export interface SinkRecord {
  /** Idempotency key: delivery is at least once, and a target can tell a repetition by it. */
  readonly id: string
}

/** `accepted` = `written` + `dropped` + `pending`, at every moment. */
export interface SinkCounters {
  /** Offers that returned true, and records found in the spool at the start. */
  readonly accepted: number
  readonly written: number
  /** Repeated attempts, counted per record. */
  readonly retried: number
  /** Records that had to leave memory and waited on disk, those found at the start included. */
  readonly spooled: number
  /** Of `written`: those that came back from disk. */
  readonly replayed: number
  /** Accepted and given up: best-effort overflow and exhausted retries, unreadable on disk. */
  readonly dropped: number
  /** Accepted and not yet written, in memory, under way, or on disk. */
  readonly pending: number
  /** Offers that returned false: no JSON form, too large, spool full or failing, sink closed. */
  readonly refused: number
  /** Of `refused`: because the spool was full or the disk refused. Anything above 0 is an alarm. */
  readonly spoolFull: number
  /** Lines of the spool whose checksum did not hold; the torn last line of a crash is one. */
  readonly corrupt: number
  readonly spoolBytes: number
}

export interface Sink<A extends SinkRecord> {
  readonly name: string
  /** True: accepted, as its class promises. Synchronous, never throws, never waits. */
  readonly offer: (record: A) => boolean
  /** Writes now what is pending; true when nothing is left, false at the deadline. */
  readonly drain: (deadlineMs: number) => Effect.Effect<boolean>
  readonly counters: () => SinkCounters
}

export interface BatchOptions {
  /** Most records of one write. */
  readonly count: number
  /** Most bytes of one write, as JSON; a single record may be larger. */
  readonly bytes?: number | undefined
  /** A record waits at most so long for others. */
  readonly ageMs: number
}

export interface RetryOptions {
  /** Attempts of one batch, the first included; 5 unless given. */
  readonly attempts?: number | undefined
  /** Full jitter: a wait is random between 0 and base * 2^failures, at most max; 100 ms, 10 s. */
  readonly baseMs?: number | undefined
  readonly maxMs?: number | undefined
}

export interface Spool<A> {
  /** Each sink keeps its files in its own folder below, named after it. */
  readonly directory: string
  /** Of all its files; 256 MiB unless given. */
  readonly maxBytes?: number | undefined
  /** Turns parsed JSON into a record again; `undefined` (another version's shape) drops it, counted. */
  readonly decode: (value: unknown) => A | undefined
}

interface CommonOptions<A extends SinkRecord, E, R> {
  /** a-z, 0-9 and hyphens. */
  readonly name: string
  /** Most records in memory; 10,000 unless given. */
  readonly capacity?: number | undefined
  readonly batch: BatchOptions
  /**
   * Writes a batch. A failure, a defect, or an end later than `writeDeadlineMs` means that nothing of
   * it counts as written; `failed` names the records (by index) that alone were not.
   */
  readonly write: (
    batch: ReadonlyArray<A>,
  ) => Effect.Effect<{ readonly failed: ReadonlyArray<number> } | void, E, R>
  /** Records of one key are written in the order offered, one per batch. */
  readonly orderKey?: ((record: A) => string | undefined) | undefined
  readonly retry?: RetryOptions | undefined
  /** 10 s unless given. */
  readonly writeDeadlineMs?: number | undefined
  /** How long closing the scope may wait for what is pending; 5 s unless given. */
  readonly drainDeadlineMs?: number | undefined
  /** A larger record, as JSON, is refused; 1 MiB unless given. */
  readonly maxRecordBytes?: number | undefined
}

/**
 * - `must-keep`: on disk before `offer` returns true; survives the death of the process
 * - `best-effort`: memory only; the oldest gives way, each counted
 */
export type SinkOptions<A extends SinkRecord, E = never, R = never> = CommonOptions<A, E, R> &
  (
    | { readonly class: "must-keep"; readonly spool: Spool<A> }
    | { readonly class: "best-effort"; readonly spool?: undefined }
  )
