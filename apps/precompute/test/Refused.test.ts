/** Passes whose model refuses, over memory. Time by TestClock. */
import { products } from "@manga-assist/catalogue"
import { BedrockError } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Random } from "effect"
import { TestClock } from "effect/testing"
import { all, answer, minute, schedule, setting } from "./fixtures/passSetting.ts"

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
        assert.match(asked[before] ?? "", /What are the most popular manga\?|人気のある漫画/u)
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
        schedule: schedule({ concurrency: 1, tokensPerHour: 19_800 }),
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
        for (const { id } of products()) prices.set(id, 9_999)
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

  it.effect("that is back is asked one question, and then as many at a time as ever", () =>
    Effect.gen(function* () {
      let isBack = false
      const open: Array<number> = []
      let count = 0
      const { asked, start } = yield* setting({
        schedule: schedule({ concurrency: 3 }),
        converse: () =>
          Effect.suspend(() => {
            count += 1
            open.push(count)
            return Effect.ensuring(
              Effect.andThen(
                Effect.yieldNow.pipe(Effect.repeat({ times: 100 })),
                isBack ? Effect.succeed(answer) : Effect.fail(throttled),
              ),
              Effect.sync(() => (count -= 1)),
            )
          }),
      })
      const worker = yield* start
      yield* worker.pass({})
      yield* TestClock.adjust(5 * minute)
      isBack = true
      const before = asked.length
      assert.deepInclude(yield* worker.pass({}), { written: all, leftOut: {} })
      assert.lengthOf(asked, before + all)
      assert.deepStrictEqual(open.slice(before, before + 4), [1, 1, 2, 3])
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
        schedule: schedule({ concurrency: 1, tokensPerHour: 21_600 }),
        converse: () => Effect.fail(broken),
      })
      const report = yield* (yield* start).pass({})
      assert.isAbove(report.failed, 1)
      assert.strictEqual(report.leftOut["token-cap"], all - report.failed)
      assert.isAtMost(report.tokens, 21_600)
      assert.include(report.failures.join(), "truncated")
    }).pipe(Effect.scoped),
  )
})
