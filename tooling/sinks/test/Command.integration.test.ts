/** The command as a process over moto: looks, replays, removes. */
import { spawn } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { assert, describe, layer } from "@effect/vitest"
import { makeSink, sqsDeadLetters } from "@manga-assist/async-sinks"
import { motoServer } from "@manga-assist/real-servers"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import { clientsAt, dynamoAt, fresh, itemsOf, makeTable, temporary } from "./serverTargets.ts"

class Moto extends Context.Service<Moto, { readonly url: string }>()("test/Moto") {
  static readonly layer = Layer.effect(Moto, motoServer)
}

const main = path.join(import.meta.dirname, "../src/main.ts")

const sinks = (env: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resume) => {
      const child = spawn(process.execPath, [main, ...args], {
        env: { PATH: process.env["PATH"] ?? "", AWS_REGION: "ap-northeast-1", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      })
      let out = ""
      let err = ""
      child.stdout.on("data", (chunk: Buffer) => {
        out += chunk.toString()
      })
      child.stderr.on("data", (chunk: Buffer) => {
        err += chunk.toString()
      })
      child.once("close", (code) => resume(Effect.succeed({ code, out, err })))
      return Effect.sync(() => child.kill("SIGKILL"))
    },
  )

const feedback = (n: number) => ({
  id: `turn-${n}-1`,
  at: 1_790_000_000_000 + n,
  session: "s",
  turn: `turn-${n}`,
  rating: "up",
})

/** A store of its own: tables, a queue, a data folder. */
const store = Effect.gen(function* () {
  const { url } = yield* Moto
  const prefix = `${fresh("Store")}-`
  const dynamo = yield* dynamoAt(url)
  yield* makeTable(dynamo, `${prefix}Feedback`, ["turn", "at"])
  const { sqs } = yield* clientsAt(url)
  const created = yield* Effect.promise(() => sqs.createQueue({ QueueName: fresh("dead") }))
  const queueUrl = created.QueueUrl ?? ""
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    DYNAMODB_TABLE_PREFIX: prefix,
    DATA_DIR: yield* temporary,
    SINK_DEAD_LETTER_QUEUE_URL: queueUrl,
  }
  return { env, items: itemsOf(dynamo, `${prefix}Feedback`), sqs, queueUrl }
})

/** Records of the feedback sink as an ended process leaves them. */
const leaveOnDisk = Effect.fnUntraced(function* (dataDir: string, count: number) {
  const scope = yield* Scope.make()
  const sink = yield* makeSink({
    name: "feedback",
    class: "must-keep",
    batch: { count: 10, ageMs: 0 },
    write: () => Effect.fail("down"),
    spool: {
      directory: `${dataDir}/spool`,
      decode: (value) => value as ReturnType<typeof feedback>,
    },
    drainDeadlineMs: 0,
  }).pipe(Scope.provide(scope))
  for (let n = 0; n < count; n += 1) assert.isTrue(sink.offer(feedback(n)))
  return { sink, close: Scope.close(scope, Exit.void) }
})

describe("sinks", () => {
  layer(Moto.layer, { timeout: 240_000, excludeTestServices: true })((it) => {
    it.effect("shows, and replays once, what an ended process left on disk", () =>
      Effect.gen(function* () {
        const { env, items } = yield* store
        const left = yield* leaveOnDisk(env.DATA_DIR, 25)
        const busy = yield* sinks(env, "replay")
        assert.strictEqual(busy.code, 1)
        assert.include(busy.err, `in-use: process ${process.pid} has`)
        yield* left.close
        const seen = yield* sinks(env, "inspect", "--records", "1")
        assert.include(seen.out, "25 waiting")
        assert.include(seen.out, '"turn":"turn-0"')
        const dry = yield* sinks(env, "replay", "--dry-run")
        assert.include(dry.out, "would replay 25 records")
        assert.strictEqual((yield* items).length, 0)
        const done = yield* sinks(env, "replay")
        assert.strictEqual(done.code, 0, done.err)
        assert.include(done.out, "replayed 25 of 25")
        assert.strictEqual((yield* items).length, 25)
        assert.include((yield* sinks(env, "replay")).out, "replayed 0 records")
      }),
    )

    it.effect("replays the queue, beside a process at work; what nobody knows stays there", () =>
      Effect.gen(function* () {
        const { env, items, queueUrl, sqs } = yield* store
        const letters = Array.from({ length: 12 }, (_, n) => ({
          sink: "feedback",
          id: `turn-${n}-1`,
          at: 1_790_000_000_000,
          attempts: 5,
          reason: "its target is down: Throttled",
          record: JSON.stringify(feedback(n)),
        }))
        const foreign = { ...letters[0]!, sink: "unheard-of" }
        yield* sqsDeadLetters({ client: sqs, queueUrl })([...letters, foreign])
        const working = yield* leaveOnDisk(env.DATA_DIR, 1)
        const seen = yield* sinks(env, "inspect")
        assert.include(seen.out, "13 waiting")
        assert.include(seen.out, "its target is down: Throttled")
        const done = yield* sinks(env, "replay", "--queue")
        assert.strictEqual(done.code, 1)
        assert.include(done.out, "replayed 12 of about 13 messages; 1 refused")
        assert.strictEqual((yield* items).length, 12)
        yield* working.close
        const purged = yield* sinks(env, "purge", "--queue", "--yes")
        assert.include(purged.out, "removed 1 messages")
      }),
    )

    it.effect("removes what waits for a sink, only when told so", () =>
      Effect.gen(function* () {
        const { env } = yield* store
        const left = yield* leaveOnDisk(env.DATA_DIR, 3)
        assert.include((yield* sinks(env, "purge", "--sink", "feedback", "--yes")).err, "in-use")
        yield* left.close
        const dry = yield* sinks(env, "purge", "--sink", "feedback", "--dry-run")
        assert.include(dry.out, "would remove 3 records")
        assert.include((yield* sinks(env, "inspect")).out, "3 waiting")
        const done = yield* sinks(env, "purge", "--sink", "feedback", "--yes")
        assert.include(done.out, "removed 3 records")
        assert.include((yield* sinks(env, "inspect")).out, "0 waiting")
        assert.deepStrictEqual(
          fs.readdirSync(`${env.DATA_DIR}/spool/feedback`).filter((name) => name !== "lock"),
          [],
        )
      }),
    )

    it.effect("says what is wrong: a queue that is not there, a sink that is not there", () =>
      Effect.gen(function* () {
        const { env } = yield* store
        const { SINK_DEAD_LETTER_QUEUE_URL: _, ...without } = env
        assert.include((yield* sinks(without, "replay", "--queue")).err, "no-queue")
        assert.include((yield* sinks(env, "purge", "--sink", "nope", "--yes")).err, "not-found")
        const wrong = yield* sinks(env, "purge", "--sink", "feedback")
        assert.strictEqual(wrong.code, 2)
        assert.include(wrong.err, "either --dry-run or --yes")
      }),
    )
  })
})
