/** Passes over memory and a scripted model: cost, order, refusals, restarts. Time by TestClock. */
import { CachedAnswers } from "@manga-assist/assistant"
import { CacheError, CacheStore, TagClock } from "@manga-assist/caching"
import { series } from "@manga-assist/catalogue"
import { BedrockChat, BedrockError, ConnectionError } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Deferred, Effect, Fiber, Layer, Random } from "effect"
import { TestClock } from "effect/testing"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ProductFacts } from "../../../packages/assistant/src/ProductFacts.ts"
import { scriptedStore } from "../../../packages/assistant/test/scriptedStore.ts"
import { CustomerLoad, type Load } from "../src/CustomerLoad.ts"
import { Demand, type DemandedQuestion } from "../src/Demand.ts"
import { HeldAnswers } from "../src/HeldAnswers.ts"
import { KnownAnswers } from "../src/KnownAnswers.ts"
import { Leadership } from "../src/Leadership.ts"
import { Popular } from "../src/Popular.ts"
import { TokenBudget } from "../src/TokenBudget.ts"
import { PrecomputeWorker } from "../src/Worker.ts"
import { layerPortsOfProcess } from "../src/WorkerPorts.ts"

const minute = 60_000
const usage = { inputTokens: 900, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }
const answer = { stopReason: "end_turn", text: "An answer.", usage } as const

const schedule = (more: object = {}) => ({
  concurrency: 2,
  tokensPerHour: 1_000_000,
  demand: { top: 10, every: "30 minutes", lead: "10 minutes", savesMs: 700 },
  patterns: [
    {
      name: "trending",
      each: "once",
      every: "15 minutes",
      lead: "5 minutes",
      trafficShare: 0.2,
      savesMs: 900,
      wordings: { en: ["trending manga"], ja: ["人気の漫画"] },
    },
    {
      name: "demographic",
      each: "demographic",
      every: "30 minutes",
      lead: "10 minutes",
      trafficShare: 0.01,
      savesMs: 700,
      wordings: { en: ["show me {english}"], ja: ["{japanese}漫画を見せて"] },
    },
  ],
  ...more,
})

interface Setting {
  readonly schedule?: object
  readonly demanded?: ReadonlyArray<DemandedQuestion>
  /** So many of the first reads of prices come too late. */
  readonly lateReads?: number
  /** So many of the first writes find the store away. */
  readonly lostWrites?: number
  /** Of the model, by customers. */
  readonly load?: Effect.Effect<Load>
  /** One for each call; `asked` has the questions, in order. */
  readonly converse?: (call: number) => ReturnType<BedrockChat["Service"]["converse"]>
}

const late = new ConnectionError({
  service: "dynamodb",
  operation: "test",
  reason: "timeout",
  detail: "scripted",
})

const away = new CacheError({ reason: "unavailable", operation: "set", cause: "scripted" })

