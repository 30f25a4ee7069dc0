/** Passes over memory and a scripted model: cost, order, restarts. Time by TestClock; refusals: `Refused.test.ts`. */
import { products, series } from "@manga-assist/catalogue"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Deferred, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { scriptedStore } from "../../../packages/assistant/test/scriptedStore.ts"
import { Spender } from "@manga-assist/assistant"
import { LeaderError } from "@manga-assist/leader"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { all, answer, minute, schedule, setting, usage } from "./fixtures/passSetting.ts"

describe("a pass", () => {
  it.effect("answers everything once, and a worker that is started anew nothing again", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({})
      const first = yield* (yield* start).pass({})
      assert.deepInclude(first, { patterns: all, written: all, failed: 0, tokens: all * 1_000 })
      const second = yield* (yield* start).pass({})
      assert.deepInclude(second, { written: 0, fresh: all, tokens: 0 })
      assert.lengthOf(asked, all)
    }).pipe(Effect.scoped),
  )

  it.effect("asks the model as the worker, behind customers", () =>
    Effect.gen(function* () {
      const classes = new Set<string>()
      const { start } = yield* setting({
        converse: () =>
          Effect.map(Spender, (spender) => {
            classes.add(spender.class)
            return answer
          }),
      })
      yield* (yield* start).pass({})
      assert.deepStrictEqual([...classes], ["worker"])
    }).pipe(Effect.scoped),
  )

  it.effect("tells the servers where all of its answers lie, unless it is of one pattern", () =>
    Effect.gen(function* () {
      const { kept, start, told } = yield* setting({})
      const worker = yield* start
      yield* worker.pass({ pattern: "trending" })
      assert.lengthOf(told, 0)
      yield* worker.pass({})
      yield* worker.pass({})
      assert.lengthOf(told, 2)
      const [first = [], second] = told
      assert.deepStrictEqual(first, second)
      assert.strictEqual(new Set(first).size, all)
      for (const place of first) assert.isDefined(yield* kept.get(place))
    }).pipe(Effect.scoped),
  )

  it.effect("renews each entry before it runs out, by its pattern's lead", () =>
    Effect.gen(function* () {
      const { start } = yield* setting({})
      const worker = yield* start
      yield* worker.pass({})
      yield* TestClock.adjust(7 * minute)
      assert.strictEqual((yield* worker.pass({})).written, 0)
      yield* TestClock.adjust(5 * minute)
      const renewed = yield* worker.pass({})
      assert.deepStrictEqual(renewed.byPattern["trending"], { entries: 2, fresh: 0, written: 2 })
      assert.strictEqual(renewed.byPattern["demographic"]?.written, 0)
    }).pipe(Effect.scoped),
  )

  it.effect("asks for what saves most for a token first, mined questions among them", () =>
    Effect.gen(function* () {
      const demanded = [
        { locale: "en", text: "who wrote berserk", perHour: 5_000 },
        { locale: "en", text: "where is my order", perHour: 9_000 },
      ] as const
      const { asked, start } = yield* setting({ demanded, schedule: schedule({ concurrency: 1 }) })
      const report = yield* (yield* start).pass({})
      assert.strictEqual(report.written, all + 1)
      assert.include(asked[0], "Who is the author of Berserk?")
      assert.include(asked.slice(1, 3).join(), "What are the most popular manga?")
      assert.isFalse(asked.some((question) => question.includes("my order")))
    }).pipe(Effect.scoped),
  )

  it.effect("begins nothing more when it has lasted long enough; the next one goes on", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({
        schedule: schedule({ concurrency: 1 }),
        converse: () => Effect.as(TestClock.adjust(20_000), answer),
      })
      const worker = yield* start
      const report = yield* worker.pass({ atMostMs: 60_000 })
      assert.deepInclude(report, { written: 3, leftOut: { "planned-anew": all - 3 } })
      assert.lengthOf(asked, 3)
      assert.deepInclude(yield* worker.pass({ atMostMs: 600_000 }), { written: all - 3, fresh: 3 })
    }).pipe(Effect.scoped),
  )

  it.effect("tries once more what a late read kept from being answered, and only once", () =>
    Effect.gen(function* () {
      const twice = yield* setting({ lateReads: 2, schedule: schedule({ concurrency: 2 }) })
      assert.deepInclude(yield* (yield* twice.start).pass({}), { written: all, failed: 0 })
      const always = yield* setting({ lateReads: Infinity })
      const report = yield* (yield* always.start).pass({})
      assert.deepInclude(report, { written: 0, failed: all, tokens: 0 })
      assert.lengthOf(always.asked, 0)
    }).pipe(Effect.scoped),
  )

  it.effect("writes all others when one breaks", () =>
    Effect.gen(function* () {
      let count = 0
      const { start } = yield* setting({
        converse: () =>
          Effect.suspend(() => {
            count += 1
            return count === 2 ? Effect.die(new Error("a fault of ours")) : Effect.succeed(answer)
          }),
      })
      const report = yield* (yield* start).pass({})
      assert.deepInclude(report, {
        written: all - 1,
        failed: 1,
        failures: ["it broke: a fault of ours"],
      })
    }).pipe(Effect.scoped),
  )

  it.effect("tries a write once more, and is over when the store stays away", () =>
    Effect.gen(function* () {
      const back = yield* setting({ lostWrites: 1 })
      assert.deepInclude(yield* (yield* back.start).pass({}), {
        written: all,
        leftOut: {},
        tokens: all * 1_000,
      })
      // What was answered for the lost write is known: it was not asked twice.
      assert.lengthOf(back.asked, all)
      const gone = yield* setting({ lostWrites: Infinity })
      const report = yield* (yield* gone.start).pass({})
      assert.deepInclude(report, { written: 0, leftOut: { store: all } })
      // With what the store said, once.
      assert.lengthOf(report.failures, 1)
      assert.isAtMost(gone.asked.length, 6)
    }).pipe(Effect.scoped),
  )

  it.effect("is over when a later lead has written: nothing more is paid for in vain", () =>
    Effect.gen(function* () {
      const cause = new LeaderError({ reason: "fenced", detail: "scripted" })
      const { asked, start } = yield* setting({ lostWrites: Infinity, lost: cause })
      const report = yield* (yield* start).pass({})
      assert.deepInclude(report, { written: 0, leftOut: { "lead-lost": all } })
      assert.isAtMost(asked.length, 2)
    }).pipe(Effect.scoped),
  )

  it.effect("keeps to one pattern when it is told to", () =>
    Effect.gen(function* () {
      const { start } = yield* setting({})
      const report = yield* (yield* start).pass({ pattern: "trending" })
      assert.deepInclude(report, { patterns: 2, written: 2 })
    }).pipe(Effect.scoped),
  )

  it.effect(
    "never has more questions with the model than its concurrency, and tells its progress",
    () =>
      Effect.gen(function* () {
        let open = 0
        let most = 0
        const gate = yield* Deferred.make<void>()
        const { start } = yield* setting({
          schedule: schedule({ concurrency: 3 }),
          converse: () =>
            Effect.gen(function* () {
              open += 1
              most = Math.max(most, open)
              if (open === 3) yield* Deferred.succeed(gate, undefined)
              yield* Deferred.await(gate)
              yield* Effect.yieldNow
              open -= 1
              return answer
            }),
        })
        const progress: Array<string> = []
        const onProgress = (done: number, total: number) => progress.push(`${done}/${total}`)
        yield* (yield* start).pass({ onProgress })
        assert.strictEqual(most, 3)
        assert.deepStrictEqual(
          progress,
          Array.from({ length: all + 1 }, (_, done) => `${done}/${all}`),
        )
      }).pipe(Effect.scoped),
  )
})

