import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeSink, type Sink } from "../src/index.ts"
import type { RetryOptions } from "../src/contract/Sink.ts"
import { balanced, ids, makeTarget, spoolIn, temporary, type Entry } from "./harness.ts"

const batch = { count: 10, ageMs: 50 }
const names = (entries: ReadonlyArray<Entry>) => entries.map(({ id }) => id)
const offerAll = (sink: Sink<Entry>, entries: ReadonlyArray<Entry>) =>
  entries.map((entry) => sink.offer(entry))

describe.each(["best-effort", "must-keep"] as const)("a %s sink", (kind) => {
  const make = Effect.fnUntraced(function* (
    write: ReturnType<typeof makeTarget>["write"],
    more: {
      readonly capacity?: number
      readonly orderKey?: (entry: Entry) => string | undefined
      readonly sameKey?: "apart" | "together"
      readonly retry?: RetryOptions
    } = {},
  ) {
    const base = { name: "test", batch, write, ...more }
    if (kind === "best-effort") return yield* makeSink({ ...base, class: kind })
    const directory = yield* temporary
    return yield* makeSink({ ...base, class: kind, spool: spoolIn(directory) })
  })

  it.effect("writes a full batch at once and a part of one after its age", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write)
      assert.isTrue(offerAll(sink, ids(0, 25)).every(Boolean))
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(
        target.batches.map(({ length }) => length),
        [10, 10],
      )
      yield* TestClock.adjust(49)
      assert.strictEqual(target.batches.length, 2)
      yield* TestClock.adjust(1)
      assert.deepStrictEqual(target.got, names(ids(0, 25)))
      assert.deepInclude(sink.counters(), { accepted: 25, written: 25, pending: 0, dropped: 0 })
    }),
  )

  it.effect("tries again with growing pauses until the target takes it", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write, { retry: { attempts: 100 } })
      for (const way of ["fail", "die", "hang", "ok"] as const) {
        target.state.way = way
        if (way === "fail") offerAll(sink, ids(0, 10))
        yield* TestClock.adjust(way === "hang" ? 10_500 : 250)
      }
      yield* TestClock.adjust(60_000)
      assert.deepStrictEqual(target.got, names(ids(0, 10)))
      assert.isAbove(sink.counters().retried, 0)
      assert.isTrue(balanced(sink.counters()))
    }),
  )

  it.effect("sends again only what failed", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write)
      target.state.way = "half"
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(0)
      target.state.way = "ok"
      yield* TestClock.adjust(60_000)
      assert.deepStrictEqual(target.got.toSorted(), names(ids(0, 10)))
      assert.deepInclude(sink.counters(), { written: 10, dropped: 0, pending: 0 })
    }),
  )

  it.effect("keeps to what it can count when a target names records that do not exist", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "garbage"
      const sink = yield* make(target.write)
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(0)
      assert.deepInclude(sink.counters(), { written: 10, pending: 0 })
    }),
  )

  it.effect("refuses what has no JSON form or is too large, and never throws", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write, {
        orderKey: (entry) => {
          if (entry.id === "bad") throw new Error("no key")
          return undefined
        },
      })
      assert.isFalse(sink.offer({ id: "bad" }))
      if (kind === "must-keep") {
        assert.isFalse(sink.offer({ id: "large", text: "x".repeat(1_048_576) }))
        const circular: { id: string; self?: unknown } = { id: "circular" }
        circular.self = circular
        assert.isFalse(sink.offer(circular))
      }
      assert.strictEqual(sink.counters().refused, kind === "must-keep" ? 3 : 1)
      assert.strictEqual(sink.counters().accepted, 0)
    }),
  )

  it.effect("refuses a record without an id, and names the field", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write)
      for (const [given, came] of [
        [{ text: "said" }, "left out"],
        [{ id: "" }, "an empty text"],
        [{ id: 7 }, "7"],
      ] as const) {
        // What plain JavaScript may offer; TypeScript refuses it.
        assert.isFalse(sink.offer(given as unknown as Entry))
        const { lastRefusal = "" } = sink.report()
        assert.include(lastRefusal, `no-id: id must be a text, not ${came}`)
      }
      assert.deepStrictEqual(sink.report().refusals, { "no-id": 3 })
      assert.deepInclude(sink.counters(), { accepted: 0, refused: 3 })
    }),
  )

  it.effect("writes records of one key together where the target takes them so", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const orderKey = () => "one"
      const sink = yield* make(target.write, { orderKey, sameKey: "together" })
      offerAll(sink, ids(0, 14))
      yield* TestClock.adjust(50)
      assert.deepStrictEqual(target.batches, [names(ids(0, 10)), names(ids(10, 4))])
      assert.deepInclude(sink.counters(), { written: 14, pending: 0 })
    }),
  )

  it.effect("keeps the order of a key, one record of it per batch", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const orderKey = (entry: Entry) => entry.key
      const sink = yield* make(target.write, { orderKey })
      const entries = Array.from({ length: 60 }, (_, index) => ({
        id: `${index % 3}-${Math.floor(index / 3)}`,
        key: `k${index % 3}`,
      }))
      target.state.way = "half"
      offerAll(sink, entries.slice(0, 30))
      yield* TestClock.adjust(100)
      target.state.way = "fail"
      yield* TestClock.adjust(kind === "must-keep" ? 20_000 : 50)
      target.state.way = "ok"
      offerAll(sink, entries.slice(30))
      yield* TestClock.adjust(600_000)
      assert.isTrue(
        target.batches.every((ids) => new Set(ids.map((id) => id[0])).size === ids.length),
      )
      for (const key of ["0", "1", "2"]) {
        const own = target.got
          .filter((id) => id.startsWith(`${key}-`))
          .map((id) => Number(id.slice(2)))
        assert.deepStrictEqual(
          own,
          own.toSorted((a, b) => a - b),
        )
      }
      if (kind === "must-keep") assert.strictEqual(target.got.length, 60)
      assert.isTrue(balanced(sink.counters()))
    }),
  )

  it.effect("drain writes at once; false at its deadline when the target hangs", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write)
      assert.isTrue(yield* sink.drain(0))
      offerAll(sink, ids(0, 3))
      assert.isTrue(yield* sink.drain(1_000))
      assert.deepStrictEqual(target.got, names(ids(0, 3)))
      target.state.way = "hang"
      offerAll(sink, ids(3, 3))
      const draining = yield* Effect.forkChild(sink.drain(1_000), { startImmediately: true })
      yield* TestClock.adjust(1_000)
      assert.isFalse(yield* Fiber.join(draining))
      assert.strictEqual(sink.counters().pending, 3)
      target.state.way = "ok"
      yield* TestClock.adjust(60_000)
      assert.strictEqual(sink.counters().pending, 0)
    }),
  )

  it.effect("drain again as soon as a drain has ended: waits for what came in between", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* make(target.write)
      for (let round = 0; round < 5; round += 1) {
        offerAll(sink, ids(round * 3, 3))
        assert.isTrue(yield* sink.drain(1_000))
        assert.strictEqual(target.got.length, (round + 1) * 3)
      }
    }),
  )

  it.effect("closing the scope drains first, then refuses", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const scope = yield* Scope.make()
      const sink = yield* Scope.provide(make(target.write), scope)
      offerAll(sink, ids(0, 3))
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(target.got, names(ids(0, 3)))
      assert.isFalse(sink.offer({ id: "late" }))
      assert.deepInclude(sink.counters(), { accepted: 3, written: 3, pending: 0, refused: 1 })
    }),
  )
})

