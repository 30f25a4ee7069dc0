/** A stop while the target takes nothing: what was acknowledged goes to the dead-letter queue, within the stop's time. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Random, Scope } from "effect"
import { TestClock } from "effect/testing"
import { type DeadLetter, makeSink } from "../src/index.ts"
import { balanced, type Entry, ids, makeTarget, spoolIn, temporary } from "./harness.ts"

const stopMs = 5_000

const makeQueue = ({ millis = 0, awayUntil = 0 } = {}) => {
  const letters: Array<DeadLetter> = []
  const write = Effect.fnUntraced(function* (batch: ReadonlyArray<DeadLetter>) {
    yield* Effect.sleep(millis)
    if ((yield* Clock.currentTimeMillis) < awayUntil) return yield* Effect.fail("away")
    letters.push(...batch)
  })
  return { letters, write }
}

const stopping = Effect.fnUntraced(function* (
  target: ReturnType<typeof makeTarget>,
  queue: ReturnType<typeof makeQueue>,
  entries: ReadonlyArray<Entry>,
  before = { budgetMs: 300_000, millis: 1_000 },
) {
  const scope = yield* Scope.make()
  const sink = yield* makeSink({
    name: "kept",
    class: "must-keep",
    batch: { count: 10, ageMs: 50 },
    write: target.write,
    writeDeadlineMs: 60_000,
    drainDeadlineMs: stopMs,
    orderKey: ({ key }: Entry) => key,
    spool: spoolIn(yield* temporary),
    retry: { budgetMs: before.budgetMs },
    deadLetter: { write: queue.write },
  }).pipe(Scope.provide(scope))
  for (const entry of entries) assert.isTrue(sink.offer(entry))
  yield* TestClock.adjust(before.millis)
  const closing = yield* Effect.forkChild(Scope.close(scope, Exit.void), { startImmediately: true })
  for (let waited = 0; waited <= stopMs + 1_000; waited += 100) yield* TestClock.adjust(100)
  yield* Fiber.join(closing)
  return sink.counters()
})

const longestPauses: Random.Random = { nextIntUnsafe: () => 1, nextDoubleUnsafe: () => 0.99 }

const inOneConversation = ids(0, 5).map(({ id }) => ({ id, key: "s" }))

describe("a stop with a dead-letter queue", () => {
  it.effect.each(["fail", "hang"] as const)("leaves nothing behind: target %s", (way) =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = way
      const queue = makeQueue()
      const counters = yield* stopping(target, queue, inOneConversation)
      assert.deepStrictEqual(
        queue.letters.map(({ id }) => id),
        ["r0", "r1", "r2", "r3", "r4"],
      )
      assert.deepInclude(counters, { pending: 0, dropped: 0, deadLettered: 5 })
      assert.isTrue(balanced(counters))
    }),
  )

  it.effect("asks the target first", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      const queue = makeQueue()
      yield* stopping(target, queue, inOneConversation)
      assert.deepStrictEqual([target.got.length, queue.letters.length], [5, 0])
    }),
  )

  it.effect("takes thousands within its time, though each request takes some", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "hang"
      const queue = makeQueue({ millis: 100 })
      const counters = yield* stopping(target, queue, ids(0, 1_500))
      assert.strictEqual(new Set(queue.letters.map(({ id }) => id)).size, 1_500)
      assert.deepInclude(counters, { pending: 0, deadLettered: 1_500 })
    }),
  )

  it.effect("asks a queue again that took nothing of the first eight requests", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "hang"
      const queue = makeQueue({ millis: 100, awayUntil: 1_000 + stopMs / 2 + 150 })
      const counters = yield* stopping(target, queue, ids(0, 200))
      assert.strictEqual(new Set(queue.letters.map(({ id }) => id)).size, 200)
      assert.deepInclude(counters, { pending: 0, dropped: 0, deadLettered: 200 })
    }).pipe(Effect.provideService(Random.Random, longestPauses)),
  )

  it.effect("asks a queue that was away for long before", () =>
    Effect.gen(function* () {
      const target = makeTarget()
      target.state.way = "fail"
      const queue = makeQueue({ awayUntil: 78_000 })
      const counters = yield* stopping(target, queue, ids(0, 20), {
        budgetMs: 0,
        millis: 78_000,
      })
      assert.deepInclude(counters, { pending: 0, dropped: 0, deadLettered: 20 })
    }).pipe(Effect.provideService(Random.Random, longestPauses)),
  )
})