describe("an entry of which nothing changed", () => {
  it.effect("is renewed without the model; a price that changed is paid for", () =>
    Effect.gen(function* () {
      const { asked, prices, start } = yield* setting({})
      const worker = yield* start
      yield* worker.pass({})
      yield* TestClock.adjust(28 * minute)
      // Nor by a worker that was started anew.
      assert.deepInclude(yield* (yield* start).pass({}), {
        written: all,
        unchanged: all,
        tokens: 0,
      })
      assert.lengthOf(asked, all)
      yield* TestClock.adjust(28 * minute)
      for (const { id } of products()) prices.set(id, 9_999)
      assert.deepInclude(yield* worker.pass({}), { written: all, unchanged: 0 })
      assert.lengthOf(asked, 2 * all)
    }).pipe(Effect.scoped),
  )
})

describe("a catalogue that is replaced", () => {
  it.effect("has every answer made anew at once, from what it is now", () =>
    Effect.gen(function* () {
      const { asked, prices, start, tagVersions } = yield* setting({})
      const worker = yield* start
      yield* worker.pass({})
      for (const { id } of products()) prices.set(id, 9_999)
      yield* tagVersions.invalidate(["catalogue"])
      const { due } = yield* worker.plan({})
      assert.lengthOf(due, all)
      assert.isTrue(due.every(({ leftMs, why }) => why === "missing" && leftMs === 0))
      assert.deepInclude(yield* worker.pass({}), { written: all, unchanged: 0, fresh: 0 })
      assert.lengthOf(asked, 2 * all)
      assert.deepInclude(yield* worker.pass({}), { written: 0, fresh: all })
    }).pipe(Effect.scoped),
  )

  it.effect("while answers are made: what was made of the old one is not kept, and made anew", () =>
    Effect.gen(function* () {
      const replaced = { by: (): Effect.Effect<void, unknown> => Effect.void }
      const { start, tagVersions } = yield* setting({
        schedule: schedule({ concurrency: 1 }),
        // In mid-answer, once.
        converse: (call) =>
          Effect.as(call === 3 ? Effect.orDie(replaced.by()) : Effect.void, answer),
      })
      replaced.by = () => tagVersions.invalidate(["catalogue"])
      const worker = yield* start
      yield* worker.pass({})
      // The two before it and the one under way hold no more; those after it do.
      assert.lengthOf((yield* worker.plan({})).due, 3)
      assert.deepInclude(yield* worker.pass({}), { written: 3, fresh: all - 3 })
      assert.deepInclude(yield* worker.pass({}), { written: 0, fresh: all })
    }).pipe(Effect.scoped),
  )
})

