/** Each fault of a target or its dead-letter queue; afterwards the counters add up. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { TestClock } from "effect/testing"
import { type DeadLetter, makeSink, type Sink, type WriteAnswer } from "../src/index.ts"
import { balanced, ids, makeTarget, spoolIn, temporary, type Entry } from "./harness.ts"

const names = (entries: ReadonlyArray<Entry>) => entries.map(({ id }) => id)
const offerAll = (sink: Sink<Entry>, entries: ReadonlyArray<Entry>) =>
  entries.every((entry) => sink.offer(entry))
const assertBalanced = (sink: Sink<Entry>) =>
  assert.isTrue(balanced(sink.counters()), JSON.stringify(sink.counters()))

/** A dead-letter queue that the test breaks. */
const makeQueue = () => {
  const letters: Array<DeadLetter> = []
  const state: { way: "ok" | "down" | "half" } = { way: "ok" }
  const write = (batch: ReadonlyArray<DeadLetter>): Effect.Effect<WriteAnswer, string> =>
    Effect.suspend(() => {
      if (state.way === "down") return Effect.fail("queue down")
      const taken = batch.filter((_, index) => state.way === "ok" || index % 2 === 0)
      letters.push(...taken)
      return Effect.succeed({
        failed: batch.flatMap((letter, index) => (taken.includes(letter) ? [] : [index])),
      })
    })
  return { letters, state, write }
}

const minute = 60_000

describe("a target that never takes one record", () => {
  it.effect("must-keep: that one alone is dead-lettered, with why", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const queue = makeQueue()
      target.state.poison = "r13"
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 50, ageMs: 10 },
        write: target.write,
        spool: spoolIn(yield* temporary),
        deadLetter: queue,
        retry: { budgetMs: minute },
      })
      assert.isTrue(offerAll(sink, ids(0, 50)))
      yield* TestClock.adjust(minute)
      assert.strictEqual(target.got.length, 49)
      assertBalanced(sink)
      yield* TestClock.adjust(5 * minute)
      assert.deepStrictEqual(
        queue.letters.map(({ id, sink, reason, record }) => ({ id, sink, reason, record })),
        [{ id: "r13", sink: "kept", reason: "poison", record: '{"id":"r13"}' }],
      )
      assert.isAtLeast(queue.letters[0]?.attempts ?? 0, 5)
      assert.deepInclude(sink.counters(), { written: 50, deadLettered: 1, pending: 0, dropped: 0 })
      assertBalanced(sink)
    }),
  )

  it.effect.each([0, 1, 2, 7, 12, 19])(
    "must-keep: what has its key waits behind it, all others are written: record %i of a batch",
    (poisonous) =>
      Effect.gen(function* () {
        const target = makeTarget()
        const queue = makeQueue()
        const poison = `r${poisonous}`
        target.state.poison = poison
        const sink = yield* makeSink({
          name: "kept",
          class: "must-keep",
          batch: { count: 20, ageMs: 10 },
          write: target.write,
          orderKey: ({ id }) => `k${Number(id.slice(1)) % 3}`,
          sameKey: "together",
          spool: spoolIn(yield* temporary),
          deadLetter: queue,
          retry: { budgetMs: minute },
        })
        offerAll(sink, ids(0, 20))
        yield* TestClock.adjust(minute)
        const isBehind = (id: string) => {
          const n = Number(id.slice(1))
          return n >= poisonous && n % 3 === poisonous % 3
        }
        const all = names(ids(0, 20))
        assert.deepStrictEqual(target.got.toSorted(), all.filter((id) => !isBehind(id)).toSorted())
        assertBalanced(sink)
        yield* TestClock.adjust(6 * minute)
        assert.deepStrictEqual(
          queue.letters.map(({ id }) => id),
          [poison],
        )
        const late = target.got.filter(isBehind)
        assert.deepStrictEqual(late, all.filter(isBehind).slice(1))
        assert.deepInclude(sink.counters(), { written: 20, deadLettered: 1, pending: 0 })
        assertBalanced(sink)
      }),
  )

  it.effect("must-keep: while it waits, others are not made to fail with it", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.poison = "r3"
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        capacity: 1,
        batch: { count: 10, ageMs: 10 },
        write: target.write,
        spool: spoolIn(yield* temporary),
        drainDeadlineMs: 0,
      })
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(minute)
      const before = target.batches.length
      for (let round = 1; round <= 20; round += 1) {
        // Memory holds one: the others wait on disk beside the one that failed.
        offerAll(sink, ids(round * 10, 10))
        yield* TestClock.adjust(10_000)
      }
      const later = target.batches.slice(before)
      assert.isTrue(later.some((batch) => batch.includes("r3")))
      assert.isTrue(later.every((batch) => batch.length === 1 || !batch.includes("r3")))
      assert.strictEqual(target.got.length, 209)
      assertBalanced(sink)
    }),
  )

  it.effect("best-effort: that one alone is dead-lettered", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const queue = makeQueue()
      target.state.poison = "r13"
      const sink = yield* makeSink({
        name: "loose",
        class: "best-effort",
        batch: { count: 50, ageMs: 10 },
        write: target.write,
        deadLetter: queue,
      })
      offerAll(sink, ids(0, 50))
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(names(queue.letters), ["r13"])
      assert.strictEqual(target.got.length, 49)
      assert.deepInclude(sink.counters(), { written: 50, deadLettered: 1, pending: 0, dropped: 0 })
    }),
  )

  it.effect("one that the target names as rejected goes at once", () =>
    Effect.gen(function* () {
      const queue = makeQueue()
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 5, ageMs: 10 },
        write: (): Effect.Effect<WriteAnswer> =>
          Effect.succeed({ rejected: [{ index: 2, reason: "not valid" }] }),
        spool: spoolIn(yield* temporary),
        deadLetter: queue,
      })
      offerAll(sink, ids(0, 5))
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(
        queue.letters.map(({ id, reason }) => [id, reason]),
        [["r2", "not valid"]],
      )
      assert.deepInclude(sink.counters(), { written: 5, deadLettered: 1, pending: 0 })
    }),
  )
})

