import { assert, it } from "@effect/vitest"
import { Effect, Exit, Layer, Logger, Scope } from "effect"
import { TestClock } from "effect/testing"
import { watchServices } from "../src/warmup/ServiceWatch.ts"
import { type WarmUpTarget } from "../src/warmup/WarmUp.ts"

/** A service in the hands of the test, and how often it was called. */
const service = (name: string, options: Partial<WarmUpTarget> = {}) => {
  const state = { way: "answers" as "answers" | "fails" | "hangs", calls: 0 }
  const call = Effect.suspend(() => {
    state.calls++
    if (state.way === "answers") return Effect.void
    return state.way === "hangs" ? Effect.never : Effect.fail(new Error("no route"))
  })
  return { state, target: { name, critical: true, call, ...options } }
}

const options = { everyMs: 5_000, warmUpMs: 10_000 }

it.effect("is ready once every critical service has been warmed, and tries until then", () =>
  Effect.gen(function* () {
    const model = service("model")
    const cache = service("cache", { critical: false })
    model.state.way = "fails"
    cache.state.way = "fails"
    const { report } = yield* watchServices([model.target, cache.target], options)
    yield* TestClock.adjust("30 seconds")
    assert.isFalse(report().ready)
    assert.deepInclude(report().services[0], { name: "model", ok: false, detail: "no route" })
    assert.isAtLeast(report().services[0]?.awayMs ?? 0, 29_000)
    model.state.way = "answers"
    yield* TestClock.adjust("1 second")
    assert.isTrue(report().ready)
    assert.deepStrictEqual(
      report().services.map(({ ok }) => ok),
      [true, false],
    )
  }),
)

it.effect(
  "says what is missing once, then at growing intervals, and at once when that changes",
  () =>
    Effect.gen(function* () {
      const said: Array<string> = []
      const heard = Logger.layer([
        Logger.make(({ message }) => {
          said.push(String(message))
        }),
      ])
      const [model, table] = [service("model"), service("table")]
      model.state.way = "fails"
      table.state.way = "fails"
      yield* Layer.build(
        Layer.effectDiscard(watchServices([model.target, table.target], options)).pipe(
          Layer.provide(heard),
        ),
      )
      yield* TestClock.adjust("1 millis")
      assert.deepStrictEqual(said, [
        "not warm yet: model failed (no route) · table failed (no route)",
      ])
      yield* TestClock.adjust("10 minutes")
      const repeated = said.length
      assert.isAtLeast(repeated, 3)
      assert.isAtMost(repeated, 20)
      table.state.way = "answers"
      yield* TestClock.adjust("1 second")
      assert.lengthOf(said, repeated + 1)
      assert.match(said.at(-1) ?? "", /^not warm yet: model failed \(no route\) · table \d/)
      yield* TestClock.adjust("1 second")
      assert.lengthOf(said, repeated + 1)
      model.state.way = "answers"
      yield* TestClock.adjust("1 second")
      assert.lengthOf(said, repeated + 2)
      assert.match(said.at(-1) ?? "", /^warm: model/)
    }),
)

it.effect("is not ready before the first try of every service is over", () =>
  Effect.gen(function* () {
    const model = service("model")
    const slow = service("turn", { critical: false, call: Effect.sleep("2 seconds") })
    const { report } = yield* watchServices([model.target, slow.target], options)
    assert.deepStrictEqual(report(), { ready: false, services: [] })
    yield* TestClock.adjust("6 seconds")
    assert.isTrue(report().ready)
  }),
)

it.effect.each(["fails", "hangs"] as const)(
  "stays ready while a critical service %s, tells how long, and warms it up when it is back",
  (way) =>
    Effect.gen(function* () {
      const model = service("model")
      const { report } = yield* watchServices([model.target], options)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(report().services[0]?.awayMs, 0)
      model.state.way = way
      // At 65 s it is asked and begins to fail.
      yield* TestClock.adjust("10 minutes")
      assert.isTrue(report().ready)
      assert.deepInclude(report().services[0], { ok: false })
      assert.isAtLeast(report().services[0]?.awayMs ?? 0, 594_000)
      model.state.way = "answers"
      const before = model.state.calls
      yield* TestClock.adjust("11 seconds")
      assert.deepInclude(report().services[0], { ok: true, awayMs: 0 })
      // Warmed up, not only asked once.
      assert.isAtLeast(model.state.calls - before, 3)
    }),
)

it.effect("warns of what is away though the process is ready without it", () =>
  Effect.gen(function* () {
    const said: Array<string> = []
    const heard = Logger.layer([
      Logger.make(({ logLevel, message }) => {
        if (logLevel !== "Info") said.push(`${logLevel} ${String(message)}`)
      }),
    ])
    const cache = service("cache", { critical: false })
    const rehearsal = service("turn", { critical: false, watched: false })
    cache.state.way = "fails"
    rehearsal.state.way = "fails"
    const targets = [cache.target, rehearsal.target]
    yield* Layer.build(
      Layer.effectDiscard(watchServices(targets, options)).pipe(Layer.provide(heard)),
    )
    yield* TestClock.adjust("10 seconds")
    assert.deepStrictEqual(said, [
      "Warn cache does not answer: no route",
      "Warn turn does not answer: no route",
    ])
  }),
)

it.effect(
  "costs one call per interval, none for what is not watched, and ends with its scope",
  () =>
    Effect.gen(function* () {
      const model = service("model")
      const turn = service("turn", { critical: false, watched: false })
      const scope = yield* Scope.make()
      yield* Scope.provide(watchServices([model.target, turn.target], options), scope)
      yield* TestClock.adjust("1 millis")
      const [warmed, rehearsed] = [model.state.calls, turn.state.calls]
      yield* TestClock.adjust("100 seconds")
      assert.strictEqual(model.state.calls - warmed, 20)
      assert.strictEqual(turn.state.calls, rehearsed)
      yield* Scope.close(scope, Exit.void)
      yield* TestClock.adjust("100 seconds")
      assert.strictEqual(model.state.calls - warmed, 20)
    }),
)

it.effect("tells how long a service is away though the clock is set back", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("2 hours")
    const model = service("model")
    const { report } = yield* watchServices([model.target], options)
    yield* TestClock.adjust("1 second")
    model.state.way = "fails"
    yield* TestClock.adjust("10 seconds")
    yield* TestClock.setTime(3_600_000)
    yield* TestClock.adjust("15 seconds")
    assert.isAtLeast(report().services[0]?.awayMs ?? 0, 15_000)
  }),
)

it.effect("uses all connections of a service again, half a minute after the last time", () =>
  Effect.gen(function* () {
    const table = service("table", { floor: 4 })
    let [running, most] = [0, 0]
    const call = Effect.suspend(() => {
      most = Math.max(most, (running += 1))
      return Effect.andThen(table.target.call, Effect.sleep("10 millis")).pipe(
        Effect.ensuring(Effect.sync(() => (running -= 1))),
      )
    })
    const { report } = yield* watchServices([{ ...table.target, call }], options)
    yield* TestClock.adjust("1 second")
    assert.strictEqual(most, 4)
    most = 0
    yield* TestClock.adjust("24 seconds")
    assert.strictEqual(most, 1)
    yield* TestClock.adjust("10 seconds")
    assert.strictEqual(most, 4)
    const before = table.state.calls
    yield* TestClock.adjust("1 minute")
    // One each five seconds, and twice all four.
    assert.strictEqual(table.state.calls - before, 12 + 2 * 4)
    assert.isTrue(report().services[0]?.ok)
  }),
)
