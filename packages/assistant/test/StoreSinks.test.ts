/** The store's sinks over a folder: what is written of a turn, and what must not be. */
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { keyedHash } from "@manga-assist/async-sinks"
import { CacheError } from "@manga-assist/caching"
import { ConnectionError, DynamoDocuments } from "@manga-assist/connections"
import { ExitCode } from "@manga-assist/process"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer, Logger } from "effect"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { SessionStore } from "../src/conversation/session/SessionStore.ts"
import { layerSinks, SinkMetrics } from "../src/record/StoreSinks.ts"
import { StoreTables } from "../src/conversation/session/StoreTables.ts"
import { TurnSinks } from "../src/record/TurnSinks.ts"

const never = new AbortController().signal

const temporary = Effect.acquireRelease(
  Effect.sync(() => fs.mkdtempSync(path.join(os.tmpdir(), "store-sinks-"))),
  (directory) => Effect.sync(() => fs.rmSync(directory, { recursive: true, force: true })),
)

const opened = Effect.fnUntraced(function* (environment: Readonly<Record<string, string>>) {
  const asked: Array<string> = []
  const state = { isUp: true, knowsCustomers: true }
  const down = new ConnectionError({
    service: "dynamodb",
    operation: "test",
    reason: "refused",
    detail: "",
  })
  const ports = Layer.mergeAll(
    Layer.mock(SessionStore, {
      append: (turns) => {
        asked.push(...turns.map(({ session, turn }) => `append ${session} ${turn.turn}`))
        return Effect.succeed(state.isUp ? [] : turns.map((_, index) => ({ index, error: down })))
      },
    }),
    Layer.mock(CachedAnswers, {
      findInMemory: () => undefined,
      write: () =>
        Effect.fail(new CacheError({ operation: "set", reason: "unavailable", cause: "down" })),
      counters: () => ({
        fresh: 0,
        stale: 0,
        misses: 0,
        failures: 0,
        invalidated: 0,
        outdated: 0,
        writes: 0,
        writeFailures: 0,
      }),
    }),
    Layer.succeed(
      DynamoDocuments,
      DynamoDocuments.of({
        run: (operation, _deadlineMs, call) => {
          let sent: unknown
          // Only what is sent matters: the table answers itself.
          void call({ send: (command: unknown) => void (sent = command) } as never, never)
          const pk = sent instanceof UpdateCommand ? String(sent.input.Key?.["pk"]) : ""
          if (pk.startsWith("CUSTOMER#") && state.knowsCustomers) {
            return Effect.succeed({ Attributes: { key: `the key of ${pk}` } } as never)
          }
          asked.push(pk.startsWith("CUSTOMER#") ? pk : operation)
          return Effect.fail(
            new ConnectionError({
              service: "dynamodb",
              operation,
              reason: pk.startsWith("CUSTOMER#") ? "timeout" : "conditional-check-failed",
              detail: "",
            }),
          )
        },
      }),
    ),
    StoreTables.layer,
  )
  const context = yield* Layer.build(
    layerSinks.pipe(
      Layer.provide(ports),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    ),
  )
  return {
    sinks: Context.get(context, TurnSinks),
    metrics: Context.get(context, SinkMetrics),
    asked,
    state,
  }
})