describe("a target that is down", () => {
  const make = Effect.fnUntraced(function* (
    target: ReturnType<typeof makeTarget>,
    queue: ReturnType<typeof makeQueue> | undefined,
    directory: string,
  ) {
    return yield* makeSink({
      name: "kept",
      class: "must-keep",
      batch: { count: 10, ageMs: 10 },
      write: target.write,
      spool: spoolIn(directory),
      deadLetter: queue,
      retry: { budgetMs: 5 * minute },
      drainDeadlineMs: 0,
    })
  })

  it.effect("does not hide how old the oldest record is while it is being tried", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "fail"
      const queue = makeQueue()
      const sink = yield* make(
        { ...target, write: () => Effect.delay(target.write([]), 5_000) },
        { ...queue, write: (letters) => Effect.delay(queue.write(letters), 5_000) },
        yield* temporary,
      )
      yield* TestClock.adjust(minute)
      offerAll(sink, ids(0, 1))
      for (let at = 1_000; at <= 10 * minute; at += 1_000) {
        yield* TestClock.adjust(1_000)
        if (sink.counters().pending === 0) break
        assert.isAtLeast(sink.report().oldestAgeMs, at)
      }
      assert.strictEqual(queue.letters.length, 1)
      assert.strictEqual(sink.report().oldestAgeMs, 0)
      assertBalanced(sink)
    }),
  )

  it.effect("is asked with one record at a time, more and more seldom", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "fail"
      const sink = yield* make(target, undefined, yield* temporary)
      offerAll(sink, ids(0, 40))
      yield* TestClock.adjust(minute)
      assert.strictEqual(sink.report().breaker, "open")
      assert.strictEqual(sink.report().lastFailure, "down")
      assert.isAtLeast(sink.report().oldestAgeMs, minute)
      const before = target.batches.length
      yield* TestClock.adjust(10 * minute)
      const probes = target.batches.slice(before)
      assert.isTrue(probes.every(({ length }) => length === 1))
      assert.isBelow(probes.length, 300)
      target.state.way = "ok"
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(target.got.toSorted(), names(ids(0, 40)).toSorted())
      assert.strictEqual(sink.report().breaker, "closed")
      assertBalanced(sink)
    }),
  )

  it.effect(
    "for a while: nothing goes to the dead-letter queue; for long: all does, in order",
    () =>
      Effect.gen(function* () {
        const target = makeTarget()
        const queue = makeQueue()
        target.state.way = "fail"
        const sink = yield* make(target, queue, yield* temporary)
        offerAll(sink, ids(0, 35))
        yield* TestClock.adjust(4 * minute)
        assert.strictEqual(queue.letters.length, 0)
        yield* TestClock.adjust(2 * minute)
        assert.deepStrictEqual(names(queue.letters).toSorted(), names(ids(0, 35)).toSorted())
        assert.include(queue.letters[0]?.reason ?? "", "down")
        assert.deepInclude(sink.counters(), { written: 35, deadLettered: 35, pending: 0 })
        assertBalanced(sink)
      }),
  )

  it.effect("with the queue down too: all stay on disk, and go when either is back", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const queue = makeQueue()
      target.state.way = "fail"
      queue.state.way = "down"
      const sink = yield* make(target, queue, yield* temporary)
      offerAll(sink, ids(0, 35))
      yield* TestClock.adjust(20 * minute)
      assert.deepInclude(sink.counters(), { pending: 35, written: 0, dropped: 0 })
      assert.include(sink.report().lastFailure ?? "", "down")
      assertBalanced(sink)
      queue.state.way = "half"
      yield* TestClock.adjust(minute)
      target.state.way = "ok"
      yield* TestClock.adjust(minute)
      const reached = [...names(queue.letters), ...target.got]
      assert.deepStrictEqual(reached.toSorted(), names(ids(0, 35)).toSorted())
      assert.deepInclude(sink.counters(), { pending: 0, written: 35 })
      assertBalanced(sink)
    }),
  )

  it.effect("and a sink that is stopped: the queue gets what waits, within the deadline", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const queue = makeQueue()
      target.state.way = "fail"
      const sink = yield* make(target, queue, yield* temporary)
      offerAll(sink, ids(0, 35))
      yield* TestClock.adjust(minute)
      const draining = yield* Effect.forkChild(sink.drain(5_000), { startImmediately: true })
      yield* TestClock.adjust(5_000)
      assert.isDefined(draining.pollUnsafe())
      assert.strictEqual(queue.letters.length, 35)
      assert.deepInclude(sink.counters(), { pending: 0, deadLettered: 35 })
    }),
  )
})

