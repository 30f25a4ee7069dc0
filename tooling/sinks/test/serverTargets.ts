/** Targets on real servers, each with a way to read back what a reader of it sees. */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { waitUntilStreamExists } from "@aws-sdk/client-kinesis"
import { DynamoDB } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"
import { dynamoWriter, kinesisWriter, logsWriter } from "@manga-assist/async-sinks"
import { awsClients } from "@manga-assist/async-sinks/aws"
import type { SuiteRecord } from "@manga-assist/async-sinks/testing"
import { pooledHttp2Handler } from "@manga-assist/connections"
import { type Cause, Effect, type Scope } from "effect"

const region = "ap-northeast-1"
const credentials = { accessKeyId: "test", secretAccessKey: "test" }

let made = 0
/** A name nobody has used on this server. */
export const fresh = (prefix: string): string => `${prefix}-${(made += 1)}`

export const temporary: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "sinks-"))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true })),
)

/** Kinesis over the pool, whose HTTP/1.1 carries it where the server has no other. */
const pool = Effect.acquireRelease(
  Effect.sync(() => pooledHttp2Handler({})),
  (handler) => Effect.sync(() => handler.destroy()),
)

export const clientsAt = (endpoint: string) =>
  Effect.flatMap(pool, (requestHandler) =>
    awsClients({ region, credentials, endpoint, requestHandler }),
  )

export const dynamoAt = (endpoint: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new DynamoDB({ region, credentials, endpoint, maxAttempts: 1 })),
    (client) => Effect.sync(() => client.destroy()),
  )

const ask = <A>(call: () => Promise<A>) => Effect.tryPromise({ try: call, catch: (e) => String(e) })

export const makeTable = (client: DynamoDB, TableName: string, keys: readonly [string, string]) =>
  ask(() =>
    client.createTable({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: keys[0], KeyType: "HASH" },
        { AttributeName: keys[1], KeyType: "RANGE" },
      ],
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    }),
  )

/** Items of a table, all pages. */
export const itemsOf = (client: DynamoDB, TableName: string) =>
  ask(async () => {
    const documents = DynamoDBDocument.from(client)
    const items: Array<Record<string, unknown>> = []
    let from: Record<string, unknown> | undefined
    do {
      const page = await documents.scan({
        TableName,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      })
      items.push(...(page.Items ?? []))
      from = page.LastEvaluatedKey
    } while (from !== undefined)
    return items
  })

export const dynamoTarget = Effect.fnUntraced(function* (endpoint: string) {
  const client = yield* dynamoAt(endpoint)
  const table = fresh("turns")
  yield* makeTable(client, table, ["pk", "sk"])
  const documents = DynamoDBDocument.from(client)
  const items = itemsOf(client, table)
  return {
    items,
    write: dynamoWriter<SuiteRecord, Cause.UnknownError>({
      calls: {
        put: (input) => dynamoCall(() => documents.put({ ...input, Item: { ...input.Item } })),
        update: (input) =>
          dynamoCall(() =>
            documents.update({
              ...input,
              Key: { ...input.Key },
              ExpressionAttributeValues: { ...input.ExpressionAttributeValues },
            }),
          ),
      },
      table,
      partitionKey: "pk",
      item: ({ id, session, text }) => ({ pk: session, sk: `TURN#${id}`, id, text }),
      summary: ({ id, session }) => ({
        key: { pk: session, sk: "META" },
        last: id.slice(1).padStart(9, "0"),
        set: { ttl: 1 },
      }),
    }),
    ids: Effect.map(items, (all) =>
      all.flatMap((item) => (typeof item["id"] === "string" ? [item["id"]] : [])),
    ),
  }
})

/** The error as it is: the writer tells by its name that a record is there. */
const dynamoCall = <A>(call: () => Promise<A>): Effect.Effect<A, Cause.UnknownError> =>
  Effect.tryPromise(call)

const idIn = (text: string): ReadonlyArray<string> => {
  const value: unknown = JSON.parse(text)
  return typeof value === "object" && value !== null && "id" in value ? [String(value.id)] : []
}
const once = (ids: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(ids)]

export const kinesisTarget = Effect.fnUntraced(function* (endpoint: string) {
  const handler = yield* pool
  const { kinesis } = yield* awsClients({
    region,
    credentials,
    endpoint,
    requestHandler: handler,
  })
  const stream = fresh("analytics")
  yield* ask(() => kinesis.createStream({ StreamName: stream, ShardCount: 2 }))
  yield* ask(() =>
    waitUntilStreamExists(
      { client: kinesis, maxWaitTime: 20, minDelay: 0.2, maxDelay: 1 },
      { StreamName: stream },
    ),
  )
  const read = async () => {
    const { Shards = [] } = await kinesis.listShards({ StreamName: stream })
    const ids: Array<string> = []
    for (const { ShardId } of Shards) {
      const { ShardIterator } = await kinesis.getShardIterator({
        StreamName: stream,
        ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      })
      let iterator = ShardIterator
      for (let page = 0; page < 20 && iterator !== undefined; page += 1) {
        const { NextShardIterator, Records = [] } = await kinesis.getRecords({
          ShardIterator: iterator,
        })
        for (const { Data } of Records) ids.push(...idIn(Buffer.from(Data ?? []).toString("utf8")))
        if (Records.length === 0) break
        iterator = NextShardIterator
      }
    }
    return ids
  }
  return {
    stats: () => handler.stats(),
    write: kinesisWriter<SuiteRecord>({ client: kinesis, stream }),
    ids: Effect.map(ask(read), once),
  }
})

export const logsTarget = Effect.fnUntraced(function* (endpoint: string) {
  const { logs } = yield* clientsAt(endpoint)
  const group = fresh("audit")
  yield* ask(() => logs.createLogGroup({ logGroupName: group }))
  const read = async () => {
    const ids: Array<string> = []
    let token: string | undefined
    do {
      const { events = [], nextToken } = await logs.filterLogEvents({
        logGroupName: group,
        ...(token === undefined ? {} : { nextToken: token }),
      })
      for (const { message } of events) ids.push(...idIn(message ?? "{}"))
      token = nextToken
    } while (token !== undefined)
    return ids
  }
  return {
    write: logsWriter<SuiteRecord>({
      client: logs,
      group,
      stream: "task",
      timestamp: ({ at }) => at,
    }),
    ids: Effect.map(ask(read), once),
  }
})