/** `start` makes another worker over the same cache and token count, as after a restart. */
const setting = Effect.fnUntraced(function* ({
  converse,
  demanded = [],
  lateReads = 0,
  lostWrites = 0,
  load = Effect.succeed({ running: 0, refused: 0 }),
  ...given
}: Setting) {
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "precompute-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true })),
  )
  const file = join(folder, "schedule.json")
  writeFileSync(file, JSON.stringify(given.schedule ?? schedule()))
  const asked: Array<string> = []
  const chat = BedrockChat.of({
    converse: ({ messages }) =>
      Effect.suspend(() => {
        const content = JSON.stringify(messages.at(-1)?.content)
        asked.push(content)
        return converse?.(asked.length) ?? Effect.succeed(answer)
      }),
  })
  const store = scriptedStore()
  const tagClock = Context.get(yield* Layer.build(TagClock.layerMemory()), TagClock)
  let reads = 0
  const facts = Layer.effect(
    ProductFacts,
    Effect.map(ProductFacts, (timely) =>
      ProductFacts.of({
        read: (ids, deadlineMs) =>
          Effect.suspend(() => {
            reads += 1
            return reads > lateReads ? timely.read(ids, deadlineMs) : Effect.fail(late)
          }),
      }),
    ),
  ).pipe(Layer.provide(store.layer))
  let writes = 0
  const cache = Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (kept) =>
      CacheStore.of({
        ...kept,
        set: (...entry) =>
          Effect.suspend(() => {
            writes += 1
            return writes > lostWrites ? kept.set(...entry) : Effect.fail(away)
          }),
      }),
    ),
  ).pipe(Layer.provide(CacheStore.layerMemory()))
  const shared = Layer.succeedContext(
    yield* Layer.build(
      Layer.fresh(
        Layer.mergeAll(
          cache,
          KnownAnswers.layerMemory,
          TokenBudget.layerMemory,
          Leadership.layerAlone,
        ),
      ),
    ),
  )
  const told: Array<ReadonlyArray<string>> = []
  const popular = Popular.of({ tell: (places) => Effect.sync(() => told.push(places)) })
  const start = Layer.build(
    Layer.fresh(
      PrecomputeWorker.layerShared.pipe(
        Layer.provide(HeldAnswers.layer),
        Layer.provide([Layer.fresh(CachedAnswers.layer), Layer.succeed(BedrockChat, chat)]),
        Layer.provide(Layer.succeed(Demand, Demand.of({ top: () => Effect.succeed(demanded) }))),
        Layer.provide(Layer.succeed(CustomerLoad, CustomerLoad.of({ read: load }))),
        Layer.provide(Layer.succeed(Popular, popular)),
        Layer.provide(shared),
        Layer.provide(layerPortsOfProcess),
        Layer.provide(Layer.succeed(TagClock, tagClock)),
        Layer.provide(facts),
        Layer.provide(store.layer),
        Layer.provide(
          ConfigProvider.layer(ConfigProvider.fromUnknown({ PRECOMPUTE_SCHEDULE: file })),
        ),
      ),
    ),
  ).pipe(Effect.map((context) => Context.get(context, PrecomputeWorker)))
  const kept = Context.get(yield* Layer.build(shared), CacheStore)
  return { asked, kept, start, prices: store.seen.prices, reads: () => reads, tagClock, told }
})

/** Trending in two languages, four demographics in two. */
const all = 10

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
      assert.include(asked[0], "berserk")
      assert.include(asked.slice(1, 3).join(), "trending manga")
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

  it.effect("tries a write once more, and is over when the store stays away", () =>
    Effect.gen(function* () {
      const back = yield* setting({ lostWrites: 1 })
      assert.deepInclude(yield* (yield* back.start).pass({}), { written: all, leftOut: {} })
      // What was answered for the lost write is known: it was not asked twice.
      assert.lengthOf(back.asked, all)
      const gone = yield* setting({ lostWrites: Infinity })
      const report = yield* (yield* gone.start).pass({})
      assert.deepInclude(report, { written: 0, leftOut: { store: all } })
      assert.isAtMost(gone.asked.length, 6)
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
      for (const id of ["vinland-saga", "one-piece", "blue-lock"]) prices.set(id, 9_999)
      assert.deepInclude(yield* worker.pass({}), { written: all, unchanged: 0 })
      assert.lengthOf(asked, 2 * all)
    }).pipe(Effect.scoped),
  )
})

