/** Pass after pass, by whoever leads. Time by TestClock. */
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer, Logger } from "effect"
import { TestClock } from "effect/testing"
import type { Term } from "@manga-assist/leader"
import type { PassReport } from "../src/answers/PassReport.ts"
import { PrecomputeWorker } from "../src/worker/Worker.ts"
import { setting } from "./fixtures/passSetting.ts"

/** A worker whose passes and whose lead are the test's. */
const scheduled = Effect.fnUntraced(function* (pass: Effect.Effect<Partial<PassReport>>) {
  const real = yield* (yield* setting({})).start
  const whole = yield* real.pass({})
  const seen = { begun: 0, interrupted: 0, told: 0, last: "" }
  let over = yield* Deferred.make<void>()
  const term = Effect.sync((): Term => ({
    number: 1,
    lost: Deferred.await(over),
    confirm: Effect.void,
  }))
  const worker = PrecomputeWorker.of({
    ...real,
    leadership: { ...real.leadership, term },
    pass: () =>
      Effect.suspend(() => {
        seen.begun += 1
        return Effect.map(pass, (report) => ({ ...whole, written: 0, ...report }))
      }).pipe(
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            seen.interrupted += 1
          }),
        ),
      ),
  })
  const heard = Logger.layer([
    Logger.make(({ logLevel, message }) => {
      seen.told += 1
      seen.last = `${logLevel} ${Array.isArray(message) ? message[0] : message}`
    }),
  ])
  yield* Layer.build(
    PrecomputeWorker.layerScheduled.pipe(
      Layer.provide([Layer.succeed(PrecomputeWorker, worker), heard]),
    ),
  )
  const lose = Effect.gen(function* () {
    const lost = over
    over = yield* Deferred.make<void>()
    yield* Deferred.succeed(lost, undefined)
    yield* TestClock.adjust(0)
  })
  return { lose, seen, heartbeat: real.heartbeat }
})

describe("passes", () => {
  it.effect("follow each other, 20 s apart, and tell what they did", () =>
    Effect.gen(function* () {
      let written = 0
      const { seen } = yield* scheduled(Effect.sync(() => ({ written })))
      yield* TestClock.adjust(60_000)
      assert.deepInclude(seen, { begun: 4, told: 0 })
      written = 1
      yield* TestClock.adjust(40_000)
      assert.deepInclude(seen, { begun: 6, told: 2, last: "Info precompute pass" })
    }).pipe(Effect.scoped),
  )

  it.effect.each<readonly [string, Partial<PassReport>, string]>([
    [
      "answers failed",
      { written: 3, failed: 2, failures: ["the model answered nothing", "a table is away"] },
      "Warn precompute pass: 2 answers failed: the model answered nothing; a table is away",
    ],
    [
      "the model refused",
      { leftOut: { "model-refused": 1, "model-paused": 9 }, failures: ["throttled"] },
      "Warn precompute pass: 10 answers were left out: throttled",
    ],
    [
      "the cache cannot be read",
      { unreadable: 7 },
      "Warn precompute pass: 7 entries could not be looked up in the cache",
    ],
  ])("warn and give the reason when %s", ([, report, said]) =>
    Effect.gen(function* () {
      const { seen } = yield* scheduled(Effect.succeed(report))
      assert.deepInclude(seen, { told: 1, last: said })
    }).pipe(Effect.scoped),
  )

  it.effect("that merely leave something out are no failure", () =>
    Effect.gen(function* () {
      const { seen } = yield* scheduled(
        Effect.succeed({ leftOut: { "customers-first": 4, "token-cap": 2 } }),
      )
      assert.deepInclude(seen, { told: 1, last: "Info precompute pass" })
    }).pipe(Effect.scoped),
  )

  it.effect("beat as long as they get on, and not while one hangs", () =>
    Effect.gen(function* () {
      let hangs = false
      const { heartbeat } = yield* scheduled(
        Effect.suspend(() => (hangs ? Effect.never : Effect.succeed({}))),
      )
      yield* TestClock.adjust(3_600_000)
      assert.isFalse(heartbeat.isHung())
      hangs = true
      yield* TestClock.adjust(660_000)
      assert.isTrue(heartbeat.isHung())
    }).pipe(Effect.scoped),
  )

  it.effect("go on after one that broke", () =>
    Effect.gen(function* () {
      let isBroken = true
      const { seen } = yield* scheduled(
        Effect.suspend(() =>
          isBroken ? Effect.die(new Error("a fault of ours")) : Effect.succeed({}),
        ),
      )
      yield* TestClock.adjust(3_500)
      assert.deepInclude(seen, { begun: 4, told: 4 })
      isBroken = false
      yield* TestClock.adjust(20_000)
      assert.strictEqual(seen.begun, 5)
      yield* TestClock.adjust(20_000)
      assert.strictEqual(seen.begun, 6)
    }).pipe(Effect.scoped),
  )

  it.effect("that are not finished are gone on with at once", () =>
    Effect.gen(function* () {
      let isUnfinished = true
      const { seen } = yield* scheduled(
        Effect.suspend(() =>
          Effect.as(Effect.sleep(1_000), {
            leftOut: isUnfinished ? { "planned-anew": 5 } : {},
          } as const),
        ),
      )
      yield* TestClock.adjust(10_500)
      assert.strictEqual(seen.begun, 11)
      isUnfinished = false
      // The one under way, and one more.
      yield* TestClock.adjust(19_000)
      assert.strictEqual(seen.begun, 12)
    }).pipe(Effect.scoped),
  )

  it.effect("are given up when the lead is lost, and begun when it is there again", () =>
    Effect.gen(function* () {
      const { lose, seen } = yield* scheduled(Effect.never)
      assert.deepInclude(seen, { begun: 1, interrupted: 0 })
      yield* lose
      assert.deepInclude(seen, { begun: 2, interrupted: 1 })
    }).pipe(Effect.scoped),
  )

  it.effect("do not wait for their time when a new lead begins", () =>
    Effect.gen(function* () {
      const { lose, seen } = yield* scheduled(Effect.succeed({}))
      yield* TestClock.adjust(1_000)
      assert.strictEqual(seen.begun, 1)
      yield* lose
      assert.strictEqual(seen.begun, 2)
    }).pipe(Effect.scoped),
  )

  it.effect("tell once what stays left out, though the model is left alone in between", () =>
    Effect.gen(function* () {
      let pass = 0
      const { seen } = yield* scheduled(
        Effect.sync((): Partial<PassReport> => {
          pass += 1
          const refused = { "model-refused": 1, "model-paused": 9 }
          return pass % 3 === 1
            ? { leftOut: refused, failures: ["Bedrock throttled the request"] }
            : { leftOut: { "model-paused": 10 }, failures: [] }
        }),
      )
      yield* TestClock.adjust(600_000)
      assert.deepInclude(seen, { begun: 31, told: 1 })
    }).pipe(Effect.scoped),
  )
})
