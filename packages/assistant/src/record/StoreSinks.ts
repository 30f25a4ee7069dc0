/**
 * The live sinks: session turns and ratings to DynamoDB, answers to the cache; audit, analytics and measurements to
 * the targets of `SinkTargets`.
 *
 * Must-keep records are on disk before they count as accepted, and are written when their target is back. Personal
 * data is removed from the texts of the audit before anything is on disk; users of audit and analytics get a pseudonym
 * before a record leaves for its target (`OfCustomers.ts`).
 */
import {
  dynamoWriter,
  makeSink,
  type Measurement,
  type SinkCounters,
  type SinkOptions,
  type SinkRecord,
  type SinkReport,
  type WriteAnswer,
} from "@manga-assist/async-sinks"
import { DynamoDocuments } from "@manga-assist/connections"
import { Clock, Context, Effect, Layer, Option, Schema } from "effect"
import { CachedAnswers } from "../answers/CachedAnswer.ts"
import { documentCalls } from "../conversation/session/DocumentCalls.ts"
import { SessionStore } from "../conversation/session/SessionStore.ts"
import { cleanedAudit } from "./CleanedAudit.ts"
import { dataFolder } from "./DataFolder.ts"
import { makeCustomers, ofCustomers } from "./OfCustomers.ts"
import { measureSinks } from "./SinkMeasurements.ts"
import { AnswerRecord } from "../answers/AnswerRecord.ts"
import { AuditRecord, FeedbackRecord, SessionRecord } from "./SinkRecords.ts"
import { sinkTargets } from "./SinkTargets.ts"
import { watchSinks } from "./SinkWatch.ts"
import { stopSinks } from "./StopSinks.ts"
import { StoreTables } from "../conversation/session/StoreTables.ts"
import { type AnalyticsRecord, TurnSinks } from "./TurnSinks.ts"

const decoder = <A>(schema: Schema.Codec<A>) => {
  const decode = Schema.decodeUnknownOption(schema)
  return (value: unknown) => Option.getOrUndefined(decode(value))
}

const spool = <A>(directory: string, schema: Schema.Codec<A>) => ({
  directory,
  decode: decoder(schema),
})

const reoffering = <A>(schema: Schema.Codec<A>, offer: (record: A) => boolean) => {
  const decode = decoder(schema)
  return (value: unknown): boolean => {
    const record = decode(value)
    return record !== undefined && offer(record)
  }
}

const writeMs = 2_000
/** Ratings are kept a year. */
const feedbackSeconds = 365 * 24 * 60 * 60
/** What one page of metrics has to say of a sink: is anything lost, and how far behind is it? */
interface SinkNumbers extends SinkCounters {
  readonly oldestAgeMs: number
  /** 1 while its target takes nothing. */
  readonly breakerOpen: 0 | 1
  /** Of all attempts together; with `batches`, the mean. */
  readonly writeMsSum: number
}

/** Counters and reports of every sink, by name, for the metrics. */
export class SinkMetrics extends Context.Service<
  SinkMetrics,
  {
    readonly counters: () => Readonly<Record<string, SinkNumbers>>
    readonly reports: () => Readonly<Record<string, SinkReport>>
    /** What is wrong with records that must be kept, now or half a minute ago; undefined: nothing. */
    readonly trouble: () => string | undefined
    /** Offers a record from the dead-letter queue to its sink again; false: unknown or refused. */
    readonly reoffer: (sink: string, record: unknown) => boolean
    /** Writes now what is pending in every sink; true when nothing is left. */
    readonly drain: (deadlineMs: number) => Effect.Effect<boolean>
  }
>()("@manga-assist/assistant/SinkMetrics") {}

/** `StopSinks.ts` drains them all at once; one after the other would take as many times as long. */
const endingTogether = <A extends SinkRecord, E, R>(options: SinkOptions<A, E, R>) =>
  makeSink({ ...options, drainDeadlineMs: 0 })

