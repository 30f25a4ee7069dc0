/**
 * The options of a sink with every default filled in, checked by rules that name the option.
 */
import {
  type Broken,
  func,
  is,
  methods,
  milliseconds,
  needed,
  number,
  object,
  oneOf,
  text,
  OptionError,
} from "@manga-assist/options"
import { packageName } from "../contract/CheckOptions.ts"
import { SinkError } from "../contract/SinkError.ts"
import type { Backoff } from "./Backoff.ts"
import type { DeadLetterOptions, SinkOptions } from "../contract/EffectSink.ts"
import type { BatchOptions, RetryOptions, SinkRecord, Spool } from "../contract/Sink.ts"

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

/** The options of both classes. */
type AllOptions = Omit<
  Extract<SinkOptions<SinkRecord, unknown, unknown>, { readonly class: "best-effort" }>,
  "class" | "spool"
> & { readonly class: string; readonly spool?: unknown }

const orMore = (least: number) => number({ least, most: Number.POSITIVE_INFINITY })
const name = is(
  "a text of 1 to 64 characters, each a-z, 0-9 or a hyphen",
  (value) => typeof value === "string" && /^[a-z0-9-]{1,64}$/u.test(value),
)
const spool = object<Spool<unknown>>({
  directory: needed(text),
  maxBytes: number({ least: 1 }),
  decode: needed(func),
  syncMs: milliseconds(1),
})
const rules = object<AllOptions>({
  name: needed(name),
  class: needed(oneOf("must-keep", "best-effort")),
  capacity: orMore(1),
  batch: needed(
    object<BatchOptions>({
      count: needed(number({ least: 1 })),
      bytes: orMore(1),
      ageMs: needed(milliseconds(0)),
    }),
  ),
  write: needed(func),
  orderKey: func,
  sameKey: oneOf("apart", "together"),
  retry: object<RetryOptions>({
    attempts: orMore(1),
    baseMs: milliseconds(0),
    maxMs: milliseconds(0),
    budgetMs: orMore(0),
  }),
  writeDeadlineMs: milliseconds(1),
  drainDeadlineMs: milliseconds(0),
  maxRecordBytes: number({ least: 1 }),
  deadLetter: methods("write"),
  spool,
  overflow: oneOf("oldest", "sample"),
  dropNotice: func,
})
const ofMustKeep = object<{ spool: unknown }>({ spool: needed(spool) })

/** What no sink of this class has: it would be given in vain. */
const vain: Readonly<Record<string, ReadonlyArray<string>>> = {
  "must-keep": ["overflow", "dropNotice"],
  "best-effort": ["spool"],
}

/** The rule that the options break, if any. */
const brokenRule = <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): Broken | undefined => {
  const broken = rules(options)
  if (broken !== undefined) return broken
  const field = vain[options.class]?.find((each) => Reflect.get(options, each) !== undefined)
  if (field !== undefined) return { field, rule: `must be left out of a ${options.class} sink` }
  return options.class === "must-keep" ? ofMustKeep({ spool: options.spool }) : undefined
}

/** Why a sink cannot be made of these options, whatever they are; `undefined` where it can. */
export const refusalOf = <A extends SinkRecord, E, R>(
  options: SinkOptions<A, E, R>,
): SinkError | undefined => {
  const broken = brokenRule(options)
  if (broken === undefined) return undefined
  const field = broken.field || "options"
  const place = { package: packageName, function: "makeSink" }
  return new SinkError({
    reason: "invalid-options",
    sink: typeof options?.name === "string" ? options.name : "?",
    detail: `${field} ${broken.rule}`,
    cause: new OptionError(place, field, broken.rule),
  })
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
