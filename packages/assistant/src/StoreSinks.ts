/**
 * The live sinks: session turns and ratings to DynamoDB, answers to the cache, audit and analytics
 * to NDJSON files under `DATA_DIR`.
 *
 * What must be kept is on disk before it counts as accepted, and is written when its target is back.
 */
import { PutCommand } from "@aws-sdk/lib-dynamodb"
import { Config, Context, Effect, Layer, Option, Schema } from "effect"
import { fileWriter, makeSink, type SinkCounters } from "@manga-assist/async-sinks"
import { DynamoDocuments } from "@manga-assist/connections"
import { CachedAnswers } from "./CachedAnswer.ts"
import { PastTurn } from "./Conversation.ts"
import { SessionStore } from "./SessionStore.ts"
import { StoreTables } from "./StoreTables.ts"
import { type AnswerRecord, TurnSinks } from "./TurnSinks.ts"

const SessionRecord = Schema.Struct({
  id: Schema.String,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  turn: PastTurn,
})
const AuditRecord = Schema.Struct({
  id: Schema.String,
  at: Schema.Finite,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  question: Schema.String,
  answer: Schema.String,
  finish: Schema.String,
  source: Schema.optionalKey(Schema.String),
  error: Schema.optionalKey(Schema.String),
})
const FeedbackRecord = Schema.Struct({
  id: Schema.String,
  at: Schema.Finite,
  session: Schema.String,
  user: Schema.optionalKey(Schema.String),
  turn: Schema.String,
  rating: Schema.Literals(["up", "down"]),
  comment: Schema.optionalKey(Schema.String),
})

const spool = <A>(directory: string, schema: Schema.Codec<A>) => {
  const decode = Schema.decodeUnknownOption(schema)
  return { directory, decode: (value: unknown) => Option.getOrUndefined(decode(value)) }
}

const writeMs = 2_000
/** Ratings are kept a year. */
const feedbackSeconds = 365 * 24 * 60 * 60

/** Counters of every sink, by name, for the metrics. */
export class SinkMetrics extends Context.Service<
  SinkMetrics,
  { readonly counters: () => Readonly<Record<string, SinkCounters>> }
>()("@manga-assist/assistant/SinkMetrics") {}

const make = Effect.gen(function* () {
  const dataDir = yield* Config.NonEmptyString("DATA_DIR").pipe(Config.withDefault(".data"))
  const sessions = yield* SessionStore
  const answers = yield* CachedAnswers
  const dynamo = yield* DynamoDocuments
  const tables = yield* StoreTables
  const directory = `${dataDir}/spool`
  const each =
    <A>(write: (record: A) => Effect.Effect<void, unknown>) =>
    (batch: ReadonlyArray<A>) =>
      Effect.forEach(batch, (record) => Effect.result(write(record)), { concurrency: 8 }).pipe(
        Effect.map((results) => ({
          failed: results.flatMap((result, index) => (result._tag === "Failure" ? [index] : [])),
        })),
      )

  const session = yield* makeSink({
    name: "session",
    class: "must-keep",
    batch: { count: 25, ageMs: 20 },
    orderKey: (record) => record.session,
    spool: spool(directory, SessionRecord),
    write: each((record: typeof SessionRecord.Type) =>
      sessions.append(record.session, record.user, record.turn, writeMs),
    ),
  })
  const feedback = yield* makeSink({
    name: "feedback",
    class: "must-keep",
    batch: { count: 25, ageMs: 50 },
    spool: spool(directory, FeedbackRecord),
    write: each((record: typeof FeedbackRecord.Type) =>
      dynamo.run("PutItem", writeMs, (client, abortSignal) =>
        client.send(
          new PutCommand({
            TableName: tables.feedback,
            Item: {
              ...record,
              at: `${record.at}#${record.id}`,
              ttl: Math.ceil(record.at / 1000) + feedbackSeconds,
            },
          }),
          { abortSignal },
        ),
      ),
    ),
  })
  const audit = yield* makeSink({
    name: "audit",
    class: "must-keep",
    batch: { count: 200, ageMs: 200 },
    spool: spool(directory, AuditRecord),
    write: fileWriter({ directory: `${dataDir}/audit`, name: "audit" }),
  })
  const analytics = yield* makeSink({
    name: "analytics",
    class: "best-effort",
    batch: { count: 500, ageMs: 500 },
    write: fileWriter({ directory: `${dataDir}/analytics`, name: "analytics" }),
  })
  const cache = yield* makeSink({
    name: "cache",
    class: "best-effort",
    capacity: 1_000,
    batch: { count: 50, ageMs: 5 },
    retry: { attempts: 2 },
    write: each((record: AnswerRecord) => answers.write(record.key, record.answer, record)),
  })
  const all = [session, feedback, audit, analytics, cache]
  return {
    sinks: TurnSinks.of({ session, feedback, audit, analytics, answers: cache }),
    metrics: SinkMetrics.of({
      counters: () => Object.fromEntries(all.map((sink) => [sink.name, sink.counters()])),
    }),
  }
})

/** Closing it writes what is pending, within five seconds; the rest of what must be kept stays on disk. */
export const layerSinks = Layer.effectContext(
  Effect.map(make, ({ sinks, metrics }) =>
    Context.make(TurnSinks, sinks).pipe(Context.add(SinkMetrics, metrics)),
  ),
)
