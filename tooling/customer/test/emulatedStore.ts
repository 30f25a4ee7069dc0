/** The store's tables on dynalite, and its sinks over them, as a server writes. */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
} from "@aws-sdk/client-dynamodb"
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb"
import {
  CachedAnswers,
  layerSinks,
  SessionStore,
  SinkMetrics,
  StoreTables,
  TurnSinks,
} from "@manga-assist/assistant"
import { DynamoDocuments } from "@manga-assist/connections"
import { startLocalAws } from "@manga-assist/local-aws"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { erase, exportTo, find } from "../src/Customer.ts"

export const temporary = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "customer-"))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true })),
)

/** Empty tables; the environment is this process's until the scope closes. */
export const emulated = Effect.gen(function* () {
  const dataDir = yield* temporary
  const aws = yield* Effect.acquireRelease(
    Effect.promise(() => startLocalAws({ dataDir, catalogue: false, redisUrl: null })),
    (running) => Effect.promise(() => running.close()),
  )
  const names = [
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL_DYNAMODB",
  ]
  yield* Effect.acquireRelease(
    Effect.sync(() => {
      const before = names.map((name) => [name, process.env[name]] as const)
      for (const name of names) process.env[name] = aws.environment[name]
      return before
    }),
    (before) =>
      Effect.sync(() => {
        for (const [name, value] of before) {
          if (value === undefined) delete process.env[name]
          else process.env[name] = value
        }
      }),
  )
  return yield* Layer.build(DynamoDocuments.layer).pipe(
    Effect.map((context) => Context.get(context, DynamoDocuments)),
  )
})

type Settings = Readonly<Record<string, string>>

/** One server's sinks and session store. */
export const server = Effect.fnUntraced(function* (
  dynamo: DynamoDocuments["Service"],
  settings: Settings,
) {
  const ports = Layer.mergeAll(
    Layer.succeed(DynamoDocuments, dynamo),
    StoreTables.layer,
    Layer.mock(CachedAnswers, {
      findInMemory: () => undefined,
      counters: () => {
        throw new Error("no answer is cached here")
      },
    }),
  )
  const context = yield* Layer.build(
    layerSinks.pipe(
      Layer.provideMerge(SessionStore.layer),
      Layer.provideMerge(ports),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))),
      Layer.fresh,
    ),
  )
  return {
    metrics: Context.get(context, SinkMetrics),
    sessions: Context.get(context, SessionStore),
    sinks: Context.get(context, TurnSinks),
    tables: Context.get(context, StoreTables),
  }
})

export type Server = Effect.Success<ReturnType<typeof server>>

/** A turn with all that is recorded of one. */
export const say = (
  { sinks }: Server,
  said: {
    readonly user?: string
    readonly session: string
    readonly n: number
    readonly at: number
  },
): void => {
  const { at, n, session } = said
  const who = said.user === undefined ? {} : { user: said.user }
  const id = `t-${n}-${at}`
  const question = `question ${n} of ${said.user ?? "a visitor"}`
  const turn = { turn: id, question, answer: "a", series: [], products: [], at, seq: n }
  sinks.session.offer({ id, session, ...who, turn })
  sinks.audit.offer({ id, at, session, ...who, question, answer: "a", finish: "complete" })
  sinks.analytics.offer({
    id,
    at,
    ...who,
    intent: "greeting",
    locale: "en",
    finish: "complete",
    degraded: [],
    firstContentMs: 1,
    totalMs: 2,
  })
  if (n % 2 === 0) {
    sinks.feedback.offer({ id: `${id}-${at}`, at, session, ...who, turn: id, rating: "up" })
  }
}

const provided =
  (dynamo: DynamoDocuments["Service"], settings: Settings) =>
  <A, E, R>(program: Effect.Effect<A, E, R>) =>
    program.pipe(
      Effect.provide(Layer.merge(Layer.succeed(DynamoDocuments, dynamo), StoreTables.layer), {
        local: true,
      }),
      Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings)), { local: true }),
      Effect.scoped,
    )

/** The command's jobs; each answers the lines that it prints. */
export const command = (dynamo: DynamoDocuments["Service"], settings: Settings) => {
  const run = provided(dynamo, settings)
  const printed = <E, R>(job: (print: (line: string) => void) => Effect.Effect<void, E, R>) =>
    Effect.suspend(() => {
      const lines: Array<string> = []
      return run(job((line) => void lines.push(line))).pipe(Effect.as(lines))
    })
  const quiet = () => {}
  return {
    find: (user: string, scan = false) => printed((print) => find({ user, scan }, print, quiet)),
    erase: (user: string, scan = false) => printed((print) => erase({ user, scan }, print, quiet)),
    exported: (user: string, to: string) =>
      printed((print) => exportTo({ user, scan: false, to }, print, quiet)).pipe(
        Effect.map((): unknown => JSON.parse(fs.readFileSync(to, "utf8"))),
      ),
  }
}

export const itemsOf = (dynamo: DynamoDocuments["Service"], TableName: string) =>
  dynamo
    .run("Scan", 10_000, (client, abortSignal) =>
      client.send(new ScanCommand({ TableName }), { abortSignal }),
    )
    .pipe(Effect.map(({ Items = [] }) => Items))

const indexesOf = (indexes: ReadonlyArray<GlobalSecondaryIndex> = []) =>
  indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))

/** What a restore does: a table of another name with the same keys, indexes and items. */
export const restored = Effect.fnUntraced(function* (
  dynamo: DynamoDocuments["Service"],
  from: string,
  TableName: string,
  items: ReadonlyArray<Record<string, unknown>>,
) {
  const tables = new DynamoDBClient({})
  const { Table } = yield* Effect.promise(() =>
    tables.send(new DescribeTableCommand({ TableName: from })),
  )
  yield* Effect.promise(() =>
    tables.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: Table?.KeySchema,
        AttributeDefinitions: Table?.AttributeDefinitions,
        GlobalSecondaryIndexes: indexesOf(
          Table?.GlobalSecondaryIndexes as ReadonlyArray<GlobalSecondaryIndex> | undefined,
        ),
      }),
    ),
  )
  tables.destroy()
  yield* Effect.forEach(items, (Item) =>
    dynamo.run("PutItem", 10_000, (client) => client.send(new PutCommand({ TableName, Item }))),
  )
})
