/**
 * What can go wrong around a worker, on a real Redis and a real Cluster of three nodes: a schedule that is wrong, a
 * model that refuses for an hour, a catalogue that is replaced meanwhile, a token cap that is reached. Workers that die
 * or are cut off: `Workers.integration.test.ts`; clocks: `Clocks.integration.test.ts`.
 */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, RedisTagVersions, TagVersions } from "@manga-assist/caching"
import {
  BedrockChat,
  BedrockError,
  RedisConnection,
  RedisSubscriber,
} from "@manga-assist/connections"
import { Clock, ConfigProvider, Context, Deferred, Effect, Fiber, Layer, Schedule } from "effect"
import { execFile } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { PassReport } from "../src/answers/PassReport.ts"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { passingTime } from "./fixtures/passingTime.ts"
import { realServers } from "./fixtures/realServers.ts"
import { workerLayers } from "./fixtures/workerLayers.ts"
import { genreSchedule } from "./fixtures/scheduleFile.ts"

const minute = 60_000
const hour = 60 * minute

const trending = {
  name: "trending",
  each: "once",
  every: "15 minutes",
  lead: "5 minutes",
  trafficShare: 0.2,
  savesMs: 900,
  wordings: { en: ["trending manga"], ja: ["人気の漫画"] },
}

/** Every one of them is worth the same. */
const [genres] = genreSchedule.patterns

const scheduleOf = (more: object) => ({
  concurrency: 1,
  tokensPerHour: 1_000_000,
  demand: { top: 0, every: "30 minutes", lead: "10 minutes", savesMs: 700 },
  patterns: [genres, trending],
  ...more,
})

const fileWith = (text: string) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const file = join(mkdtempSync(join(tmpdir(), "precompute-")), "schedule.json")
      writeFileSync(file, text)
      return file
    }),
    (file) => Effect.sync(() => rmSync(join(file, ".."), { recursive: true })),
  )

const usage = { inputTokens: 900, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }
const answer = { stopReason: "end_turn", text: "An answer.", usage } as const

interface Model {
  readonly chat: BedrockChat["Service"]
  /** The questions it was asked, in order. */
  readonly asked: Array<string>
  /** Exchanged by the test. */
  answers: ReturnType<BedrockChat["Service"]["converse"]>
  mostOpen: number
}

const makeModel = (): Model => {
  let open = 0
  const chat = BedrockChat.of({
    converse: ({ messages }) =>
      Effect.suspend(() => {
        // Without the day: the hours that pass here may end one.
        const asked = JSON.stringify(messages.at(-1)?.content)
        model.asked.push(asked.replace(/<now>.*?<\/now>/u, ""))
        open += 1
        model.mostOpen = Math.max(model.mostOpen, open)
        return Effect.ensuring(
          model.answers,
          Effect.sync(() => {
            open -= 1
          }),
        )
      }),
  })
  const model: Model = { chat, asked: [], answers: Effect.succeed(answer), mostOpen: 0 }
  return model
}

/** A worker that leads until the scope closes, and what it has written, in order, each for the last question asked. */
const workerAt = Effect.fnUntraced(function* (
  url: string,
  model: Model,
  time: ReturnType<typeof passingTime>,
  schedule: object = {},
) {
  const environment = {
    REDIS_URL: url,
    PRECOMPUTE_SCHEDULE: yield* fileWith(JSON.stringify(scheduleOf(schedule))),
  }
  const written: Array<{ readonly key: string; readonly question: string }> = []
  const tell = (event: string, key: string) => {
    if (event === "written") written.push({ key, question: model.asked.at(-1) ?? "" })
  }
  const context = yield* Layer.build(
    Layer.fresh(workerLayers(model.chat, tell, false, time.connection)),
  ).pipe(
    Effect.provideService(Clock.Clock, time.clock),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
  )
  const worker = Context.get(context, PrecomputeWorker)
  yield* worker.leadership.term
  const inTime = Effect.provideService(Clock.Clock, time.clock)
  return {
    written,
    store: Context.get(context, CacheStore),
    tagVersions: Context.get(context, TagVersions),
    pass: inTime(worker.pass({})),
    plan: inTime(worker.plan({})),
    pausedMs: inTime(worker.pausedMs),
  }
})

/** Passes until all is fresh, and how many were written: a busy Cluster may leave a read unanswered. */
const whole = (pass: Effect.Effect<PassReport>) =>
  Effect.gen(function* () {
    let written = 0
    for (let time = 0; time < 5; time += 1) {
      const report = yield* pass
      written += report.written
      if (report.unreadable === 0 && report.fresh + report.written === report.patterns) break
    }
    return written
  })

const timeNow = Effect.map(Clock.Clock, passingTime)

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

