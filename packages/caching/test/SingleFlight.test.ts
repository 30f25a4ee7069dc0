import { assert, describe, it } from "@effect/vitest"
import { Cause, Context, Deferred, Effect, Exit, Fiber, Scope } from "effect"
import { makeSingleFlight } from "../src/index.ts"

/** A computation that the test drives: `push` chunks, then `end` it. */
const driven = () => {
  const unstarted: (chunk: string) => void = () => undefined
  const state = { started: 0, interrupted: 0, push: unstarted }
  const end = Deferred.makeUnsafe<string, string>()
  const compute = (push: (chunk: string) => void) =>
    Effect.suspend(() => {
      state.started += 1
      state.push = push
      return Deferred.await(end)
    }).pipe(
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          state.interrupted += 1
        }),
      ),
    )
  return { state, end, compute }
}
const start = { startImmediately: true } as const
const make = makeSingleFlight<string, string, string>()
const ignore = () => undefined

describe("SingleFlight", () => {
  it.effect("runs once for 10,000 callers and gives every chunk to each", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end, state } = driven()
      const heard = Array.from({ length: 10_000 }, () => "")
      const fibers: Array<Fiber.Fiber<{ readonly leader: boolean }, string>> = []
      for (const index of heard.keys()) {
        const listen = (chunk: string) => {
          heard[index] += chunk
        }
        fibers.push(yield* Effect.forkChild(flight.join("k", compute, listen), start))
        if (index === 10) state.push("a")
        if (index === 5_000) state.push("b")
      }
      state.push("c")
      yield* Deferred.succeed(end, "done")
      const joined = yield* Effect.forEach(fibers, Fiber.join)
      assert.strictEqual(state.started, 1)
      assert.isTrue(heard.every((text) => text === "abc"))
      assert.strictEqual(joined.filter(({ leader }) => leader).length, 1)
      assert.strictEqual(flight.size(), 0)
    }),
  )

  it.effect("lets nobody join a computation that everybody has left and that is still ending", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const mayEnd = yield* Deferred.make<void>()
      const slow = () => Effect.ensuring(Effect.never, Deferred.await(mayEnd))
      const first = yield* Effect.forkChild(flight.join("k", slow, ignore), start)
      const leaving = yield* Effect.forkChild(Fiber.interrupt(first), start)
      const next = yield* flight.join("k", () => Effect.succeed("new"), ignore)
      assert.deepStrictEqual(next, { value: "new", leader: true })
      yield* Deferred.succeed(mayEnd, undefined)
      yield* Fiber.join(leaving)
    }),
  )

  it.effect("hands nothing more to a late caller who threw at what was said before", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end, state } = driven()
      const first = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      for (const chunk of ["a", "b", "c"]) state.push(chunk)
      const heard: Array<string> = []
      const late = yield* Effect.exit(
        flight.join("k", compute, (chunk) => {
          heard.push(chunk)
          throw new Error("broken")
        }),
      )
      assert.isTrue(Exit.isFailure(late))
      assert.deepStrictEqual(heard, ["a"])
      yield* Deferred.succeed(end, "done")
      yield* Fiber.join(first)
    }),
  )

  it.effect("keeps keys apart and starts anew after the end", () =>
    Effect.gen(function* () {
      const flight = yield* make
      let runs = 0
      const compute = () =>
        Effect.sync(() => {
          runs += 1
          return `run ${runs}`
        })
      const values: Array<string> = []
      for (const key of ["a", "b", "a"]) {
        values.push((yield* flight.join(key, compute, ignore)).value)
      }
      assert.deepStrictEqual(values, ["run 1", "run 2", "run 3"])
    }),
  )

  it.effect("goes on when the first caller leaves, ends when the last one does", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, state } = driven()
      const first = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      const second = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      yield* Fiber.interrupt(first)
      assert.strictEqual(state.interrupted, 0)
      yield* Fiber.interrupt(second)
      assert.strictEqual(state.interrupted, 1)
      assert.strictEqual(flight.size(), 0)
    }),
  )

  it.effect("does not hand a dying computation to a new caller", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end, state } = driven()
      const first = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      yield* Fiber.interrupt(first)
      const second = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      assert.strictEqual(state.started, 2)
      yield* Deferred.succeed(end, "done")
      assert.strictEqual((yield* Fiber.join(second)).value, "done")
    }),
  )

  it.effect("gives the failure to every caller, late ones included", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end } = driven()
      const fibers = yield* Effect.forEach([1, 2, 3], () =>
        Effect.forkChild(Effect.flip(flight.join("k", compute, ignore)), start),
      )
      yield* Deferred.fail(end, "broken")
      assert.deepStrictEqual(yield* Effect.forEach(fibers, Fiber.join), [
        "broken",
        "broken",
        "broken",
      ])
    }),
  )

  it.effect("a caller whose listener throws ends alone", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end, state } = driven()
      const heard: Array<string> = []
      const good = yield* Effect.forkChild(
        flight.join("k", compute, (chunk) => heard.push(chunk)),
        start,
      )
      const bad = yield* Effect.forkChild(
        Effect.exit(
          flight.join("k", compute, () => {
            throw new Error("listener")
          }),
        ),
        start,
      )
      state.push("a")
      state.push("b")
      const exit = yield* Fiber.join(bad)
      assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      yield* Deferred.succeed(end, "done")
      yield* Fiber.join(good)
      assert.deepStrictEqual(heard, ["a", "b"])
    }),
  )

  it.effect("stops a computation whose only listener threw at once", () =>
    Effect.gen(function* () {
      const flight = yield* make
      let interrupted = false
      const compute = (push: (chunk: string) => void) =>
        Effect.sync(() => push("a")).pipe(
          Effect.andThen(Effect.never),
          Effect.onInterrupt(() =>
            Effect.sync(() => {
              interrupted = true
            }),
          ),
        )
      yield* Effect.exit(
        flight.join("k", compute, () => {
          throw new Error("listener")
        }),
      )
      yield* Effect.yieldNow
      assert.isTrue(interrupted)
      assert.strictEqual(flight.size(), 0)
    }),
  )

  it.effect("lets nobody join past a mark that could not be read, unless they came before it", () =>
    Effect.gen(function* () {
      const flight = yield* make
      const { compute, end, state } = driven()
      const reading = Deferred.makeUnsafe<string | undefined>()
      const gates = [
        { mark: Deferred.await(reading), admits: () => Effect.succeed(true) },
        { mark: Effect.succeed("later"), admits: () => Effect.succeed(true) },
      ]
      const begin = (gate = gates[0]) =>
        Effect.forkChild(flight.join("a", compute, ignore, gate), start)
      const early = [yield* begin(), yield* begin(gates[1])]
      assert.strictEqual(state.started, 0)
      Deferred.doneUnsafe(reading, Effect.succeed(undefined))
      yield* Effect.yieldNow
      assert.strictEqual(state.started, 1)
      const late = [yield* begin(gates[1]), yield* begin(gates[1])]
      assert.strictEqual(state.started, 2)
      yield* Deferred.succeed(end, "over")
      const told = yield* Effect.forEach([...early, ...late], (fiber) => Fiber.join(fiber))
      assert.deepStrictEqual(
        told.map(({ leader }) => leader),
        [true, false, true, false],
      )
    }).pipe(Effect.scoped),
  )

  it.effect("keeps no more than it may: a later caller starts its own", () =>
    Effect.gen(function* () {
      const flight = yield* makeSingleFlight<string, string, string>({ maxReplay: 2 })
      const { compute, end, state } = driven()
      const heard: Array<string> = []
      const first = yield* Effect.forkChild(
        flight.join("k", compute, (chunk) => heard.push(chunk)),
        start,
      )
      const push = state.push
      for (const chunk of ["a", "b", "c", "d"]) push(chunk)
      const second = yield* Effect.forkChild(flight.join("k", compute, ignore), start)
      assert.strictEqual(state.started, 2)
      yield* Deferred.succeed(end, "done")
      yield* Fiber.join(first)
      yield* Fiber.join(second)
      assert.deepStrictEqual(heard, ["a", "b", "c", "d"])
    }),
  )

  it.effect("gives the computation what its first caller has, and ends with its scope", () =>
    Effect.gen(function* () {
      class Region extends Context.Service<Region, string>()("test/Region") {}
      const scope = yield* Scope.make()
      const flight = yield* Scope.provide(make, scope)
      const read = flight.join("a", () => Effect.map(Region, (region) => region), ignore)
      assert.strictEqual((yield* Effect.provideService(read, Region, "tokyo")).value, "tokyo")
      const { compute, state } = driven()
      const waiting = yield* Effect.forkChild(flight.join("b", compute, ignore), start)
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.isFailure(yield* Fiber.await(waiting)))
      assert.strictEqual(state.interrupted, 1)
    }),
  )
})