describe("a catalogue that is replaced", () => {
  it.effect("has every answer made anew at once, from what it is now", () =>
    Effect.gen(function* () {
      const { asked, prices, start, tagClock } = yield* setting({})
      const worker = yield* start
      yield* worker.pass({})
      for (const id of ["vinland-saga", "one-piece", "blue-lock"]) prices.set(id, 9_999)
      yield* tagClock.invalidate(["catalogue"])
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
      const { start, tagClock } = yield* setting({
        schedule: schedule({ concurrency: 1 }),
        // In mid-answer, once.
        converse: (call) =>
          Effect.as(call === 3 ? Effect.orDie(replaced.by()) : Effect.void, answer),
      })
      replaced.by = () => tagClock.invalidate(["catalogue"])
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
        schedule: schedule({ tokensPerHour: 8_000, concurrency: 1 }),
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
        schedule: schedule({ tokensPerHour: 11_500, concurrency: 1 }),
        // More than was guessed of any.
        converse: (call) =>
          Effect.succeed({ ...answer, usage: { ...usage, inputTokens: call < 3 ? 900 : 3_200 } }),
      })
      const report = yield* (yield* start).pass({})
      assert.isAbove(report.written, 3)
      assert.isAtMost(report.tokens, 11_500)
      assert.isAbove(report.leftOut["token-cap"] ?? 0, 0)
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
        schedule: schedule({ tokensPerHour: 15_500, concurrency: 1 }),
      })
      const { byPattern, leftOut } = yield* (yield* start).pass({})
      assert.deepStrictEqual(byPattern["demand"], { entries: 10, fresh: 0, written: 0 })
      assert.deepStrictEqual(leftOut, { "token-cap": 10 })
    }).pipe(Effect.scoped),
  )

  it.effect("counts what was reserved while the model answers: two at once do not exceed it", () =>
    Effect.gen(function* () {
      const { asked, start } = yield* setting({
        schedule: schedule({ tokensPerHour: 7_000, concurrency: 2 }),
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
})

describe("a model that refuses", () => {
  const throttled = new BedrockError({ reason: "throttled", detail: "scripted" })

  it.effect(
    "is left alone, longer each time, then asked one question; the best first when it is back",
    () =>
      Effect.gen(function* () {
        let isBack = false
        const { asked, start } = yield* setting({
          // Not at once: others could be asked meanwhile.
          converse: () =>
            Effect.andThen(
              Effect.yieldNow.pipe(Effect.repeat({ times: 20 })),
              isBack ? Effect.succeed(answer) : Effect.fail(throttled),
            ),
        })
        const worker = yield* start
        const first = yield* worker.pass({})
        // No more than were with the model at once.
        assert.isAtMost(asked.length, 2)
        assert.deepStrictEqual(first.leftOut, {
          "model-refused": asked.length,
          "model-paused": all - asked.length,
        })
        assert.strictEqual(first.tokens, 0)
        const pauses: Array<number> = []
        for (let hour = 0; hour < 10; hour += 1) {
          const pause = yield* worker.pausedMs
          pauses.push(pause)
          const before = asked.length
          assert.strictEqual((yield* worker.pass({})).leftOut["model-paused"], all)
          assert.lengthOf(asked, before)
          yield* TestClock.adjust(pause)
          yield* worker.pass({})
          assert.lengthOf(asked, before + 1)
        }
        assert.isAbove(pauses.at(-1) ?? 0, 100_000)
        assert.isAtMost(Math.max(...pauses), 300_000)
        isBack = true
        yield* TestClock.adjust(300_000)
        const before = asked.length
        assert.deepInclude(yield* worker.pass({}), { written: all, failed: 0 })
        assert.match(asked[before] ?? "", /trending manga|人気の漫画/u)
        assert.strictEqual(yield* worker.pausedMs, 0)
      }).pipe(Effect.scoped),
  )

  it.effect.each([
    "throttled",
    "unavailable",
    "first-token-timeout",
    "connection",
    "access-denied",
    "certificate",
  ] as const)("by %s is left alone, and nothing is charged for it", (reason) =>
    Effect.gen(function* () {
      const refusal = new BedrockError({ reason, detail: "scripted" })
      let isBack = false
      const { asked, start } = yield* setting({
        // Enough for all of them, if nothing is spent on what was refused.
        schedule: schedule({ concurrency: 1, tokensPerHour: 15_500 }),
        converse: () => (isBack ? Effect.succeed(answer) : Effect.fail(refusal)),
      })
      const worker = yield* start
      for (let time = 1; time <= 8; time += 1) {
        const report = yield* worker.pass({})
        const leftOut = { "model-refused": 1, "model-paused": all - 1 }
        assert.deepInclude(report, { failed: 0, leftOut, tokens: 0 })
        assert.deepStrictEqual(report.failures, [refusal.message])
        assert.lengthOf(asked, time)
        yield* TestClock.adjust(yield* worker.pausedMs)
      }
      isBack = true
      assert.deepInclude(yield* worker.pass({}), { written: all, leftOut: {} })
    }).pipe(Effect.scoped),
  )

  it.effect("does not keep what costs nothing from being renewed", () =>
    Effect.gen(function* () {
      let isBack = true
      const { asked, reads, start } = yield* setting({
        schedule: schedule({ concurrency: 1 }),
        converse: () => (isBack ? Effect.succeed(answer) : Effect.fail(throttled)),
      })
      const worker = yield* start
      const { written } = yield* worker.pass({ pattern: "demographic" })
      isBack = false
      yield* TestClock.adjust(28 * minute)
      // The first and best of them is missing: asked for, and refused.
      const refused = { "model-refused": 1, "model-paused": all - written - 1 }
      assert.deepInclude(yield* worker.pass({}), { unchanged: written, leftOut: refused })
      assert.lengthOf(asked, written + 1)
      // While the model is left alone it is the same.
      yield* TestClock.adjust(28 * minute)
      yield* worker.pass({ pattern: "trending" })
      assert.lengthOf(asked, written + 2)
      const paused = { "model-paused": all - written }
      assert.deepInclude(yield* worker.pass({}), { unchanged: written, leftOut: paused })
      assert.lengthOf(asked, written + 2)
      // Nor are the products read of what cannot be renewed.
      const before = reads()
      assert.deepInclude(yield* worker.pass({}), { written: 0, leftOut: paused })
      assert.strictEqual(reads(), before)
    }).pipe(Effect.scoped),
  )

  it.effect(
    "is asked one question when its pause is over, though others are due that cost nothing",
    () =>
      Effect.gen(function* () {
        let says: Effect.Effect<typeof answer, BedrockError> = Effect.succeed(answer)
        let open = 0
        let most = 0
        const { asked, prices, start } = yield* setting({
          schedule: schedule({ concurrency: 5 }),
          converse: () =>
            Effect.suspend(() => {
              open += 1
              most = Math.max(most, open)
              return Effect.ensuring(
                Effect.andThen(Effect.yieldNow.pipe(Effect.repeat({ times: 50 })), says),
                Effect.sync(() => (open -= 1)),
              )
            }),
        })
        const worker = yield* start
        yield* worker.pass({ pattern: "demographic" })
        says = Effect.fail(throttled)
        yield* worker.pass({ pattern: "trending" })
        yield* TestClock.adjust(28 * minute)
        for (const id of ["vinland-saga", "one-piece", "blue-lock"]) prices.set(id, 9_999)
        most = 0
        const before = asked.length
        yield* worker.pass({})
        assert.strictEqual(most, 1)
        assert.lengthOf(asked, before + 1)
        says = Effect.succeed(answer)
        yield* TestClock.adjust(5 * minute)
        assert.deepInclude(yield* worker.pass({}), { written: all, leftOut: {} })
      }).pipe(Effect.scoped),
  )

  it.effect("that has answered since is left alone for 2 s again, or for as long as it asks", () =>
    Effect.gen(function* () {
      let says: Effect.Effect<typeof answer, BedrockError> = Effect.fail(throttled)
      const { start } = yield* setting({
        schedule: schedule({ concurrency: 1 }),
        converse: () => Effect.suspend(() => says),
      })
      const worker = yield* start
      for (let time = 0; time < 8; time += 1) {
        yield* worker.pass({})
        yield* TestClock.adjust(yield* worker.pausedMs)
      }
      says = Effect.succeed(answer)
      yield* worker.pass({ pattern: "trending" })
      says = Effect.fail(throttled)
      yield* worker.pass({})
      assert.isAtMost(yield* worker.pausedMs, 2_000)
      yield* TestClock.adjust(2_000)
      says = Effect.fail(
        new BedrockError({ reason: "throttled", detail: "scripted", retryAfterMs: 90_000 }),
      )
      yield* worker.pass({})
      assert.strictEqual(yield* worker.pausedMs, 90_000)
    }).pipe(Effect.scoped),
  )

  it.effect("is asked again by several workers at times of their own", () =>
    Effect.gen(function* () {
      const pauses: Array<number> = []
      for (let worker = 0; worker < 5; worker += 1) {
        const { start } = yield* setting({ converse: () => Effect.fail(throttled) })
        const { pass, pausedMs } = yield* start
        yield* pass({})
        pauses.push(yield* pausedMs)
      }
      assert.isAbove(new Set(pauses).size, 1)
      for (const pause of pauses) assert.isAtLeast(pause, 1_000)
    }).pipe(Effect.scoped, Random.withSeed("pauses")),
  )

  it.effect("in mid-answer may have charged anything: what was reserved for it stays spent", () =>
    Effect.gen(function* () {
      const broken = new BedrockError({ reason: "truncated", detail: "scripted" })
      const { start } = yield* setting({
        schedule: schedule({ concurrency: 1, tokensPerHour: 20_000 }),
        converse: () => Effect.fail(broken),
      })
      const report = yield* (yield* start).pass({})
      assert.isAbove(report.failed, 1)
      assert.strictEqual(report.leftOut["token-cap"], all - report.failed)
      assert.isAtMost(report.tokens, 20_000)
      assert.include(report.failures.join(), "truncated")
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