describe("a target that throttles", () => {
  it.effect("gets pauses, and in the end everything", () =>
    Effect.gen(function* () {
      let asked = 0
      const got: Array<string> = []
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 10, ageMs: 10 },
        write: (batch: ReadonlyArray<Entry>): Effect.Effect<WriteAnswer> => {
          asked += 1
          const taken = batch.slice(0, 3)
          got.push(...names(taken))
          const failed = batch.map((_, index) => index).slice(3)
          return Effect.succeed({ failed, reason: "ThrottlingException" })
        },
        spool: spoolIn(yield* temporary),
      })
      offerAll(sink, ids(0, 100))
      yield* TestClock.adjust(0)
      const early = asked
      yield* TestClock.adjust(30 * minute)
      assert.isBelow(early, 20)
      assert.deepStrictEqual(got.toSorted(), names(ids(0, 100)).toSorted())
      assert.strictEqual(sink.report().lastFailure, "ThrottlingException")
      assertBalanced(sink)
    }),
  )
})

describe("a target that takes a batch and then reports an error", () => {
  it.effect("has it once, and the duplicates are counted", () =>
    Effect.gen(function* () {
      const table = new Map<string, Entry>()
      let answers = 0
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 10, ageMs: 10 },
        write: (batch: ReadonlyArray<Entry>): Effect.Effect<WriteAnswer, string> => {
          const there = batch.filter(({ id }) => table.has(id)).length
          for (const entry of batch) table.set(entry.id, entry)
          answers += 1
          return answers === 1 ? Effect.fail("lost") : Effect.succeed({ duplicates: there })
        },
        spool: spoolIn(yield* temporary),
      })
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(minute)
      assert.strictEqual(table.size, 10)
      assert.deepInclude(sink.counters(), { written: 10, duplicates: 10, retried: 10, pending: 0 })
    }),
  )
})