describe("the token cap", () => {
  it.effect("holds across workers, says what it left out, and ends with the hour", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({
        schedule: schedule({ tokensPerHour: 10_600, concurrency: 1 }),
      })
      const first = yield* (yield* start).pass({})
      // What a call may cost at most is reserved for it, 1,000 are spent.
      assert.isAtMost(first.tokens, 8_000)
      assert.isAbove(first.written, 1)
      assert.strictEqual(first.written + (first.leftOut["token-cap"] ?? 0), all)
      assert.isAbove(first.leftOutFirst.length, 0)
      const again = yield* start
      const second = yield* again.pass({})
      assert.isAtMost(first.tokens + second.tokens, 8_000)
      const before = asked.length
      yield* TestClock.adjust(60 * minute)
      assert.isAbove((yield* again.pass({})).written, 0)
      assert.isAbove(asked.length, before)
    }).pipe(Effect.scoped),
  )

  it.effect("is not exceeded by an answer that costs more than any before", () =>
    Effect.gen(function* () {
      const { start } = yield* setting({
        schedule: schedule({ tokensPerHour: 14_700, concurrency: 1 }),
        // More than was guessed of any.
        converse: (call) =>
          Effect.succeed({ ...answer, usage: { ...usage, inputTokens: call < 3 ? 900 : 3_200 } }),
      })
      const report = yield* (yield* start).pass({})
      assert.isAbove(report.written, 3)
      assert.isAtMost(report.tokens, 14_700)
      assert.isAbove(report.leftOut["token-cap"] ?? 0, 0)
    }).pipe(Effect.scoped),
  )

  it.effect("does not keep what costs nothing from being renewed", () =>
    Effect.gen(function* () {
      const { start } = yield* setting({
        schedule: schedule({ tokensPerHour: 17_600, concurrency: 1 }),
      })
      const worker = yield* start
      const { written } = yield* worker.pass({ pattern: "demographic" })
      assert.strictEqual(written, all - 2)
      yield* TestClock.adjust(28 * minute)
      assert.deepInclude(yield* worker.pass({}), {
        unchanged: written,
        leftOut: { "token-cap": 2 },
      })
    }).pipe(Effect.scoped),
  )

  it.effect("keeps a fifth for the better half of the entries", () =>
    Effect.gen(function* () {
      const demanded = series()
        .slice(20, 30)
        .map(
          ({ english }) =>
            ({ locale: "en", text: `who wrote ${english}`, perHour: 0.001 }) as const,
        )
      const { start } = yield* setting({
        demanded,
        schedule: schedule({ tokensPerHour: 19_800, concurrency: 1 }),
      })
      const { byPattern, leftOut } = yield* (yield* start).pass({})
      assert.deepStrictEqual(byPattern["demand"], { entries: 10, fresh: 0, written: 0 })
      assert.deepStrictEqual(leftOut, { "token-cap": 10 })
    }).pipe(Effect.scoped),
  )

  it.effect("counts what was reserved while the model answers: two at once do not exceed it", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({
        schedule: schedule({ tokensPerHour: 10_200, concurrency: 2 }),
        converse: () => Effect.never,
      })
      const fiber = yield* Effect.forkChild((yield* start).pass({}), { startImmediately: true })
      for (let turn = 0; turn < 200; turn += 1) yield* Effect.yieldNow
      assert.lengthOf(asked, 1)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.scoped),
  )
})

