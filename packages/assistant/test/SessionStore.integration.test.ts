/** The session sinks over moto, which keeps DynamoDB's rules for batches and conditions: what is in the table. */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { assert, it } from "@effect/vitest"
import { DynamoDocuments } from "@manga-assist/connections"
import { motoServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { SessionStore } from "../src/conversation/session/SessionStore.ts"
import { layerSinks, SinkMetrics } from "../src/record/StoreSinks.ts"
import { StoreTables } from "../src/conversation/session/StoreTables.ts"
import { TurnSinks } from "../src/record/TurnSinks.ts"

const region = "ap-northeast-1"

const createTable = (url: string, TableName: string) =>
  Effect.promise(() =>
    fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.CreateTable",
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request`,
      },
      body: JSON.stringify({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({
          AttributeName,
          AttributeType: "S",
        })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    }).then((response) => assert.strictEqual(response.status, 200)),
  )

const opened = Effect.gen(function* () {
  const { url } = yield* motoServer
  const directory = yield* Effect.acquireRelease(
    Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "session-store-"))),
    (made) => Effect.sync(() => fs.rmSync(made, { recursive: true, force: true })),
  )
  process.env["AWS_REGION"] = region
  process.env["AWS_ACCESS_KEY_ID"] = "local"
  process.env["AWS_SECRET_ACCESS_KEY"] = "local-secret"
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = url
  const ports = Layer.mergeAll(
    DynamoDocuments.layer,
    StoreTables.layer,
    Layer.mock(CachedAnswers, {
      findInMemory: () => undefined,
      counters: () => {
        throw new Error("no answer is cached here")
      },
    }),
  )
  const context = yield* Layer.build(
    layerSinks.pipe(Layer.provideMerge(SessionStore.layer), Layer.provideMerge(ports)),
  ).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ DATA_DIR: directory }))))
  const tables = Context.get(context, StoreTables)
  yield* createTable(url, tables.sessions)
  return {
    metrics: Context.get(context, SinkMetrics),
    sessions: Context.get(context, SessionStore),
    sinks: Context.get(context, TurnSinks),
  }
})

it.live("turns of many sessions are all there, in order, once each", () =>
  Effect.gen(function* () {
    const { metrics, sessions, sinks } = yield* opened
    const owner = "demo-01"
    yield* sessions.claim("s-0", owner, 1_000, 5_000)
    const summary = { text: "likes pirates", covers: 2 }
    yield* sessions.summarize("s-0", owner, summary, 5_000)
    const record = (session: number, n: number) => ({
      id: `t-${session}-${n}`,
      session: `s-${session}`,
      user: owner,
      turn: {
        turn: `t-${session}-${n}`,
        question: "巻数は？",
        // Some are large enough to be packed.
        answer: "ok ".repeat(n % 3 === 0 ? 600 : 1),
        series: ["one-piece"],
        products: [],
        at: 1_000 + n,
        seq: n + 1,
      },
    })
    const count = 12
    for (let n = 0; n < count; n += 1) {
      for (let session = 0; session < 5; session += 1) sinks.session.offer(record(session, n))
    }
    // Once more, as after a crash.
    for (let n = 3; n < count; n += 1) sinks.session.offer(record(2, n))
    assert.isTrue(yield* metrics.drain(20_000))
    const told = metrics.counters()
    assert.deepInclude(told["session"], { dropped: 0, pending: 0, retried: 0, refused: 0 })
    for (let session = 0; session < 5; session += 1) {
      const loaded = yield* sessions.load(`s-${session}`, owner, 5_000)
      assert.deepStrictEqual(
        loaded.turns,
        Array.from({ length: count }, (_, n) => record(session, n).turn),
      )
      assert.deepStrictEqual(loaded.summary, session === 0 ? summary : undefined)
      const other = yield* sessions.load(`s-${session}`, "demo-02", 5_000)
      assert.deepStrictEqual(other.turns, [])
      // One alone, packed or not, for its owner alone.
      for (const n of [3, 4]) {
        const find = (of: number, user: string | undefined, turn: string) =>
          sessions.find(`s-${of}`, user, turn, 5_000)
        const { turn } = record(session, n)
        assert.deepStrictEqual(yield* find(session, owner, turn.turn), turn)
        assert.isUndefined(yield* find(session, "demo-02", turn.turn))
        assert.isUndefined(yield* find(session, undefined, turn.turn))
        assert.isUndefined(yield* find((session + 1) % 5, owner, turn.turn))
        assert.isUndefined(yield* find(session, owner, turn.turn.slice(2)))
      }
    }
  }),
)
