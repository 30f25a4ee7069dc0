/**
 * The records, options, counters and reports of a sink, of which nothing names Effect (`EffectSink.ts` has the sink): records are offered without waiting, written to a target later, and always
 * counted.
 *
 * A `must-keep` record is on disk before `offer` returns true (if the disk fails, it may go straight to a healthy
 * target, counted as `unjournaled`). A `best-effort` record is in memory only; what is dropped is counted.
 */
/** JSON data; not to be changed after it was offered. */
export interface SinkRecord {
  /** Idempotency key, not empty: delivery is at least once, and a target can tell a repetition by it. */
  readonly id: string
}

/** `accepted` = `written` + `dropped` + `pending`, at every moment. */
export interface SinkCounters {
  /** Offers that returned true, and records found in the spool at the start. */
  readonly accepted: number
  /** Left this process for good: taken by the target, or by the dead-letter queue. */
  readonly written: number
  /** Repeated attempts, counted per record. */
  readonly retried: number
  /** Records that had to leave memory and waited on disk, those found at the start included. */
  readonly spooled: number
  /** Of `written`: those that came back from disk. */
  readonly replayed: number
  /** Of `written`: those that the dead-letter queue took and not the target. */
  readonly deadLettered: number
  /** Of `written`: those that the target already had. */
  readonly duplicates: number
  /** Accepted and given up: best-effort overflow and exhausted retries, unreadable on disk. */
  readonly dropped: number
  /** Accepted and not yet written, in memory, under way, or on disk. */
  readonly pending: number
  /** Of `pending`: in memory, waiting. */
  readonly depth: number
  /** Offers that returned false; `report()` says why. */
  readonly refused: number
  /** Of `accepted`, must-keep: went to the target from memory, because the disk did not take them. */
  readonly unjournaled: number
  /** Written long ago and removed by the target to make room, such as the oldest file of a rotation. */
  readonly removed: number
  /** Of `refused`: because the spool was full or the disk refused. Anything above 0 is an alarm. */
  readonly spoolFull: number
  /** Lines of the spool whose checksum did not hold; the torn last line of a crash is one. */
  readonly corrupt: number
  /** Files of the spool that another version of this package wrote; left alone. */
  readonly unknownFiles: number
  /** Attempts to write a batch. */
  readonly batches: number
  readonly spoolBytes: number
  /** 1 while the spool is filled to 80 % or more: it will refuse before long. */
  readonly spoolAlarm: 0 | 1
}

export type RefusalReason =
  | "closed"
  | "no-id"
  | "no-json"
  | "record-too-large"
  | "spool-full"
  | "disk-refused"

export interface Histogram {
  /** Upper bounds of all buckets but the last, which has none. */
  readonly bounds: ReadonlyArray<number>
  readonly counts: ReadonlyArray<number>
  readonly sum: number
}

/** What an operator asks; reads the disk once where records wait there. */
export interface SinkReport {
  /** Since the oldest record that is neither written nor dropped was offered, under way or not. */
  readonly oldestAgeMs: number
  /** Open: the target has taken nothing for so many attempts, and is asked from time to time. */
  readonly breaker: "closed" | "open"
  readonly failingForMs: number
  readonly refusals: Readonly<Partial<Record<RefusalReason, number>>>
  /** Names the record, and the field or the limit. */
  readonly lastRefusal: string | undefined
  /** Why the disk did not take the last record that it did not take. */
  readonly lastUnjournaled: string | undefined
  readonly lastFailure: string | undefined
  readonly batchSizes: Histogram
  readonly writeMs: Histogram
}

/** A sink but for `drain`. */
export interface Offering<A extends SinkRecord> {
  readonly name: string
  /**
   * True: accepted, as its class promises. Synchronous, never throws, never waits. False: refused, and `report()` says
   * why by a `RefusalReason` and a text.
   */
  readonly offer: (record: A) => boolean
  readonly counters: () => SinkCounters
  readonly report: () => SinkReport
}

export interface BatchOptions {
  /** Most records of one write. */
  readonly count: number
  /** Most bytes of one write, as JSON (estimated for best-effort); a single record may be larger. */
  readonly bytes?: number | undefined
  /** A record waits at most so long for others. */
  readonly ageMs: number
}

export interface RetryOptions {
  /** Attempts of one batch, the first included, and failures in a row that open the breaker; 5. */
  readonly attempts?: number | undefined
  /** Full jitter: a wait is random between 0 and base * 2^failures, at most max; 100 ms, 10 s. */
  readonly baseMs?: number | undefined
  readonly maxMs?: number | undefined
  /** A record, or the whole target, may fail so long before the dead-letter queue; 5 min. */
  readonly budgetMs?: number | undefined
}

export interface Spool<A> {
  /** Each sink keeps its files in its own folder below, named after it. */
  readonly directory: string
  /** Of all its files; 256 MiB unless given. */
  readonly maxBytes?: number | undefined
  /**
   * Turns what `JSON.parse` made of a stored record into a record again; `undefined` (another version's shape), or a
   * throw, drops it, counted as `dropped` and `corrupt`.
   */
  readonly decode: (value: unknown) => A | undefined
  /** How often lines are flushed to stable storage, against a loss of the machine; 1 s. */
  readonly syncMs?: number | undefined
}

/** What both entries ask for: all but `write` and `deadLetter`, which are Effects in one and promises in the other. */
export interface PlainOptions<A extends SinkRecord> {
  /** a-z, 0-9 and hyphens. */
  readonly name: string
  /** Most records in memory; 10,000 unless given. */
  readonly capacity?: number | undefined
  readonly batch: BatchOptions
  /** Records of one key are written in the order offered. */
  readonly orderKey?: ((record: A) => string | undefined) | undefined
  /**
   * A batch from memory has at most one record of a key (`apart`, the default), or any number, in
   * their order (`together`). `write` then leaves none of a key out that stands before one it took.
   */
  readonly sameKey?: "apart" | "together" | undefined
  readonly retry?: RetryOptions | undefined
  /** 10 s unless given. */
  readonly writeDeadlineMs?: number | undefined
  /** How long closing the scope may wait for what is pending; 5 s unless given. */
  readonly drainDeadlineMs?: number | undefined
  /** A larger record, as JSON, is refused; 1,000,000 unless given, which an SQS message can carry. */
  readonly maxRecordBytes?: number | undefined
}

interface BestEffort<A> {
  readonly class: "best-effort"
  readonly spool?: undefined
  /** Who gives way when memory is full: the oldest, or any at random, which keeps a fair sample. */
  readonly overflow?: "oldest" | "sample" | undefined
  /** A record that says in the stream itself how many were dropped; it goes ahead of the next batch. */
  readonly dropNotice?: ((dropped: number) => A) | undefined
}

/**
 * - `must-keep`: on disk before `offer` returns true; survives the death of the process
 * - `best-effort`: memory only; what gives way is counted
 */
export type KeepOptions<A extends SinkRecord> =
  | { readonly class: "must-keep"; readonly spool: Spool<A> }
  | BestEffort<A>