const linesOf = (directory: string, sink: string): ReadonlyArray<Record<string, unknown>> =>
  fs
    .readFileSync(path.join(directory, sink, `${sink}.ndjson`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const analytics = {
  at: 1,
  intent: "order-status",
  locale: "en",
  finish: "complete",
  degraded: [],
  firstContentMs: 1,
  totalMs: 2,
}
const turn = { turn: "t1", question: "q", answer: "a", series: [], products: [], at: 5 }

describe("the store's sinks", () => {
  it.live(
    "take personal data out of audit before it is anywhere on disk, users out of analytics",
    () =>
      Effect.gen(function* () {
        const directory = yield* temporary
        const { metrics, sinks } = yield* opened({
          DATA_DIR: directory,
          SINK_HASH_KEY: "0123456789abcdef",
        })
        sinks.audit.offer({
          id: "t1",
          at: 1,
          session: "s",
          question: "Is ＭＡ－０１－０００１ sent to jane@example.com?",
          answer: "MA-01-0001 is. 電話は090-1234-5678です。",
          finish: "complete",
        })
        const spool = path.join(directory, "spool", "audit", "000000000001.ndjson")
        assert.notMatch(fs.readFileSync(spool, "utf8"), /jane|1234-5678|0001/u)
        sinks.analytics.offer({ id: "t1", ...analytics, user: "demo-01" })
        sinks.analytics.offer({ id: "t2", ...analytics, user: "demo-01" })
        sinks.analytics.offer({ id: "t3", ...analytics })
        assert.isTrue(yield* metrics.drain(5_000))
        assert.notInclude(fs.readFileSync(spool, "utf8"), '"session":"s"')
        assert.deepInclude(linesOf(directory, "audit")[0], {
          question: "Is [order] sent to [email]?",
          answer: "[order] is. 電話は[phone]です。",
        })
        const users = linesOf(directory, "analytics").map(({ user }) => user)
        const pseudonym = keyedHash("the key of CUSTOMER#demo-01")("demo-01")
        assert.deepStrictEqual(users, [pseudonym, pseudonym, undefined])
      }),
  )

  it.live("never write a customer's id in place of a pseudonym that nobody knows", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const { asked, metrics, sinks, state } = yield* opened({ DATA_DIR: directory })
      state.knowsCustomers = false
      const audit = { at: 1, session: "s", question: "q", answer: "a", finish: "complete" }
      sinks.audit.offer({ id: "t1", ...audit, user: "demo-01" })
      sinks.analytics.offer({ id: "t1", ...analytics, user: "demo-01" })
      // A turn asks nobody.
      assert.deepStrictEqual(asked, [])
      assert.isFalse(yield* metrics.drain(300))
      assert.include(asked, "CUSTOMER#demo-01")
      assert.isFalse(fs.existsSync(path.join(directory, "audit")))
      assert.deepStrictEqual(
        linesOf(directory, "analytics").map(({ id, user }) => [id, user]),
        [["t1", undefined]],
      )
      state.knowsCustomers = true
      assert.isTrue(yield* metrics.drain(5_000))
      const pseudonym = keyedHash("the key of CUSTOMER#demo-01")
      assert.deepInclude(linesOf(directory, "audit")[0], { user: pseudonym("demo-01") })
      assert.strictEqual(metrics.counters()["audit"]?.dropped, 0)
    }),
  )

  it.live("go around a full disk while their targets are well, and say so", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const { asked, metrics, sinks, state } = yield* opened({ DATA_DIR: directory })
      assert.isUndefined(metrics.trouble())
      for (const sink of ["session", "audit"]) {
        fs.rmSync(path.join(directory, "spool", sink), { recursive: true })
      }
      const audit = { at: 1, session: "s", question: "q", answer: "a", finish: "complete" }
      for (const id of ["t1", "t2"]) {
        assert.isTrue(sinks.session.offer({ id, session: "s", turn: { ...turn, turn: id } }))
        assert.isTrue(sinks.audit.offer({ id, ...audit }))
      }
      assert.include(metrics.trouble() ?? "", "session: disk-refused: ENOENT")
      assert.include(metrics.trouble() ?? "", "audit: disk-refused: ENOENT")
      assert.isTrue(yield* metrics.drain(5_000))
      assert.include(asked.join(), "append s t1")
      assert.deepInclude(metrics.counters()["session"], { written: 2, unjournaled: 2, refused: 0 })
      assert.deepStrictEqual(
        linesOf(directory, "audit").map(({ id }) => id),
        ["t1", "t2"],
      )
      state.isUp = false
      sinks.session.offer({ id: "t3", session: "s", turn: { ...turn, turn: "t3" } })
      yield* metrics.drain(1_000)
      // Neither the disk nor the table: nobody is told that it is recorded.
      assert.isFalse(sinks.session.offer({ id: "t4", session: "s", turn: { ...turn, turn: "t4" } }))
      fs.mkdirSync(path.join(directory, "spool", "session"))
      state.isUp = true
      assert.isTrue(yield* metrics.drain(5_000))
      assert.deepInclude(metrics.counters()["session"], { written: 3, dropped: 0, refused: 1 })
    }),
  )

  it.live("write a turn, and keep it while the table is down", () =>
    Effect.gen(function* () {
      const { asked, metrics, sinks, state } = yield* opened({ DATA_DIR: yield* temporary })
      sinks.session.offer({ id: "t1", session: "s", turn })
      assert.isTrue(yield* metrics.drain(5_000))
      assert.deepStrictEqual(asked, ["append s t1"])
      state.isUp = false
      sinks.session.offer({ id: "t2", session: "s", turn: { ...turn, turn: "t2" } })
      assert.isFalse(yield* metrics.drain(200))
      assert.deepInclude(metrics.counters()["session"], { accepted: 2, written: 1, pending: 1 })
      assert.isAtLeast(metrics.counters()["session"]?.oldestAgeMs ?? 0, 100)
      state.isUp = true
      assert.isTrue(yield* metrics.drain(5_000))
      assert.deepInclude(metrics.counters()["session"], { written: 2, pending: 0, dropped: 0 })
    }),
  )

  it.live("measure a cache write that fails, and count it as dropped", () =>
    Effect.gen(function* () {
      const { metrics, sinks } = yield* opened({ DATA_DIR: yield* temporary })
      sinks.answers.offer({
        id: "t1",
        key: "k",
        answer: {
          text: "t",
          products: [],
          model: "m",
          origin: "exact",
          figures: [],
          series: [],
          words: "t",
        },
        tags: { names: [], since: { epoch: "memory", number: 0 } },
        freshForMs: 1,
        staleForMs: 1,
      })
      yield* metrics.drain(5_000)
      assert.deepInclude(metrics.counters()["cache"], { accepted: 1, dropped: 1, pending: 0 })
      assert.isAtLeast(metrics.counters()["metrics"]?.accepted ?? 0, 1)
      assert.include(metrics.reports()["cache"]?.lastFailure ?? "", "CacheError")
    }),
  )

  it.live("offer a dead letter again only to a sink that knows its shape", () =>
    Effect.gen(function* () {
      const { asked, metrics } = yield* opened({ DATA_DIR: yield* temporary })
      assert.isFalse(metrics.reoffer("unheard-of", {}))
      assert.isFalse(metrics.reoffer("session", { id: "t1" }))
      assert.isTrue(metrics.reoffer("session", { id: "t1", session: "s", turn }))
      assert.isTrue(yield* metrics.drain(5_000))
      assert.include(asked, "append s t1")
    }),
  )

  it.live("refuse a folder that cannot be written, and name it with the reason", () =>
    Effect.gen(function* () {
      const file = `${yield* temporary}/file`
      fs.writeFileSync(file, "")
      const error = yield* Effect.flip(Effect.scoped(opened({ DATA_DIR: file })))
      assert.match(
        String(error.cause),
        /DATA_DIR must be a folder that can be written \(EEXIST: .*file/u,
      )
    }),
  )

  it.live("say at a stop what could not be delivered, and where it lies", () =>
    Effect.gen(function* () {
      const directory = yield* temporary
      const said: Array<string> = []
      const ending = { code: 0 }
      const stopped = Effect.gen(function* () {
        const { sinks, state } = yield* opened({ DATA_DIR: directory })
        state.isUp = false
        for (const id of ["t1", "t2"]) {
          sinks.session.offer({ id, session: "s", turn: { ...turn, turn: id } })
        }
      })
      yield* Effect.scoped(stopped).pipe(
        Effect.provideService(ExitCode, ending),
        Effect.provide(
          Logger.layer([Logger.make(({ message }) => void said.push(String(message)))]),
        ),
      )
      assert.strictEqual(ending.code, 3)
      assert.lengthOf(said, 1)
      assert.match(said[0] ?? "", /2 of session \(ConnectionError.*They lie in \/.*spool;/u)
    }),
  )

  it.live.each(["nonsense", "https://sqs.eu-west-1.amazonaws.com/", "sqs://a/b/c"])(
    "refuse a queue that is none, and name it: %s",
    (SINK_DEAD_LETTER_QUEUE_URL) =>
      Effect.gen(function* () {
        const environment = {
          DATA_DIR: yield* temporary,
          AWS_REGION: "eu-west-1",
          SINK_DEAD_LETTER_QUEUE_URL,
        }
        const error = yield* Effect.flip(Effect.scoped(opened(environment)))
        assert.include(String(error.cause), "SINK_DEAD_LETTER_QUEUE_URL must be the URL of an SQS")
      }),
  )

  it.live("refuse a short hash key, and name it", () =>
    Effect.gen(function* () {
      const environment = { DATA_DIR: yield* temporary, SINK_HASH_KEY: "short" }
      const error = yield* Effect.flip(Effect.scoped(opened(environment)))
      assert.include(String(error.cause), "SINK_HASH_KEY")
    }),
  )
})
