/** The client of documents against the SDK's own: what is sent, what is read, what is bridged. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import { Effect, Layer } from "effect"
import * as fc from "fast-check"
import { text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { fromAttributeValue, toAttributeValue } from "../src/dynamodb/AttributeValue.ts"
import { AwsCredentials, sharedCredentials } from "../src/aws/AwsCredentials.ts"
import type { DocumentClient } from "../src/dynamodb/DocumentClient.ts"
import { DynamoDocuments } from "../src/dynamodb/DynamoDocuments.ts"
import { dynamoEndpoint } from "../src/dynamodb/DynamoEndpoint.ts"
import { dynamoAt, failureOf, http, json, runWith } from "./storeHarness.ts"

const item = {
  id: "1",
  title: "竜 \u{1F409}",
  price: 700,
  ratio: -0.5,
  sold: true,
  none: null,
  left: undefined,
  bytes: new Uint8Array([0, 255, 7]),
  list: ["a", 1, { deep: [null] }],
  genres: new Set(["a", "b"]),
  volumes: new Set([1, 2]),
  big: 12_345_678_901_234_567_890n,
}

const commands = {
  get: new GetCommand({ TableName: "t", Key: { id: "1" }, ConsistentRead: true }),
  batch: new BatchGetCommand({
    RequestItems: { t: { Keys: [{ id: "1" }, { id: "2" }], ProjectionExpression: "id" } },
  }),
  query: new QueryCommand({
    TableName: "t",
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": "x" },
    ExclusiveStartKey: { pk: "x", sk: 3 },
    Limit: 2,
  }),
  scan: new ScanCommand({
    TableName: "t",
    FilterExpression: "#o = :o",
    ExpressionAttributeNames: { "#o": "o" },
    ExpressionAttributeValues: { ":o": 1 },
    ExclusiveStartKey: { pk: "x" },
  }),
  put: new PutCommand({ TableName: "t", Item: item }),
  delete: new DeleteCommand({
    TableName: "t",
    Key: { id: "1" },
    ConditionExpression: "o = :o",
    ExpressionAttributeValues: { ":o": 1 },
    ReturnValues: "ALL_OLD",
  }),
  batchWrite: new BatchWriteCommand({
    RequestItems: {
      t: [
        { PutRequest: { Item: item } },
        { PutRequest: { Item: { id: "2", none: undefined } } },
        { DeleteRequest: { Key: { id: "3" } } },
      ],
      u: [{ DeleteRequest: { Key: { pk: "x", sk: 3 } } }],
    },
  }),
  update: new UpdateCommand({
    TableName: "t",
    Key: { id: "1" },
    UpdateExpression: "SET #a = :a",
    ExpressionAttributeNames: { "#a": "a" },
    ExpressionAttributeValues: { ":a": item },
    ReturnValues: "ALL_NEW",
  }),
}

const stored = {
  id: { S: "1" },
  price: { N: "700" },
  bytes: { B: "AP8H" },
  list: { L: [{ NULL: true }, { BOOL: false }, { M: { deep: { SS: ["a"] } } }] },
  volumes: { NS: ["1", "2"] },
  parts: { BS: ["AA=="] },
}

const answers: Readonly<Record<keyof typeof commands, object>> = {
  get: { Item: stored },
  batch: { Responses: { t: [stored] }, UnprocessedKeys: { t: { Keys: [{ id: { S: "2" } }] } } },
  query: {
    Items: [stored, stored],
    Count: 2,
    ScannedCount: 2,
    LastEvaluatedKey: { pk: { S: "x" } },
  },
  scan: { Items: [stored], Count: 1, ScannedCount: 9, LastEvaluatedKey: { pk: { S: "x" } } },
  put: {},
  delete: { Attributes: stored },
  batchWrite: {
    UnprocessedItems: {
      t: [{ PutRequest: { Item: stored } }, { DeleteRequest: { Key: { id: { S: "3" } } } }],
    },
  },
  update: { Attributes: stored },
}

/** `onSend` sees each request's header and body. */
const documents = <A>(use: (client: DocumentClient) => Promise<A>, layer = DynamoDocuments.layer) =>
  runWith(layer)(
    {},
    Effect.flatMap(DynamoDocuments, ({ run }) => run("Test", 5_000, (client) => use(client))),
  )

describe("what is sent and read is what the SDK sends and reads", () => {
  it.each(Object.keys(commands) as ReadonlyArray<keyof typeof commands>)("%s", async (name) => {
    const seen: Array<{ target: unknown; type: unknown; agent: unknown; body: unknown }> = []
    const server = await http(async (request, response) => {
      const { "x-amz-target": target, "content-type": type, "user-agent": agent } = request.headers
      seen.push({ target, type, agent, body: JSON.parse(await text(request)) })
      json(response, 200, answers[name])
    })
    dynamoAt(server.url)
    const sdk = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    })
    const command = commands[name] as GetCommand // Any of them: both clients take them all.
    const { $metadata: _, ...theirs } = await sdk.send(command)
    sdk.destroy()
    const exit = await documents(async (client) => {
      const { $metadata, ...ours } = await client.send(command)
      expect($metadata).toEqual({ httpStatusCode: 200 })
      return ours
    })
    expect(exit).toEqual(expect.objectContaining({ value: theirs }))
    const [bySdk, direct] = seen
    expect(direct).toEqual({ ...bySdk, agent: expect.stringContaining("manga-assist-connections") })
  })
})