describe("customers who need the model", () => {
  it.effect(
    "go first: the pass ends with few questions asked, says so, and the next one is whole",
    () =>
      Effect.gen(function* () {
        let running = 500
        const { asked, start } = yield* setting({
          load: Effect.sync(() => ({ running, refused: 0 })),
        })
        const worker = yield* start
        const passing = yield* Effect.forkChild(worker.pass({}), { startImmediately: true })
        for (let second = 0; second < 70; second += 1) yield* TestClock.adjust(1_000)
        const report = yield* Fiber.join(passing)
        assert.isAtMost(asked.length, 4)
        assert.strictEqual(report.leftOut["customers-first"], all - asked.length)
        assert.isAtLeast(report.waitedMs, 59_000)
        running = 0
        const whole = yield* worker.pass({})
        assert.strictEqual(whole.written, report.leftOut["customers-first"])
        assert.strictEqual(whole.waitedMs, 0)
        assert.lengthOf(asked, all)
      }).pipe(Effect.scoped),
  )

  it.effect("do not keep what costs nothing from being renewed", () =>
    Effect.gen(function* () {
      let running = 0
      const { start } = yield* setting({ load: Effect.sync(() => ({ running, refused: 0 })) })
      const worker = yield* start
      yield* worker.pass({})
      running = 500
      yield* TestClock.adjust(28 * minute)
      assert.deepInclude(yield* worker.pass({}), { unchanged: all, leftOut: {}, waitedMs: 0 })
    }).pipe(Effect.scoped),
  )

  it.effect("do not keep it either where more than they let ahead is due before it", () =>
    Effect.gen(function* () {
      let running = 0
      const demanded = series()
        .slice(20, 30)
        .map(
          ({ english }) => ({ locale: "en", text: `who wrote ${english}`, perHour: 90 }) as const,
        )
      const { asked, reads, start } = yield* setting({
        demanded,
        schedule: schedule({ concurrency: 1 }),
        load: Effect.sync(() => ({ running, refused: 0 })),
      })
      const worker = yield* start
      const { written } = yield* worker.pass({ pattern: "demographic" })
      running = 500
      yield* TestClock.adjust(28 * minute)
      const before = reads()
      const passing = yield* Effect.forkChild(worker.pass({}), { startImmediately: true })
      for (let second = 0; second < 120; second += 1) yield* TestClock.adjust(1_000)
      const { leftOut, patterns, unchanged } = yield* Fiber.join(passing)
      const bought = asked.length - written
      assert.isAtMost(bought, 4)
      assert.strictEqual(unchanged, written)
      assert.deepStrictEqual(leftOut, { "customers-first": patterns - written - bought })
      // Of what waits no products are read for nothing, but of the one that found out.
      assert.isAtMost(reads() - before, written + bought + 1)
    }).pipe(Effect.scoped),
  )
})

describe("a dry run", () => {
  it.effect("tells what is due, why and at what cost, and asks nobody", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({})
      const { due } = yield* (yield* start).plan({})
      assert.lengthOf(due, all)
      assert.isTrue(due.every(({ tokens, why }) => why === "missing" && tokens === 2_500))
      assert.lengthOf(asked, 0)
    }).pipe(Effect.scoped),
  )
})

describe("a worker beside a server", () => {
  it.effect("looks into the answers of its process, and leaves fresh ones alone", () =>
    Effect.gen(function* () {
      const store = scriptedStore()
      const layer = PrecomputeWorker.layer.pipe(
        Layer.provide(store.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
      )
      const worker = Context.get(yield* Layer.build(layer), PrecomputeWorker)
      const first = yield* worker.pass({ pattern: "trending" })
      assert.deepInclude(first, { written: 4, fresh: 0, failed: 0 })
      yield* TestClock.adjust(5 * minute)
      assert.deepInclude(yield* worker.pass({ pattern: "trending" }), { written: 0, fresh: 4 })
      yield* TestClock.adjust(8 * minute)
      assert.deepInclude(yield* worker.pass({ pattern: "trending" }), { written: 4, unchanged: 4 })
      assert.lengthOf(store.seen.calls, 4)
    }).pipe(Effect.scoped),
  )
})
