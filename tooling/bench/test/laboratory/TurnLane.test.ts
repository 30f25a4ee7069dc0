import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { inLane, oneAtATime } from "../../src/laboratory/TurnLane.ts"

/** A call that notes how many of its kind run at once, and waits until it is let go. */
const makeCalls = Effect.gen(function* () {
  const gates = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
  const seen = { running: 0, most: 0 }
  const call = (index: number) =>
    oneAtATime(
      Effect.gen(function* () {
        seen.running += 1
        seen.most = Math.max(seen.most, seen.running)
        const gate = gates[index]
        if (gate !== undefined) yield* Deferred.await(gate)
        seen.running -= 1
      }),
    )
  const letGo = Effect.forEach(gates, (gate) => Deferred.succeed(gate, undefined))
  return { seen, letGo, both: Effect.all([call(0), call(1)], { concurrency: "unbounded" }), call }
})

it.effect("calls run together outside of a lane, one after the other in it", () =>
  Effect.gen(function* () {
    const free = yield* makeCalls
    const running = yield* Effect.forkChild(free.both, { startImmediately: true })
    assert.strictEqual(free.seen.running, 2)
    yield* free.letGo
    yield* Fiber.join(running)

    const laned = yield* makeCalls
    const turn = yield* Effect.forkChild(inLane(laned.both), { startImmediately: true })
    assert.strictEqual(laned.seen.running, 1)
    yield* laned.letGo
    yield* Fiber.join(turn)
    assert.strictEqual(laned.seen.most, 1)
  }),
)

it.effect("reaches what a turn starts apart from itself, and no other turn", () =>
  Effect.gen(function* () {
    const calls = yield* makeCalls
    const runFork = Effect.runForkWith(yield* Effect.context())
    // As prefetch does: a fiber of its own, started within the turn.
    const apart = inLane(
      Effect.andThen(
        Effect.sync(() => runFork(calls.call(0))),
        calls.call(1),
      ),
    )
    const one = yield* Effect.forkChild(apart, { startImmediately: true })
    assert.strictEqual(calls.seen.running, 1)

    const other = yield* makeCalls
    const another = yield* Effect.forkChild(inLane(other.call(0)), { startImmediately: true })
    assert.strictEqual(other.seen.running, 1)
    yield* calls.letGo
    yield* other.letGo
    yield* Fiber.join(one)
    yield* Fiber.join(another)
    assert.strictEqual(calls.seen.most, 1)
  }),
)

it.effect("an interrupted turn leaves its lane and what it called", () =>
  Effect.gen(function* () {
    const calls = yield* makeCalls
    const turn = yield* Effect.forkChild(
      inLane(
        Effect.onInterrupt(calls.both, () =>
          Effect.sync(() => {
            calls.seen.most = -1
          }),
        ),
      ),
      { startImmediately: true },
    )
    yield* Fiber.interrupt(turn)
    assert.strictEqual(calls.seen.most, -1)
  }),
)
