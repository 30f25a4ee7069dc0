/** A leader that is cut off from the lock, or whose lock another one took, by TestClock. */
import { ConnectionError, RedisConnection } from "@manga-assist/connections/redis"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber, Logger, Random } from "effect"
import { TestClock } from "effect/testing"
import type { LeaderError } from "../src/LeaderError.ts"
import { makeLeadership } from "../src/Leadership.ts"
import { steppedClock } from "./steppedClock.ts"

/** Answers by the name of the operation; what the scripts do is tested on a real Redis. */
const cutOff = Effect.fnUntraced(function* (clock?: Clock.Clock) {
  const state = {
    isCut: false,
    isSilent: false,
    acquired: "7",
    prolonged: 1,
    answersAfterMs: 0,
    asked: [] as Array<string>,
    /** Why it cannot lead, as its caller heard. */
    troubles: [] as Array<string>,
    acquiredAt: [] as Array<number>,
    /** When the last heartbeat was sent that was answered. */
    confirmedAt: 0,
  }
  const failure = new ConnectionError({
    service: "redis",
    operation: "test",
    reason: "timeout",
    detail: "",
  })
  const answers: Record<string, () => unknown> = {
    "leader.acquire": () => state.acquired,
    "leader.prolong": () => state.prolonged,
  }
  const redis = RedisConnection.of({
    configured: true,
    run: <A>(operation: string, deadlineMs: number) =>
      Effect.gen(function* () {
        const sentAt = yield* Clock.currentTimeMillis
        state.asked.push(operation)
        if (operation === "leader.acquire") state.acquiredAt.push(sentAt)
        if (state.answersAfterMs > 0) yield* Effect.sleep(state.answersAfterMs)
        if (state.isSilent) yield* Effect.sleep(deadlineMs)
        if (state.isCut || state.isSilent) return yield* failure
        state.confirmedAt = sentAt
        return answers[operation]?.() as A
      }),
  })
  const onTrouble = ({ reason }: LeaderError) => void state.troubles.push(reason)
  const made = makeLeadership({ key: "report:{leader}", onTrouble }).pipe(
    Effect.provideService(RedisConnection, redis),
  )
  const timed = clock === undefined ? made : Effect.provideService(made, Clock.Clock, clock)
  return { state, leadership: yield* timed }
})