const run = (environment: Readonly<Record<string, string>>, ...words: ReadonlyArray<string>) =>
  Effect.callback<{ readonly code: number | null; readonly errors: string }>((resume) => {
    const env = { ...process.env, ...environment }
    const child = execFile(process.execPath, [main, ...words], { env }, (_error, _out, errors) =>
      resume(Effect.succeed({ code: child.exitCode, errors })),
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

const never = { ...trending, every: undefined, cron: "0 0 30 2 *", holds: "1 hour" }
const untold = { ...trending, name: "genre", each: "genre" }
const popular = { ...trending, name: "popular" }

const wrongSchedules = [
  [
    { concurrency: 0, patterns: [never, untold] },
    /schedule\.json:2: concurrency must be a whole number from 1 to 50/u,
    /schedule\.json:\d+: patterns\[0\]\.cron .*never fires/u,
    /schedule\.json:\d+: patterns\[1\]\.wordings\.en\[0\] is no template/u,
  ],
  [
    { patterns: [trending, popular] },
    /schedule\.json:\d+: patterns\[1\]\.wordings\.en\[0\] \("trending manga"\) is the same question/u,
  ],
] as const

describe.each(realServers)("on %s", (_name, server) => {
  it.live("a wrong schedule stops the start with file, line and rule, and nothing is written", () =>
    Effect.gen(function* () {
      const { keys, url } = yield* server
      yield* Effect.forEach(
        wrongSchedules,
        ([schedule, ...told]) =>
          Effect.gen(function* () {
            const text = JSON.stringify(scheduleOf(schedule), null, 2)
            const PRECOMPUTE_SCHEDULE = yield* fileWith(text)
            const { code, errors } = yield* run({ REDIS_URL: url, PRECOMPUTE_SCHEDULE }, "run")
            assert.strictEqual(code, 2, errors)
            for (const rule of told) assert.match(errors, rule)
          }),
        { concurrency: 2 },
      )
      assert.deepStrictEqual(yield* keys("*"), [])
    }).pipe(Effect.scoped),
  )

  it.live(
    "a model that refuses for an hour is left alone; then the most valuable first, the oldest of them, no stampede",
    () =>
      Effect.gen(function* () {
        const { remove, url } = yield* server
        const time = yield* timeNow
        const model = makeModel()
        const questions = yield* Effect.gen(function* () {
          const { pass, store, written } = yield* workerAt(url, model, time)
          yield* whole(pass)
          // Not in the order in which they were written, and each a second apart.
          const aged = written.map(({ key, question }, at) => ({
            key,
            question,
            olderBySeconds: (at * 7) % written.length,
          }))
          for (const { key, olderBySeconds } of aged) {
            const entry: { storedAt: number } = JSON.parse((yield* store.get(key)) ?? "{}")
            const storedAt = entry.storedAt - olderBySeconds * 1_000
            yield* store.set(key, JSON.stringify({ ...entry, storedAt }), hour)
          }
          return aged
        }).pipe(Effect.scoped)
        // As after a change of the products: the model has to be asked again.
        yield* remove("precompute:known:*")

        const concurrency = 3
        const { pass, pausedMs, store } = yield* workerAt(url, model, time, { concurrency })
        model.answers = Effect.fail(new BedrockError({ reason: "throttled", detail: "scripted" }))
        time.pass(31 * minute)
        model.asked.length = 0
        for (let waitedMs = 0; waitedMs < hour;) {
          const before = model.asked.length
          assert.deepInclude(yield* pass, { written: 0, tokens: 0 })
          assert.isAtMost(model.asked.length - before, before === 0 ? concurrency : 1)
          const pauseMs = yield* pausedMs
          assert.isAbove(pauseMs, 0)
          time.pass(pauseMs)
          waitedMs += pauseMs
        }
        // 2 s, doubled up to 5 min, half of it jitter.
        assert.isBelow(model.asked.length, 40)

        model.asked.length = 0
        model.mostOpen = 0
        const back = yield* Deferred.make<void>()
        model.answers = Effect.as(Deferred.await(back), answer)
        const passing = yield* Effect.forkChild(pass, { startImmediately: true })
        yield* Effect.repeat(Effect.ignore(store.get("nothing")), {
          until: () => model.asked.length > 0,
        })
        // While the first one waits for its answer no other is put, however long that takes.
        for (let look = 0; look < 300; look += 1) yield* Effect.ignore(store.get("nothing"))
        assert.lengthOf(model.asked, 1)
        model.answers = Effect.andThen(Effect.yieldNow, Effect.succeed(answer))
        yield* Deferred.succeed(back, undefined)
        const first = yield* Fiber.join(passing)
        assert.strictEqual(first.written + (yield* whole(pass)), questions.length)
        assert.isAtMost(model.mostOpen, concurrency)
        const isTrending = (question: string) =>
          /What are the most popular manga|人気の漫画を教えて/u.test(question)
        const expected = questions
          .toSorted(
            (a, b) =>
              Number(isTrending(b.question)) - Number(isTrending(a.question)) ||
              b.olderBySeconds - a.olderBySeconds,
          )
          .map(({ question }) => question)
        assert.sameMembers([...new Set(model.asked)], expected)
        for (const [at, question] of model.asked.entries()) {
          assert.isAtMost(Math.abs(expected.indexOf(question) - at), concurrency, question)
        }
      }).pipe(Effect.scoped),
  )

  it.live(
    "a catalogue that is replaced while answers are made: those of the old one are made anew, and only those",
    () =>
      Effect.gen(function* () {
        const { url } = yield* server
        const model = makeModel()
        const { pass, plan, tagVersions } = yield* workerAt(url, model, yield* timeNow)
        // Whoever replaces it is another process.
        const { invalidate } = Context.get(
          yield* Layer.build(
            Layer.fresh(
              RedisTagVersions.layer({ writeDeadlineMs: 5_000 }).pipe(
                Layer.provide([RedisConnection.layer, RedisSubscriber.layerOptional]),
                Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
              ),
            ),
          ),
          TagVersions,
        )
        const replaced = Effect.gen(function* () {
          const before = yield* tagVersions.now
          yield* invalidate(["catalogue"])
          // What is read after the message was heard is of the new one.
          yield* Effect.repeat(tagVersions.now, {
            schedule: Schedule.spaced("10 millis"),
            until: ({ number }) => number > before.number,
          })
        })
        model.answers = Effect.suspend(() =>
          Effect.as(model.asked.length === 3 ? Effect.orDie(replaced) : Effect.void, answer),
        )
        yield* whole(pass)
        // The two before it and the one under way hold no more; those after it do.
        const { due } = yield* plan
        assert.lengthOf(due, 3)
        assert.isTrue(due.every(({ why }) => why === "missing"))
        assert.strictEqual(yield* whole(pass), 3)
        assert.lengthOf((yield* plan).due, 0)
      }).pipe(Effect.scoped),
  )

  it.live(
    "the token cap is one for all workers and holds for the hour; what it left out is said",
    () =>
      Effect.gen(function* () {
        const { url } = yield* server
        const time = yield* timeNow
        // The test ends within the hour that begins now.
        time.pass(hour - (time.clock.currentTimeMillisUnsafe() % hour) + 1_000)
        const model = makeModel()
        const cap = { tokensPerHour: 14_000 }
        const first = yield* Effect.scoped(
          Effect.flatMap(workerAt(url, model, time, cap), ({ pass }) => pass),
        )
        // What an answer may cost at most is reserved for it, and what it has not cost is given back.
        assert.isAbove(first.written, 3)
        assert.strictEqual(first.tokens, 1_000 * first.written)
        assert.deepStrictEqual(first.leftOut, { "token-cap": first.patterns - first.written })
        assert.lengthOf(first.leftOutFirst, 20)
        const { pass } = yield* workerAt(url, model, time, cap)
        const second = yield* pass
        assert.isAtMost(first.tokens + second.tokens, cap.tokensPerHour)
        assert.isAbove(second.leftOut["token-cap"] ?? 0, 0)
        const before = model.asked.length
        assert.isAtMost(1_000 * before, cap.tokensPerHour)
        time.pass(hour)
        const next = yield* pass
        assert.isAbove(model.asked.length, before)
        assert.isAtMost(next.tokens, cap.tokensPerHour)
      }).pipe(Effect.scoped),
  )

  it.live(
    "workers of two schedules, as while one is replaced: each renews what is due by its own, and leaves the rest alone",
    () =>
      Effect.gen(function* () {
        const { url } = yield* server
        const time = yield* timeNow
        const model = makeModel()
        const led = (schedule: object) =>
          Effect.scoped(
            Effect.flatMap(workerAt(url, model, time, schedule), ({ pass }) => whole(pass)),
          )
        const before = { patterns: [genres] }
        const count = yield* led(before)
        // Two questions more.
        assert.strictEqual(yield* led({ patterns: [genres, trending] }), 2)
        assert.strictEqual(yield* led(before), 0)
        assert.lengthOf(model.asked, count + 2)
        // An answer that the one lets live for 30 minutes runs out after 10 for the other.
        time.pass(8 * minute)
        assert.strictEqual(yield* led(before), 0)
        const brief = { ...genres, every: "10 minutes", lead: "3 minutes" }
        assert.strictEqual(yield* led({ patterns: [brief] }), count)
        // What now ends sooner than the one likes is made to last; then both are content.
        assert.isBelow(yield* led(before), count)
        assert.strictEqual(yield* led({ patterns: [brief] }), 0)
        assert.strictEqual(yield* led(before), 0)
        // Nothing had changed: the model was not asked.
        assert.lengthOf(model.asked, count + 2)
      }).pipe(Effect.scoped),
  )
})
