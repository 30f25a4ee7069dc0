/**
 * Measures what writing records to real servers (moto) costs this process: through a sink, with an `await` per record,
 * and with a promise per record. Prints one line of JSON for each figure.
 *
 * Processor time is this process's own; the server is another one, so wall-clock time says little.
 */
import {
  dynamoWriter,
  kinesisWriter,
  logsWriter,
  makeSink,
  type SinkRecord,
  sqsDeadLetters,
  type WriteAnswer,
} from "@manga-assist/async-sinks"
import { awsClients } from "@manga-assist/async-sinks/aws"
import { pooledHttp2Handler } from "@manga-assist/connections"
import { motoServer } from "@manga-assist/real-servers"
import { DynamoDB } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"
import { Effect } from "effect"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"

const region = "ap-northeast-1"
const credentials = { accessKeyId: "test", secretAccessKey: "test" }
const count = Number(process.argv[2] ?? 1_000)

interface Line extends SinkRecord {
  readonly at: number
  readonly text: string
}

interface Way {
  readonly service: string
  readonly write: (
    batch: ReadonlyArray<Line>,
    json: (index: number) => string,
  ) => Effect.Effect<WriteAnswer, unknown>
  readonly one: (record: Line) => Promise<unknown>
}

const print = (name: string, unit: string, value: number): void => {
  process.stdout.write(`${JSON.stringify({ name, unit, value: Number(value.toPrecision(5)) })}\n`)
}

let requests = 0
const counted = (client: {
  readonly middlewareStack: {
    add: (
      middleware: (next: (args: never) => Promise<never>) => (args: never) => Promise<never>,
      options: { step: "finalizeRequest" },
    ) => void
  }
}) => {
  client.middlewareStack.add(
    (next) => (args) => {
      requests += 1
      return next(args)
    },
    { step: "finalizeRequest" },
  )
}

const measured = Effect.fnUntraced(function* (name: string, work: Effect.Effect<unknown, unknown>) {
  requests = 0
  const before = process.cpuUsage()
  const started = performance.now()
  yield* work
  const { system, user } = process.cpuUsage(before)
  const per1000 = (system + user) / count
  print(`${name}: processor time`, "ms per 1,000 records", per1000)
  print(`${name}: records a second and core`, "records/s", 1e6 / per1000)
  print(`${name}: requests`, "per 1,000 records", (requests * 1_000) / count)
  print(`${name}: time`, "ms", performance.now() - started)
})

let lines = 0
const records = (): ReadonlyArray<Line> =>
  Array.from({ length: count }, () => {
    lines += 1
    return { id: `r${lines}`, at: Date.now(), text: "続きは28巻です。".repeat(12) }
  })

const program = Effect.gen(function* () {
  const { url: endpoint } = yield* motoServer
  const handler = yield* Effect.acquireRelease(
    Effect.sync(() => pooledHttp2Handler({})),
    (owned) => Effect.sync(() => owned.destroy()),
  )
  const { kinesis, logs, sqs } = yield* awsClients({
    region,
    credentials,
    endpoint,
    requestHandler: handler,
  })
  const dynamo = new DynamoDB({ region, credentials, endpoint })
  const documents = DynamoDBDocument.from(dynamo)
  for (const client of [kinesis, logs, sqs, dynamo]) counted(client as never)
  yield* Effect.promise(async () => {
    await kinesis.createStream({ StreamName: "figures", ShardCount: 1 })
    await logs.createLogGroup({ logGroupName: "figures" })
    await logs.createLogStream({ logGroupName: "figures", logStreamName: "one" })
    await sqs.createQueue({ QueueName: "figures" })
    await dynamo.createTable({
      TableName: "figures",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    })
  })
  const queueUrl = `${endpoint}/123456789012/figures`
  const letter = (record: Line, json: string) => ({
    sink: "figures",
    id: record.id,
    at: record.at,
    attempts: 1,
    reason: "",
    record: json,
  })
  const sendLetters = sqsDeadLetters({ client: sqs, queueUrl })
  const ways: ReadonlyArray<Way> = [
    {
      service: "Kinesis",
      write: kinesisWriter<Line>({ client: kinesis, stream: "figures" }),
      one: (record) =>
        kinesis.putRecord({
          StreamName: "figures",
          PartitionKey: record.id,
          Data: Buffer.from(JSON.stringify(record)),
        }),
    },
    {
      service: "CloudWatch Logs",
      write: logsWriter<Line>({
        client: logs,
        group: "figures",
        stream: "sink",
        timestamp: ({ at }) => at,
      }),
      one: (record) =>
        logs.putLogEvents({
          logGroupName: "figures",
          logStreamName: "one",
          logEvents: [{ timestamp: record.at, message: JSON.stringify(record) }],
        }),
    },
    {
      service: "SQS",
      write: (batch, json) =>
        sendLetters(batch.map((record, index) => letter(record, json(index)))),
      one: (record) =>
        sqs.sendMessage({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(letter(record, JSON.stringify(record))),
        }),
    },
    {
      service: "DynamoDB",
      write: dynamoWriter<Line, unknown>({
        calls: {
          put: (input) =>
            Effect.tryPromise(() => documents.put({ ...input, Item: { ...input.Item } })),
          update: () => Effect.void,
        },
        table: "figures",
        partitionKey: "id",
        item: (record) => ({ ...record }),
      }),
      one: (record) => documents.put({ TableName: "figures", Item: { ...record } }),
    },
  ]
  for (const { one, service, write } of ways) {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "target-figures-"))
    const sink = yield* makeSink<Line, unknown, never>({
      name: "figures",
      class: "must-keep",
      batch: { count: 500, ageMs: 20 },
      spool: { directory, decode: (value) => value as Line },
      write,
    })
    // Connections, code and the server are warm for each way alike.
    for (const record of records().slice(0, 100)) sink.offer(record)
    yield* sink.drain(60_000)
    yield* Effect.promise(() => Promise.all(records().slice(0, 20).map(one)))
    yield* measured(
      `${service}, sink`,
      Effect.suspend(() => {
        for (const record of records()) sink.offer(record)
        return sink.drain(120_000)
      }),
    )
    yield* measured(
      `${service}, await per record`,
      Effect.promise(async () => {
        for (const record of records()) await one(record)
      }),
    )
    let lost = 0
    yield* measured(
      `${service}, promise per record`,
      Effect.promise(async () => {
        // As the source document does it: failures are looked at by nobody; here they are counted.
        const settled = await Promise.allSettled(records().map(one))
        lost = settled.filter(({ status }) => status === "rejected").length
      }),
    )
    print(`${service}, promise per record: lost`, "per 1,000 records", (lost * 1_000) / count)
    fs.rmSync(directory, { recursive: true, force: true })
  }
})
await Effect.runPromise(Effect.scoped(program))
process.exit(0)
