/**
 * The options of a sink with every default filled in, checked by rules that name the option.
 */
import type { Backoff } from "./Backoff.ts"
import type { DeadLetterOptions } from "../contract/DeadLetter.ts"
import type { SinkOptions, SinkRecord } from "../contract/Sink.ts"

export interface SinkSettings<A extends SinkRecord, E, R> {
  readonly name: string
  readonly capacity: number
  readonly batch: { readonly count: number; readonly bytes: number; readonly ageMs: number }
  readonly write: SinkOptions<A, E, R>["write"]
  readonly orderKey: (record: A) => string | undefined
  readonly sameKey: "apart" | "together"
  readonly attempts: number
  readonly backoff: Backoff
  readonly budgetMs: number
  readonly writeDeadlineMs: number
  readonly drainDeadlineMs: number
  readonly maxRecordBytes: number
  readonly deadLetter: DeadLetterOptions | undefined
  readonly overflow: "oldest" | "sample"
  readonly dropNotice: ((dropped: number) => A) | undefined
}

/** The rule that the options break, if any. */
export const brokenRule = <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): string | undefined => {
  if (!/^[a-z0-9-]{1,64}$/u.test(options.name)) return "name: 1 to 64 of a-z, 0-9 and hyphens"
  const atLeast: ReadonlyArray<readonly [string, number | undefined, number]> = [
    ["batch.count", options.batch.count, 1],
    ["batch.ageMs", options.batch.ageMs, 0],
    ["batch.bytes", options.batch.bytes, 1],
    ["capacity", options.capacity, 1],
    ["maxRecordBytes", options.maxRecordBytes, 1],
    ["retry.attempts", options.retry?.attempts, 1],
    ["retry.baseMs", options.retry?.baseMs, 0],
    ["retry.maxMs", options.retry?.maxMs, 0],
    ["retry.budgetMs", options.retry?.budgetMs, 0],
    ["writeDeadlineMs", options.writeDeadlineMs, 1],
    ["drainDeadlineMs", options.drainDeadlineMs, 0],
    ["spool.maxBytes", options.spool?.maxBytes, 1],
    ["spool.syncMs", options.spool?.syncMs, 1],
  ]
  for (const [option, value, least] of atLeast) {
    if (value !== undefined && !(value >= least)) return `${option}: ${least} or more`
  }
  return undefined
}

export const settingsOf = <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): SinkSettings<A, E, R> => ({
  name: options.name,
  capacity: options.capacity ?? 10_000,
  batch: {
    count: options.batch.count,
    bytes: options.batch.bytes ?? Number.POSITIVE_INFINITY,
    ageMs: options.batch.ageMs,
  },
  write: options.write,
  orderKey: options.orderKey ?? (() => undefined),
  sameKey: options.sameKey ?? "apart",
  attempts: options.retry?.attempts ?? 5,
  backoff: { baseMs: options.retry?.baseMs ?? 100, maxMs: options.retry?.maxMs ?? 10_000 },
  budgetMs: options.retry?.budgetMs ?? 300_000,
  writeDeadlineMs: options.writeDeadlineMs ?? 10_000,
  drainDeadlineMs: options.drainDeadlineMs ?? 5_000,
  maxRecordBytes: options.maxRecordBytes ?? 1_000_000,
  deadLetter: options.deadLetter,
  overflow: options.class === "best-effort" ? (options.overflow ?? "oldest") : "oldest",
  dropNotice: options.class === "best-effort" ? options.dropNotice : undefined,
})