const make = Effect.gen(function* () {
  const dataDir = yield* dataFolder
  const sessions = yield* SessionStore
  const answers = yield* CachedAnswers
  const dynamo = yield* DynamoDocuments
  const tables = yield* StoreTables
  const clock = yield* Clock.Clock
  const targets = yield* sinkTargets(dataDir)
  const cleaned = yield* cleanedAudit
  const customers = yield* makeCustomers(dynamo, tables.sessions, writeMs)
  const { deadLetter } = targets
  const directory = `${dataDir}/spool`
  const metrics = yield* endingTogether({
    name: "metrics",
    class: "best-effort",
    batch: { count: 1_000, ageMs: 10_000 },
    write: targets.metrics,
  })
  const session = yield* endingTogether({
    name: "session",
    class: "must-keep",
    // They are on disk meanwhile, and this process knows them: only another one reads them so much later.
    batch: { count: 500, ageMs: 200 },
    orderKey: (record) => record.session,
    sameKey: "together",
    writeDeadlineMs: 60_000,
    spool: spool(directory, SessionRecord),
    deadLetter,
    write: ofCustomers(customers, {
      at: ({ turn }: SessionRecord) => turn.at,
      write: (batch) =>
        Effect.map(sessions.append(batch, writeMs), (unwritten) => ({
          failed: unwritten.map(({ index }) => index),
          reason: unwritten[0] && String(unwritten[0].error),
        })),
    }),
  })
  const feedback = yield* endingTogether({
    name: "feedback",
    class: "must-keep",
    batch: { count: 25, ageMs: 50 },
    spool: spool(directory, FeedbackRecord),
    deadLetter,
    write: ofCustomers(customers, {
      at: ({ at }) => at,
      write: dynamoWriter<FeedbackRecord, unknown>({
        calls: documentCalls(dynamo, writeMs),
        table: tables.feedback,
        partitionKey: "turn",
        item: (record) => ({
          ...record,
          at: `${record.at}#${record.id}`,
          ttl: Math.ceil(record.at / 1000) + feedbackSeconds,
        }),
      }),
    }),
  })
  const audit = yield* endingTogether({
    name: "audit",
    class: "must-keep",
    batch: { count: 200, ageMs: 200 },
    spool: spool(directory, AuditRecord),
    deadLetter,
    write: ofCustomers<AuditRecord, unknown>(customers, {
      at: ({ at }) => at,
      // Its session too: whoever knows it must not find the customer by it.
      named: ({ session, user = "", ...rest }, pseudonym) => ({
        ...rest,
        session: pseudonym(session),
        user: pseudonym(user),
      }),
      write: targets.audit,
    }),
  })
  const analytics = yield* endingTogether<AnalyticsRecord | DropNotice, unknown, never>({
    name: "analytics",
    class: "best-effort",
    batch: { count: 500, ageMs: 500 },
    overflow: "sample",
    dropNotice: (dropped) => {
      const at = clock.currentTimeMillisUnsafe()
      return { id: `dropped-${at}`, at, dropped }
    },
    write: ofCustomers<AnalyticsRecord | DropNotice, unknown>(customers, {
      at: ({ at }) => at,
      named: (record, pseudonym) =>
        record.user === undefined ? record : { ...record, user: pseudonym(record.user) },
      // A count without a customer is still a count.
      nameless: (record) => {
        const { user: _user, ...rest } = record
        return rest
      },
      write: targets.analytics,
    }),
  })
  const cache = yield* endingTogether({
    name: "cache",
    class: "best-effort",
    capacity: 1_000,
    batch: { count: 50, ageMs: 5 },
    retry: { attempts: 2 },
    deadLetter,
    write: (batch: ReadonlyArray<AnswerRecord>) =>
      Effect.forEach(
        batch,
        (record) => Effect.result(answers.write(record.key, record.answer, record)),
        { concurrency: 8 },
      ).pipe(
        Effect.map((results): WriteAnswer => {
          const failed = results.flatMap(({ _tag }, index) => (_tag === "Failure" ? [index] : []))
          const broken = results.find((result) => result._tag === "Failure")
          if (failed.length > 0) {
            metrics.offer(cacheWriteFailure(clock.currentTimeMillisUnsafe(), failed.length))
          }
          return { failed, reason: broken && String(broken.failure) }
        }),
      ),
  })
  const all = [session, feedback, audit, analytics, cache, metrics]
  yield* measureSinks(all, metrics)
  const keeps = [session, feedback, audit]
  const watch = yield* watchSinks(all, keeps)
  const drain = (deadlineMs: number) =>
    Effect.forEach(all, (sink) => sink.drain(deadlineMs), { concurrency: "unbounded" }).pipe(
      Effect.map((drained) => drained.every(Boolean)),
    )
  yield* stopSinks(drain, keeps, directory)

  const again: Readonly<Record<string, (record: unknown) => boolean>> = {
    session: reoffering(SessionRecord, session.offer),
    feedback: reoffering(FeedbackRecord, feedback.offer),
    audit: reoffering(AuditRecord, audit.offer),
    cache: reoffering(AnswerRecord, cache.offer),
  }
  return {
    sinks: TurnSinks.of({
      session,
      feedback,
      answers: cache,
      audit: { offer: (record) => audit.offer(cleaned(record)) },
      analytics,
    }),
    metrics: SinkMetrics.of({
      counters: () => Object.fromEntries(all.map((sink) => [sink.name, numbersOf(sink)])),
      reports: () => Object.fromEntries(all.map((sink) => [sink.name, sink.report()])),
      trouble: watch.trouble,
      reoffer: (sink, record) => again[sink]?.(record) ?? false,
      drain,
    }),
  }
})

const numbersOf = (sink: {
  readonly counters: () => SinkCounters
  readonly report: () => SinkReport
}): SinkNumbers => {
  const { breaker, oldestAgeMs, writeMs } = sink.report()
  return {
    ...sink.counters(),
    oldestAgeMs: Math.round(oldestAgeMs),
    breakerOpen: breaker === "open" ? 1 : 0,
    writeMsSum: Math.round(writeMs.sum),
  }
}

/** In place of analytics records that had to give way. */
interface DropNotice {
  readonly id: string
  readonly at: number
  readonly user?: never
  readonly dropped: number
}

/** The name that alarms use. */
const cacheWriteFailure = (at: number, value: number): Measurement => ({
  id: `cache-write-failure-${at}`,
  at,
  metric: "CacheWriteFailure",
  value,
  unit: "Count",
})

/** Closing it delivers what is pending, within five seconds (`StopSinks.ts`). */
export const layerSinks = Layer.effectContext(
  Effect.map(make, ({ sinks, metrics }) =>
    Context.make(TurnSinks, sinks).pipe(Context.add(SinkMetrics, metrics)),
  ),
)