describe("a leader", () => {
  it.effect("keeps its lead while the lock is prolonged, and under its number", () =>
    Effect.gen(function* () {
      const { leadership } = yield* cutOff()
      const term = yield* leadership.term
      yield* TestClock.adjust(600_000)
      assert.strictEqual(leadership.current(), term)
      assert.strictEqual(term.number, 7)
    }).pipe(Effect.scoped),
  )

  it.effect("that is cut off believes so only as long as its lock can live", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      const { lost } = yield* leadership.term
      const waiting = yield* Effect.forkChild(lost, { startImmediately: true })
      state.isCut = true
      yield* TestClock.adjust(2_500)
      assert.isDefined(leadership.current())
      yield* TestClock.adjust(3_500)
      assert.isUndefined(leadership.current())
      yield* Fiber.join(waiting)
    }).pipe(Effect.scoped),
  )

  it.effect("whose Redis is silent believes so only as long as its lock can live", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      yield* leadership.term
      state.isSilent = true
      yield* TestClock.adjust(7_500)
      assert.isUndefined(leadership.current())
    }).pipe(Effect.scoped),
  )

  it.effect("is told from a lock that cannot be asked", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      Object.assign(state, { prolonged: 0, acquired: "0" })
      yield* TestClock.adjust(1_500)
      assert.isUndefined(leadership.current())
      assert.isUndefined(leadership.trouble())
      state.isCut = true
      yield* TestClock.adjust(1_500)
      assert.strictEqual(leadership.trouble()?.reason, "store")
      Object.assign(state, { isCut: false, prolonged: 1, acquired: "9" })
      yield* TestClock.adjust(1_500)
      assert.isUndefined(leadership.trouble())
      assert.isDefined(leadership.current())
    }).pipe(Effect.scoped),
  )

  it.effect(
    "whose lock another took knows at the next heartbeat, and leads again under a new number",
    () =>
      Effect.gen(function* () {
        const { leadership, state } = yield* cutOff()
        const first = yield* leadership.term
        Object.assign(state, { prolonged: 0, acquired: "0" })
        yield* TestClock.adjust(1_500)
        yield* first.lost
        assert.isUndefined(leadership.current())
        Object.assign(state, { prolonged: 1, acquired: "9" })
        yield* TestClock.adjust(1_500)
        assert.strictEqual((yield* leadership.term).number, 9)
      }).pipe(Effect.scoped),
  )

  it.effect.each([3_600_000, -3_600_000])(
    "that is cut off while its machine's clock steps by %i ms believes so no longer and no shorter",
    (stepMs) =>
      Effect.gen(function* () {
        const { clock, step } = steppedClock(yield* Clock.Clock)
        const { leadership, state } = yield* cutOff(clock)
        yield* leadership.term
        state.isCut = true
        step(stepMs)
        yield* TestClock.adjust(2_500)
        assert.isDefined(leadership.current())
        yield* TestClock.adjust(3_500)
        assert.isUndefined(leadership.current())
      }).pipe(Effect.scoped),
  )

  it.effect("says once that the lock cannot be asked, and why, when that lasts", () => {
    const said: Array<string> = []
    const heard = Logger.layer([
      Logger.make(({ logLevel, message }) => {
        if (logLevel === "Warn") said.push(JSON.stringify(message))
      }),
    ])
    return Effect.gen(function* () {
      const { state } = yield* cutOff()
      state.isCut = true
      yield* TestClock.adjust(2_500)
      assert.deepStrictEqual(said, [])
      yield* TestClock.adjust(60_000)
      const about = said.filter((text) => text.includes("cannot be asked"))
      assert.lengthOf(about, 1)
      assert.include(about[0], "redis did not answer within the deadline")
      assert.deepStrictEqual(state.troubles, ["store"])
      // It answers, and is away again.
      state.isCut = false
      yield* TestClock.adjust(10_000)
      state.isCut = true
      yield* TestClock.adjust(60_000)
      assert.lengthOf(
        said.filter((text) => text.includes("cannot be asked")),
        2,
      )
      assert.deepStrictEqual(state.troubles, ["store", "store"])
    }).pipe(Effect.scoped, Effect.provide(heard))
  })

  it.effect.each([1, 2, 3, 4, 5, 6])(
    "whose heartbeats are answered late counts from when it asked (seed %i)",
    (seed) =>
      Effect.gen(function* () {
        const { leadership, state } = yield* cutOff()
        const { lost } = yield* leadership.term
        state.answersAfterMs = 900
        yield* TestClock.adjust(10_000)
        Object.assign(state, { isCut: true, answersAfterMs: 0 })
        const { confirmedAt } = state
        const over = yield* Effect.forkChild(Effect.andThen(lost, Clock.currentTimeMillis), {
          startImmediately: true,
        })
        for (let step = 0; step < 100; step += 1) yield* TestClock.adjust(100)
        // The life of the lock, and at most one heartbeat.
        assert.isAtMost((yield* Fiber.join(over)) - confirmedAt, 4_000 + 1_200)
      }).pipe(Effect.scoped, Random.withSeed(`late ${seed}`)),
  )

  it.effect("that waits for the lead does not ask in step with those that began with it", () =>
    Effect.gen(function* () {
      const two = [yield* cutOff(), yield* cutOff()] as const
      for (const { state } of two) Object.assign(state, { acquired: "0", prolonged: 0 })
      yield* TestClock.adjust(20_000)
      const [one, other] = two.map(({ state }) => new Set(state.acquiredAt.slice(2)))
      assert.isAbove(one?.size ?? 0, 10)
      assert.isFalse([...(other ?? [])].some((at) => one?.has(at)))
    }).pipe(Effect.scoped, Random.withSeed("followers")),
  )

  it.effect("gives the lock back when it stops", () =>
    Effect.gen(function* () {
      const { state } = yield* Effect.scoped(cutOff())
      assert.strictEqual(state.asked.at(-1), "leader.release")
    }),
  )

  it.effect("does not lead while Redis cannot be asked, and does when it can", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      Object.assign(state, { isCut: true })
      yield* TestClock.adjust(10_000)
      assert.isUndefined(leadership.current())
      Object.assign(state, { isCut: false })
      yield* TestClock.adjust(1_500)
      assert.isDefined(leadership.current())
    }).pipe(Effect.scoped),
  )
})
