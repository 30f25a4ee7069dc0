/** What a watched table tells of, over the real tables: the images, the order, and what was not seen. */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { startDynamoDb } from "../src/dynamodb/DynamoServer.ts"
import { type ChangeRecord } from "../src/dynamodb/TableChanges.ts"
import { noLatency, makeServiceHub } from "@manga-assist/bedrock-emulator/services"

const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })
let service: Awaited<ReturnType<typeof startDynamoDb>>
let client: DynamoDBClient
let told: Array<ChangeRecord> = []
let whenTold: (records: ReadonlyArray<ChangeRecord>) => Promise<void> = () => Promise.resolve()

const create = (name: string) =>
  client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  )

beforeAll(async () => {
  service = await startDynamoDb({
    context: hub.context("dynamodb"),
    dataDir: mkdtempSync(join(tmpdir(), "tables-")),
    host: "127.0.0.1",
    port: 0,
    region: "ap-northeast-1",
  })
  client = new DynamoDBClient({
    endpoint: service.environment["AWS_ENDPOINT_URL_DYNAMODB"]!,
    region: "ap-northeast-1",
    credentials: { accessKeyId: "local", secretAccessKey: "any" },
    maxAttempts: 1,
  })
  await create("Products")
  await create("Others")
  service.watch({
    table: "Products",
    key: ["id"],
    changed: async (records) => {
      told.push(...records)
      await whenTold(records)
    },
  })
})
afterAll(async () => {
  client.destroy()
  await service.close()
})
beforeEach(() => {
  told = []
  whenTold = () => Promise.resolve()
})

const item = (id: string, price: number) => ({ id: { S: id }, price: { N: String(price) } })
const put = (id: string, price: number, table = "Products") =>
  client.send(new PutItemCommand({ TableName: table, Item: item(id, price) }))
const raise = (id: string, condition?: string) =>
  client.send(
    new UpdateItemCommand({
      TableName: "Products",
      Key: { id: { S: id } },
      UpdateExpression: "SET price = price + :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
      ...(condition === undefined ? {} : { ConditionExpression: condition }),
    }),
  )
const remove = (id: string) =>
  client.send(new DeleteItemCommand({ TableName: "Products", Key: { id: { S: id } } }))
const record = (eventName: string, id: string, before?: number, after?: number) => ({
  eventName,
  dynamodb: {
    Keys: { id: { S: id } },
    ...(before === undefined ? {} : { OldImage: item(id, before) }),
    ...(after === undefined ? {} : { NewImage: item(id, after) }),
  },
})

test("a change is told with both images, whatever wrote it", async () => {
  await put("a", 1)
  await put("a", 2)
  await raise("a")
  await remove("a")
  expect(told).toEqual([
    record("INSERT", "a", undefined, 1),
    record("MODIFY", "a", 1, 2),
    record("MODIFY", "a", 2, 3),
    record("REMOVE", "a", 3),
  ])
})

test("a batch is told item by item, for the watched table alone", async () => {
  await put("b", 1)
  told = []
  const write = (id: string, price: number) => ({ PutRequest: { Item: item(id, price) } })
  await client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        Products: [write("b", 2), write("c", 1), { DeleteRequest: { Key: { id: { S: "none" } } } }],
        Others: [write("b", 9)],
      },
    }),
  )
  expect(told).toEqual([record("MODIFY", "b", 1, 2), record("INSERT", "c", undefined, 1)])
})

test("nothing is told where nothing was changed: the same again, refused, another table, a read", async () => {
  await put("d", 1)
  told = []
  await put("d", 1)
  await expect(raise("d", "attribute_not_exists(id)")).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
  })
  await put("d", 5, "Others")
  await client.send(new GetItemCommand({ TableName: "Products", Key: { id: { S: "d" } } }))
  await remove("never-there")
  expect(told).toEqual([])
})

test("the writer is answered only when everybody was told", async () => {
  await put("e", 1)
  const order: Array<string> = []
  const heard = Promise.withResolvers<void>()
  const isTold = Promise.withResolvers<void>()
  whenTold = () => {
    isTold.resolve()
    return heard.promise
  }
  const answered = raise("e").then(() => order.push("answered"))
  await isTold.promise
  // Everything else goes on meanwhile.
  await client.send(new GetItemCommand({ TableName: "Products", Key: { id: { S: "e" } } }))
  order.push("heard")
  heard.resolve()
  await answered
  expect(order).toEqual(["heard", "answered"])
})

test("of many writers at once each is told with what it found and left", async () => {
  await put("f", 0)
  told = []
  await Promise.all(Array.from({ length: 50 }, () => raise("f")))
  const steps = told.map(({ dynamodb }) => [dynamodb.OldImage, dynamodb.NewImage])
  expect(steps).toEqual(
    Array.from({ length: 50 }, (_, index) => [item("f", index), item("f", index + 1)]),
  )
})

test("a table that is deleted may have changed anything", async () => {
  await client.send(new DeleteTableCommand({ TableName: "Others" }))
  expect(told).toEqual([])
  await client.send(new DeleteTableCommand({ TableName: "Products" }))
  expect(told).toEqual([{ eventName: "MODIFY", dynamodb: {} }])
})