describe("a clock that is set back by a day", () => {
  it.effect("holds up no batch, and makes no age negative", () =>
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const set: { byMs: number } = { byMs: 0 }
      const jumping = Object.create(clock, {
        currentTimeMillisUnsafe: { value: () => clock.currentTimeMillisUnsafe() + set.byMs },
      }) as Clock.Clock
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "kept",
        class: "must-keep",
        batch: { count: 10, ageMs: 50 },
        write: target.write,
        spool: spoolIn(yield* temporary),
        drainDeadlineMs: 0,
      }).pipe(Effect.provideService(Clock.Clock, jumping))
      sink.offer({ id: "a" })
      set.byMs = -86_400_000
      sink.offer({ id: "b" })
      yield* TestClock.adjust(50)
      assert.deepStrictEqual(target.got, ["a", "b"])
      target.state.way = "fail"
      set.byMs = 0
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(minute)
      set.byMs = -86_400_000
      assert.isAtLeast(sink.report().oldestAgeMs, 0)
      assertBalanced(sink)
    }),
  )
})

describe.each(["must-keep", "best-effort"] as const)("%s: a record of 2 MB", (kind) => {
  it.effect("is refused, and the limit named", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const base = { name: "sink", batch: { count: 10, ageMs: 10 }, write: target.write }
      const sink =
        kind === "must-keep"
          ? yield* makeSink({ ...base, class: kind, spool: spoolIn(yield* temporary) })
          : yield* makeSink({ ...base, class: kind })
      assert.isFalse(sink.offer({ id: "large", text: "x".repeat(2 * 1024 * 1024) }))
      const { lastRefusal, refusals } = sink.report()
      assert.match(lastRefusal ?? "", /record large: record-too-large: \d+ bytes, at most 1000000/u)
      assert.deepStrictEqual(refusals, { "record-too-large": 1 })
      assert.deepInclude(sink.counters(), { accepted: 0, refused: 1, pending: 0 })
    }),
  )
})

describe("best-effort overflow", () => {
  it.effect("is told of in the stream itself, once it arrives", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "loose",
        class: "best-effort",
        capacity: 10,
        batch: { count: 10, ageMs: 10 },
        write: target.write,
        dropNotice: (dropped) => ({ id: `dropped-${dropped}` }),
      })
      target.state.way = "hang"
      offerAll(sink, ids(0, 10))
      yield* TestClock.adjust(0)
      offerAll(sink, ids(10, 25))
      assert.strictEqual(sink.counters().dropped, 15)
      target.state.way = "ok"
      yield* TestClock.adjust(minute)
      assert.deepStrictEqual(
        target.got.filter((id) => id.startsWith("dropped")),
        ["dropped-15"],
      )
      assertBalanced(sink)
    }),
  )

  it.effect("sampled: late and early records are as likely to stay", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const sink = yield* makeSink({
        name: "loose",
        class: "best-effort",
        capacity: 500,
        batch: { count: 500, ageMs: 60_000 },
        overflow: "sample",
        write: target.write,
      })
      target.state.way = "hang"
      offerAll(sink, ids(0, 500))
      yield* TestClock.adjust(0)
      // Memory holds 500 of these 5,000.
      offerAll(sink, ids(1_000, 5_000))
      target.state.way = "ok"
      yield* TestClock.adjust(10 * minute)
      const kept = target.got.map((id) => Number(id.slice(1))).filter((n) => n >= 1_000)
      assert.strictEqual(kept.length, 500)
      const early = kept.filter((n) => n < 3_500).length
      // Half of 500, within more than six standard deviations.
      assert.isAbove(early, 180)
      assert.isBelow(early, 320)
      assertBalanced(sink)
    }),
  )
})
