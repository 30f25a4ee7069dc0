/** The command as a process over moto, the audit in a log group. */
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { assert, it } from "@effect/vitest"
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs"
import { DynamoDB } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocument } from "@aws-sdk/lib-dynamodb"
import { keyedHash } from "@manga-assist/async-sinks"
import { motoServer } from "@manga-assist/real-servers"
import { Effect } from "effect"

const main = path.join(import.meta.dirname, "../src/main.ts")
const group = "/test/audit"
const key = "the key of jane, of 32 bytes or so"

const customer = (env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resume) => {
      const child = spawn(process.execPath, [main, ...args], {
        env: { PATH: process.env["PATH"] ?? "", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      })
      let out = ""
      let err = ""
      child.stdout.on("data", (chunk: Buffer) => void (out += chunk.toString()))
      child.stderr.on("data", (chunk: Buffer) => void (err += chunk.toString()))
      child.once("close", (code) => resume(Effect.succeed({ code, out, err })))
      return Effect.sync(() => child.kill("SIGKILL"))
    },
  )

const makeTable = (dynamo: DynamoDB, TableName: string, keys: readonly [string, string]) =>
  dynamo.createTable({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: keys[0], KeyType: "HASH" },
      { AttributeName: keys[1], KeyType: "RANGE" },
    ],
    AttributeDefinitions: [...keys, "user"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "user",
        KeySchema: [{ AttributeName: "user", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  })

const record = (id: string, user: string) => ({
  id,
  at: Date.now(),
  session: "hashed",
  user,
  question: `question ${id}`,
  answer: "a",
  finish: "complete",
})

it.live("finds by key and by clear id in the log group, exports, and erases", () =>
  Effect.gen(function* () {
    const { url } = yield* motoServer
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "customer-"))),
      (made) => Effect.sync(() => fs.rmSync(made, { recursive: true, force: true })),
    )
    const credentials = { accessKeyId: "test", secretAccessKey: "test" }
    const settings = { region: "ap-northeast-1", credentials, endpoint: url, maxAttempts: 1 }
    const env = {
      AWS_REGION: settings.region,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_DYNAMODB: url,
      SINK_AUDIT_LOG_GROUP: group,
    }
    yield* Effect.promise(async () => {
      const dynamo = new DynamoDB(settings)
      await makeTable(dynamo, "MangaAssist-Sessions", ["pk", "sk"])
      await makeTable(dynamo, "MangaAssist-Feedback", ["turn", "at"])
      const TableName = "MangaAssist-Sessions"
      const documents = DynamoDBDocument.from(dynamo)
      const owned = { owner: "jane", user: "jane" }
      const turn = { turn: "t1", question: "q", answer: "a", series: [], products: [], at: 1 }
      for (const Item of [
        { pk: "CUSTOMER#jane", sk: "KEY", key },
        { pk: "SESSION#s", sk: "META", ...owned },
        { pk: "SESSION#s", sk: "TURN#000000000000001#t1", ...turn, ...owned },
      ]) {
        await documents.put({ TableName, Item })
      }
      const logs = new CloudWatchLogs(settings)
      await logs.createLogGroup({ logGroupName: group })
      await logs.createLogStream({ logGroupName: group, logStreamName: "task" })
      const records = [
        record("t1", keyedHash(key)("jane")),
        record("t1", keyedHash(key)("jane")),
        record("t2", "jane"),
        record("t3", keyedHash(key)("jane2")),
        record("t4", "jane2"),
      ]
      await logs.putLogEvents({
        logGroupName: group,
        logStreamName: "task",
        logEvents: records.map((each) => ({ timestamp: each.at, message: JSON.stringify(each) })),
      })
    })
    const found = yield* customer(env, "find", "--user", "jane")
    assert.strictEqual(found.code, 0, found.err)
    assert.include(found.out, "conversations 1\nturns 1\nratings 0\naudit records 2, of them 1")
    const to = path.join(folder, "jane.json")
    assert.strictEqual((yield* customer(env, "export", "--user", "jane", "--to", to)).code, 0)
    const told = fs.readFileSync(to, "utf8")
    assert.include(told, "question t2")
    assert.notInclude(told, "question t3")
    const erased = yield* customer(env, "erase", "--user", "jane", "--yes")
    assert.include(erased.out, "removed 1 turns, 1 conversations, 0 ratings")
    assert.include(erased.out, "run it again")
    const left = yield* customer(env, "find", "--user", "jane")
    assert.include(left.out, "turns 0\nratings 0\naudit records 1, of them 1 with the id in clear")
    const wrong = yield* customer(env, "erase", "--user", "jane")
    assert.strictEqual(wrong.code, 2)
    const missing = { ...env, DYNAMODB_TABLE_SESSIONS: "Nowhere" }
    const failed = yield* customer(missing, "find", "--user", "jane")
    assert.strictEqual(failed.code, 1)
    assert.include(failed.err, "Nowhere")
  }),
)
