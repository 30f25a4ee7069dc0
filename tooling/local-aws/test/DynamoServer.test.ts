import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { startDynalite } from "../src/dynamodb/DynaliteThread.ts"
import { startDynamoDb } from "../src/dynamodb/DynamoServer.ts"
import {
  noLatency,
  makeServiceHub,
  type RunningService,
} from "@manga-assist/bedrock-emulator/services"

let dataDir: string
let service: RunningService | undefined
let client: DynamoDBClient
const hub = makeServiceHub({ seed: 1, latency: noLatency, jitter: false })

const clientOf = (endpoint: string, accessKeyId = "local") =>
  new DynamoDBClient({
    endpoint,
    region: "ap-northeast-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  })
const start = async (accessKeyId = "local"): Promise<void> => {
  service = await startDynamoDb({
    context: hub.context("dynamodb"),
    dataDir,
    host: "127.0.0.1",
    port: 0,
    region: "ap-northeast-1",
  })
  client = clientOf(service.environment["AWS_ENDPOINT_URL_DYNAMODB"]!, accessKeyId)
}
const stop = async (): Promise<void> => {
  client.destroy()
  await service?.close()
  service = undefined
}

const createTable = (name: string) =>
  client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  )

beforeEach(async () => {
  hub.faults.replace([])
  dataDir = mkdtempSync(join(tmpdir(), "tables-"))
  await start()
  await createTable("Sessions")
})
afterEach(stop)

const key = (sk: string) => ({ pk: { S: "SESSION#1" }, sk: { S: sk } })

test("writes with conditions, reads a range backwards, and keeps both over a restart", async () => {
  for (const turn of ["001", "002", "003"]) {
    await client.send(
      new PutItemCommand({
        TableName: "Sessions",
        Item: key(`TURN#${turn}`),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    )
  }
  const again = client.send(
    new PutItemCommand({
      TableName: "Sessions",
      Item: key("TURN#001"),
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  )
  await expect(again).rejects.toMatchObject({ name: "ConditionalCheckFailedException" })
  await client.send(
    new UpdateItemCommand({
      TableName: "Sessions",
      Key: key("META"),
      UpdateExpression: "SET version = :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }),
  )
  await stop()
  await start("another key")
  const turns = await client.send(
    new QueryCommand({
      TableName: "Sessions",
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :turn)",
      ExpressionAttributeValues: { ":pk": { S: "SESSION#1" }, ":turn": { S: "TURN#" } },
      ScanIndexForward: false,
      Limit: 2,
    }),
  )
  expect(turns.Items?.map((item) => item["sk"]?.S)).toEqual(["TURN#003", "TURN#002"])
  const meta = await client.send(new GetItemCommand({ TableName: "Sessions", Key: key("META") }))
  expect(meta.Item?.["version"]?.N).toBe("1")
})

test("a table can be used once it is made, and made again once it is dropped", async () => {
  await stop()
  // Without HTTP between: the next request is there before dynalite's timers are.
  const dynalite = await startDynalite({
    path: join(dataDir, "dynamodb"),
    region: "ap-northeast-1",
  })
  const send = (operation: string, body: object) =>
    dynalite.request({
      method: "POST",
      target: "/",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "x-amz-date": "20261124T000000Z",
        authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
      },
      body: Buffer.from(JSON.stringify(body)),
    })
  const table = {
    TableName: "Things",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  }
  for (let times = 0; times < 2; times++) {
    for (const [operation, body] of [
      ["CreateTable", table],
      ["PutItem", { TableName: "Things", Item: { id: { S: "1" } } }],
      ["DeleteTable", { TableName: "Things" }],
    ] as const) {
      expect(await send(operation, body)).toMatchObject({ status: 200 })
    }
  }
  await dynalite.close()
  await start()
})

test("a table that was dropped is unknown, and made again it has its new keys", async () => {
  const TableName = "Sessions"
  const put = (Item: Record<string, { readonly S: string }>) =>
    client.send(new PutItemCommand({ TableName, Item }))
  await put(key("001"))
  await client.send(new DeleteTableCommand({ TableName }))
  await expect(put(key("001"))).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  )
  await expect(put(key("001"))).rejects.toMatchObject({ name: "ValidationException" })
  await put({ id: { S: "1" } })
})

/** A dynalite in a process of its own that never ends the making of a table: its port, and how it is killed. */
const startSlowDynalite = async (path: string) => {
  const script = `const server = require("dynalite")({ path: process.argv[1], createTableMs: 3_600_000 })
    server.listen(0, "127.0.0.1", () => console.log(server.address().port))`
  const child = spawn(process.execPath, ["-e", script, path], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [line] = await once(child.stdout, "data")
  return {
    port: Number(line),
    kill: async () => {
      child.kill("SIGKILL")
      await once(child, "exit")
    },
  }
}

test("a table whose making was cut off can be made again", async () => {
  await stop()
  const slow = await startSlowDynalite(join(dataDir, "dynamodb"))
  client = clientOf(`http://127.0.0.1:${slow.port}`)
  await createTable("Half")
  client.destroy()
  await slow.kill()
  await start()
  await createTable("Half")
  await client.send(new PutItemCommand({ TableName: "Half", Item: key("META") }))
})

test("faults have DynamoDB's shapes", async () => {
  hub.faults.replace([
    { service: "dynamodb", kind: "throttle", operation: "GetItem" },
    { service: "dynamodb", kind: "unavailable", operation: "PutItem" },
  ])
  const get = client.send(new GetItemCommand({ TableName: "Sessions", Key: key("META") }))
  await expect(get).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" })
  const put = client.send(new PutItemCommand({ TableName: "Sessions", Item: key("META") }))
  await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
})

test("a second instance on the same folder is told so", async () => {
  const second = startDynamoDb({
    context: hub.context("dynamodb"),
    dataDir,
    host: "127.0.0.1",
    port: 0,
    region: "ap-northeast-1",
  })
  await expect(second).rejects.toThrow("in use by another running instance")
})

test("a damaged folder is told so", async () => {
  await stop()
  const folder = join(dataDir, "dynamodb")
  for (const file of readdirSync(folder).filter((name) => /MANIFEST|CURRENT/.test(name))) {
    writeFileSync(join(folder, file), "rubbish")
  }
  await expect(start()).rejects.toThrow(`${folder} is damaged`)
})

test.each(["null", "[]", "{", '"x"', "", '{"TableName":5}', '{"TableName":"Sessions","Key":[]}'])(
  "the body %j is refused and harms nobody",
  async (body) => {
    const url = service?.environment["AWS_ENDPOINT_URL_DYNAMODB"] ?? ""
    for (const operation of ["GetItem", "Query", "BatchWriteItem", "CreateTable", "Nothing"]) {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": `DynamoDB_20120810.${operation}`,
          "x-amz-date": "20261124T000000Z",
          authorization: "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
        },
        body,
      })
      expect(response.status).toBe(400)
    }
    const items = { Sessions: [{ PutRequest: { Item: key("TURN#009") } }] }
    const batch = await client.send(new BatchWriteItemCommand({ RequestItems: items }))
    expect(batch.UnprocessedItems).toEqual({})
  },
)
