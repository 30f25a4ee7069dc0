/**
 * Builds the store's sinks (queues that write records in the background) in five states. `off`: records are discarded.
 * `on`: the usual sinks, over the emulated DynamoDB and the answer cache. `instant`: the same, but table and cache
 * take each write at once. `slow`: DynamoDB takes two seconds longer for each write. `down`: no target can be reached.
 *
 * Each state but `off` has its own spool on disk. A turn reads the same emulated services in all of them; only the
 * targets of sinks differ.
 */
import {
  CachedAnswers,
  layerSinks,
  SessionStore,
  SinkMetrics,
  TurnSinks,
} from "@manga-assist/assistant"
import { CacheError } from "@manga-assist/caching"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { ConfigProvider, Context, Effect, Layer, type Scope } from "effect"
import { freePort } from "../measure/Loopback.ts"

export const sinkStates = ["off", "instant", "on", "slow", "down"] as const
export type SinkState = (typeof sinkStates)[number]

export interface SinksOfState {
  readonly sinks: TurnSinks["Service"]
  /** Offered records that were not accepted, and accepted ones that were dropped. */
  readonly lost: () => number
}

const slowMs = 2_000

const refuses = { offer: () => true }
const none: SinksOfState = {
  sinks: TurnSinks.of({
    session: refuses,
    answers: refuses,
    analytics: refuses,
    audit: refuses,
    feedback: refuses,
  }),
  lost: () => 0,
}

type Table = DynamoDocuments["Service"]

/** Reads of a turn go elsewhere: only sinks write through these. */
const tables: Readonly<Record<Exclude<SinkState, "off">, (live: Table) => Table>> = {
  on: (live) => live,
  slow: (live) =>
    DynamoDocuments.of({
      run: (operation, deadlineMs, call) =>
        Effect.delay(live.run(operation, deadlineMs, call), slowMs),
    }),
  // What the writers ask of an answer is that there is one.
  instant: () => DynamoDocuments.of({ run: () => Effect.succeed({} as never) }),
  down: () =>
    DynamoDocuments.of({
      run: (operation) =>
        Effect.fail(
          new ConnectionError({ service: "dynamodb", operation, reason: "refused", detail: "" }),
        ),
    }),
}

/** Compressing a turn belongs to its write: it would be the same without a sink. */
const appends: Readonly<Partial<Record<SinkState, Pick<SessionStore["Service"], "append">>>> = {
  instant: { append: () => Effect.succeed([]) },
}

const caches: Readonly<Partial<Record<SinkState, CachedAnswers["Service"]["write"]>>> = {
  instant: () => Effect.void,
  down: () => Effect.fail(new CacheError({ operation: "set", reason: "unavailable" })),
}

/** Names that send audit, analytics, metrics and dead letters to services that cannot be reached. */
const unreachable = Effect.map(Effect.promise(freePort), (port) => {
  const endpoint = `http://127.0.0.1:${port}`
  // The SDK's clients read these themselves; nobody else in this process uses them.
  for (const service of ["KINESIS", "CLOUDWATCH", "CLOUDWATCH_LOGS", "SQS"]) {
    process.env[`AWS_ENDPOINT_URL_${service}`] = endpoint
  }
  return {
    SINK_ANALYTICS_STREAM: "analytics",
    SINK_AUDIT_LOG_GROUP: "audit",
    SINK_METRICS: "cloudwatch",
    SINK_DEAD_LETTER_QUEUE_URL: `${endpoint}/123456789012/dead-letters`,
  }
})

type Live = SessionStore | CachedAnswers | DynamoDocuments | Layer.Services<typeof layerSinks>

/** `folder`: where spools and files lie, one folder for each state. */
export const sinksOf = Effect.fnUntraced(function* (
  state: SinkState,
  live: Context.Context<Live>,
  folder: string,
): Effect.fn.Return<SinksOfState, unknown, Scope.Scope> {
  if (state === "off") return none
  const table = tables[state](Context.get(live, DynamoDocuments))
  const answers = Context.get(live, CachedAnswers)
  const writing = Context.add(live, DynamoDocuments, table)
  const sessions = yield* Layer.build(Layer.fresh(SessionStore.layer)).pipe(
    Effect.provideContext(writing),
  )
  const sessionStore = Context.get(sessions, SessionStore)
  const names = state === "down" ? yield* unreachable : {}
  const provider = ConfigProvider.fromUnknown({
    ...process.env,
    ...names,
    DATA_DIR: `${folder}/${state}`,
  })
  const built = yield* Layer.build(Layer.fresh(layerSinks)).pipe(
    Effect.provideContext(
      Context.mergeAll(
        writing,
        Context.make(SessionStore, SessionStore.of({ ...sessionStore, ...appends[state] })),
        Context.make(
          CachedAnswers,
          CachedAnswers.of({ ...answers, write: caches[state] ?? answers.write }),
        ),
      ),
    ),
    Effect.provideService(ConfigProvider.ConfigProvider, provider),
  )
  const metrics = Context.get(built, SinkMetrics)
  return {
    sinks: Context.get(built, TurnSinks),
    lost: () =>
      Object.values(metrics.counters()).reduce(
        (total, { dropped, refused }) => total + dropped + refused,
        0,
      ),
  }
})