describe("a best-effort sink", () => {
  it.effect("drops the oldest when memory is full, and counts each", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "test",
        class: "best-effort",
        capacity: 20,
        batch,
        write: target.write,
      })
      target.state.way = "hang"
      assert.isTrue(offerAll(sink, ids(0, 10)).every(Boolean))
      yield* TestClock.adjust(0)
      assert.isTrue(offerAll(sink, ids(10, 50)).every(Boolean))
      assert.deepInclude(sink.counters(), { accepted: 60, dropped: 30, pending: 30 })
      target.state.way = "ok"
      yield* TestClock.adjust(60_000)
      assert.deepStrictEqual(target.got, [...names(ids(0, 10)), ...names(ids(40, 20))])
      assert.isTrue(balanced(sink.counters()))
    }),
  )

  it.effect("gives a batch up after its attempts, and goes on with the next", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "test",
        class: "best-effort",
        batch,
        write: target.write,
        retry: { attempts: 3 },
      })
      target.state.way = "fail"
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(5_000)
      // Three attempts with all, then two with one: it is the target.
      assert.deepStrictEqual(
        target.batches.map(({ length }) => length),
        [10, 10, 10, 1, 1],
      )
      assert.deepInclude(sink.counters(), { dropped: 10, retried: 22, pending: 0 })
      target.state.way = "ok"
      offerAll(sink, ids(10, 10))
      yield* TestClock.adjust(5_000)
      assert.deepStrictEqual(target.got, names(ids(10, 10)))
    }),
  )

  it.effect("closing within its deadline counts what was left as dropped", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "hang"
      const scope = yield* Scope.make()
      const sink = yield* makeSink({
        name: "test",
        class: "best-effort",
        batch,
        write: target.write,
        drainDeadlineMs: 2_000,
      }).pipe(Scope.provide(scope))
      offerAll(sink, ids(0, 15))
      const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), {
        startImmediately: true,
      })
      yield* TestClock.adjust(2_000)
      yield* Fiber.join(closing)
      assert.deepInclude(sink.counters(), { accepted: 15, dropped: 15, pending: 0 })
    }),
  )

  it.effect("keeps batches within their bytes; a larger record goes alone", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "test",
        class: "best-effort",
        batch: { count: 100, bytes: 1_000, ageMs: 50 },
        write: target.write,
      })
      const sizes = [400, 400, 400, 5_000, 10, 10]
      for (const [index, size] of sizes.entries()) {
        sink.offer({ id: `${index}`, text: "x".repeat(size) })
      }
      yield* TestClock.adjust(50)
      assert.deepStrictEqual(target.batches, [["0", "1"], ["2"], ["3"], ["4", "5"]])
    }),
  )

  it.effect("refuses options that make no sense, naming the rule", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const base = { name: "test", class: "best-effort", batch, write: target.write } as const
      for (const [change, rule] of [
        [{ name: "../x" }, "name"],
        [{ batch: { count: 0, ageMs: 1 } }, "batch.count"],
        [{ batch: { count: 1, ageMs: Number.NaN } }, "batch.ageMs"],
        [{ capacity: 0 }, "capacity"],
      ] as const) {
        const error = yield* Effect.flip(makeSink({ ...base, ...change }))
        assert.strictEqual(error.reason, "invalid-options")
        assert.isTrue(error.detail.startsWith(rule), error.detail)
      }
    }),
  )
})