it("gives an attribute back as it was", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // No exact large integers, and no difference between 0 and -0.
      const text = JSON.stringify(value)
      fc.pre(!/e\+|\d{16}|-0/.test(text))
      expect(fromAttributeValue(toAttributeValue(value))).toStrictEqual(JSON.parse(text))
    }),
    { examples: [[JSON.parse('{"__proto__":{"a":1}}')]] },
  )
})

describe("what is no attribute", () => {
  it.each([
    ["NaN", Number.NaN],
    ["an inexact number", 2 ** 60],
    ["a date", new Date(0)],
    ["an empty set", new Set()],
    ["a mixed set", new Set([1, "a"])],
    ["a symbol", Symbol("a")],
  ])("%s is refused before it is sent", async (_, value) => {
    const server = await http((_request, response) => {
      json(response, 200, {})
    })
    dynamoAt(server.url)
    const put = new PutCommand({ TableName: "t", Item: { id: "1", value } })
    expect(failureOf(await documents((client) => client.send(put)))).toMatchObject({
      reason: "rejected",
    })
    expect(server.connections).toBe(0)
  })
})

const refusing = async (times: number, type: string, headers: Record<string, string> = {}) => {
  const dates: Array<string> = []
  const keys: Array<string> = []
  const server = await http((request, response) => {
    dates.push(String(request.headers["x-amz-date"]))
    keys.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "")
    if (dates.length > times) json(response, 200, answers.get)
    else json(response, 400, { __type: `com.amazon.coral.service#${type}`, message: "no" }, headers)
  })
  dynamoAt(server.url)
  return { dates, keys }
}

const hour = 3_600_000
const yearMonthDay = (date: Date) => date.toISOString().slice(0, 13).replaceAll("-", "")

it("takes the server's time when the signature was refused for ours, and keeps it", async () => {
  const ahead = new Date(Date.now() + 3 * hour)
  const { dates } = await refusing(1, "InvalidSignatureException", { date: ahead.toUTCString() })
  const twice = documents(async (client) => [
    await client.send(commands.get),
    await client.send(commands.get),
  ])
  expect(await twice).toMatchObject({ value: [{ Item: { id: "1" } }, { Item: { id: "1" } }] })
  expect(dates.map((date) => date.slice(0, 11))).toEqual(
    [new Date(), ahead, ahead].map((date) => yearMonthDay(date)),
  )
})

it("does not repeat a signature that is wrong for another reason", async () => {
  const { dates } = await refusing(9, "InvalidSignatureException", {
    date: new Date().toUTCString(),
  })
  const exit = await documents((client) => client.send(commands.get))
  expect(failureOf(exit)).toMatchObject({ reason: "access-denied" })
  expect(dates).toHaveLength(1)
})

it("asks for new credentials when they are refused as expired, once", async () => {
  const { keys } = await refusing(1, "ExpiredTokenException")
  let asked = 0
  const provider = sharedCredentials(() => {
    asked += 1
    return Promise.resolve({ accessKeyId: `key-${asked}`, secretAccessKey: "secret" })
  })
  const layer = Layer.provide(DynamoDocuments.layer, Layer.succeed(AwsCredentials, provider))
  expect(await documents((client) => client.send(commands.get), layer)).toMatchObject({
    value: { Item: { id: "1" } },
  })
  expect(keys).toEqual(["key-1", "key-2"])
})

it("tells the status of an answer that is no JSON", async () => {
  const server = await http((_request, response) => {
    response.writeHead(503, { "content-type": "text/html" }).end("<h1>busy</h1>")
  })
  dynamoAt(server.url)
  const exit = await documents((client) => client.send(commands.get))
  expect(failureOf(exit)).toMatchObject({ reason: "unavailable" })
})

it("fails on an answer that is cut", async () => {
  const server = await http((_request, response) => {
    response.writeHead(200, { "content-length": "100" }).write('{"Item":')
    setImmediate(() => response.destroy())
  })
  dynamoAt(server.url)
  const exit = await documents((client) => client.send(commands.get))
  expect(failureOf(exit)).toMatchObject({ reason: "refused" })
})

it("finds the region's own host, and the host of a partition", async () => {
  dynamoAt(undefined)
  const found = async (region: string) => {
    const { path, scope, url } = await dynamoEndpoint({ region, accountIdEndpointMode: "disabled" })
    return [url.href, path, scope]
  }
  expect(await found("ap-northeast-1")).toEqual([
    "https://dynamodb.ap-northeast-1.amazonaws.com/",
    "/",
    { region: "ap-northeast-1", service: "dynamodb" },
  ])
  expect(await found("cn-north-1")).toContain("https://dynamodb.cn-north-1.amazonaws.com.cn/")
})
