/** The targets of sinks on moto and ElasticMQ, over the suite that their package brings. */
import { assert, describe, it, layer } from "@effect/vitest"
import {
  type DeadLetter,
  metricsWriter,
  parseDeadLetter,
  sqsDeadLetters,
} from "@manga-assist/async-sinks"
import { writerSuite } from "@manga-assist/async-sinks/testing"
import { elasticMqServer, kinesisServer, motoServer } from "@manga-assist/real-servers"
import { Context, Effect, Layer } from "effect"
import {
  clientsAt,
  dynamoTarget,
  fresh,
  kinesisTarget,
  logsTarget,
  temporary,
} from "./serverTargets.ts"

class Moto extends Context.Service<Moto, { readonly url: string }>()("test/Moto") {
  static readonly layer = Layer.effect(Moto, motoServer)
}
class ElasticMq extends Context.Service<ElasticMq, { readonly url: string }>()("test/ElasticMq") {
  static readonly layer = Layer.effect(ElasticMq, elasticMqServer)
}

const targets = {
  DynamoDB: { make: dynamoTarget, tooLarge: 500_000 },
  Kinesis: { make: kinesisTarget, tooLarge: 11 * 1024 * 1024 },
  "CloudWatch Logs": { make: logsTarget, tooLarge: 1_100_000 },
}

const letters = (count: number): ReadonlyArray<DeadLetter> =>
  Array.from({ length: count }, (_, index) => ({
    sink: "audit",
    id: `r${index}`,
    at: 1,
    attempts: 5,
    reason: "down \u0007 \uFFFF 止まった",
    record: JSON.stringify({ id: `r${index}`, text: "\u0000\uFFFE続き" }),
  }))

const deadLetters = Effect.fnUntraced(function* (url: string) {
  const { sqs } = yield* clientsAt(url)
  const { QueueUrl } = yield* Effect.promise(() => sqs.createQueue({ QueueName: fresh("dead") }))
  const queueUrl = new URL(new URL(QueueUrl ?? "").pathname, url).href
  const write = sqsDeadLetters({ client: sqs, queueUrl })
  const sent = letters(25)
  assert.deepStrictEqual((yield* write(sent)).failed, [])
  const got: Array<DeadLetter> = []
  for (let round = 0; round < 20 && got.length < 25; round += 1) {
    const { Messages = [] } = yield* Effect.promise(() =>
      sqs.receiveMessage({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    )
    for (const { Body } of Messages) {
      const letter = parseDeadLetter(Body ?? "")
      if (letter !== undefined) got.push(letter)
    }
  }
  const byId = (one: DeadLetter, other: DeadLetter) => one.id.localeCompare(other.id)
  assert.deepStrictEqual(got.toSorted(byId), sent.toSorted(byId))
  const tooLarge = { ...sent[0], record: "x".repeat(1_048_576) } as DeadLetter
  const answer = yield* write([sent[1]!, tooLarge])
  const [rejected] = answer.rejected ?? []
  assert.strictEqual(rejected?.index, 1)
  assert.match(rejected?.reason ?? "", /SQS takes at most 1048576/u)
})

describe("moto", () => {
  layer(Moto.layer, { timeout: 240_000, excludeTestServices: true })((it) => {
    for (const [service, { make, tooLarge }] of Object.entries(targets)) {
      const checks = writerSuite({
        make: Effect.suspend(() => make(currentUrl)),
        directory: temporary,
        tooLarge,
        now: Date.now(),
      })
      it.effect.each(checks)(`${service}: $name`, ({ run }) =>
        Effect.gen(function* () {
          currentUrl = (yield* Moto).url
          yield* Effect.scoped(run)
        }),
      )
    }

    it.effect("DynamoDB: META counts each turn once, whatever is repeated", () =>
      Effect.gen(function* () {
        const target = yield* dynamoTarget((yield* Moto).url)
        const batch = [0, 1, 2].map((n) => ({ id: `r${n}`, at: n, session: "s", text: "" }))
        for (const record of [...batch, batch[2]!, batch[0]!]) {
          yield* target.write([record], () => JSON.stringify(record))
        }
        const meta = (yield* target.items).find((item) => item["sk"] === "META")
        assert.deepInclude(meta, { version: 3, last: "000000002", ttl: 1 })
      }),
    )

    it.effect("SQS: letters arrive as they were, in any characters", () =>
      Effect.flatMap(Moto, ({ url }) => deadLetters(url)),
    )

    it.effect("CloudWatch: measurements are there, with their values", () =>
      Effect.gen(function* () {
        const { metrics } = yield* clientsAt((yield* Moto).url)
        const write = metricsWriter({ client: metrics, namespace: "Suite" })
        const at = Date.now()
        const answer = yield* write(
          Array.from({ length: 200 }, (_, index) => ({
            id: `m${index}`,
            at,
            metric: "CacheWriteFailure",
            value: index % 2,
            unit: "Count" as const,
            dimensions: { Sink: "cache" },
          })),
        )
        assert.deepStrictEqual(answer.failed, [])
        const { Metrics = [] } = yield* Effect.promise(() =>
          metrics.listMetrics({ Namespace: "Suite", MetricName: "CacheWriteFailure" }),
        )
        assert.deepStrictEqual(Metrics[0]?.Dimensions, [{ Name: "Sink", Value: "cache" }])
      }),
    )
  })
})

/** Known once the server has started. */
let currentUrl = ""

describe("ElasticMQ", () => {
  layer(ElasticMq.layer, { timeout: 300_000, excludeTestServices: true })((it) => {
    it.effect("SQS: letters arrive as they were, in any characters", () =>
      Effect.flatMap(ElasticMq, ({ url }) => deadLetters(url)),
    )
  })
})

/** The server's certificate is its own; nothing else in this process speaks TLS meanwhile. */
const unverified = Effect.acquireRelease(
  Effect.sync(() => {
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"
  }),
  () =>
    Effect.sync(() => {
      delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"]
    }),
)

describe("kinesis-local, over TLS", () => {
  it.live("one HTTP/2 session of the pool carries every batch", () =>
    Effect.gen(function* () {
      yield* unverified
      const { url } = yield* kinesisServer
      const target = yield* kinesisTarget(url)
      const batch = Array.from({ length: 600 }, (_, n) => ({
        id: `r${n}`,
        at: n,
        session: "s",
        text: "続き",
      }))
      for (let from = 0; from < 600; from += 100) {
        const part = batch.slice(from, from + 100)
        const answer = yield* target.write(part, (index) => JSON.stringify(part[index]))
        assert.deepStrictEqual(answer.failed, [])
      }
      assert.strictEqual((yield* target.ids).length, 600)
      assert.deepInclude(target.stats(), { handshakes: 1, sessionsOpened: 1 })
    }),
  )
})
