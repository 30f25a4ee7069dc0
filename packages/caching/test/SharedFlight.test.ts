import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { ConnectionError, RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { makeSharedFlight } from "../src/index.ts"
import { makeFlightWire } from "../src/flights/FlightWire.ts"
import { redisAbsent } from "./redisDouble.ts"

const schemas = { chunk: Schema.String, value: Schema.Finite, error: Schema.Never }

describe("SharedFlight", () => {
  it.effect("computes once for this instance where Redis is not configured", () =>
    Effect.gen(function* () {
      const flight = yield* makeSharedFlight(schemas)
      let runs = 0
      const compute = (push: (chunk: string) => void) =>
        Effect.sync(() => {
          runs += 1
          push("a")
        }).pipe(Effect.andThen(Effect.yieldNow), Effect.as(runs + 1))
      const heard: Array<string> = []
      const joined = yield* Effect.forEach(
        Array.from({ length: 10 }),
        () => flight.join("k", compute, (chunk) => heard.push(chunk)),
        { concurrency: "unbounded" },
      )
      assert.strictEqual(runs, 1)
      assert.lengthOf(heard, 10)
      assert.strictEqual(joined.filter(({ leader }) => leader).length, 1)
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.merge(
          redisAbsent,
          Layer.succeed(RedisSubscriber, { configured: false, subscribe: () => Effect.void }),
        ),
      ),
    ),
  )
})

/** A Redis that takes every command and answers none. */
const silent = () => {
  const asked: Array<string> = []
  const layer = Layer.merge(
    Layer.succeed(RedisConnection, {
      configured: true,
      run: (operation, deadlineMs) =>
        Effect.suspend(() => {
          asked.push(operation)
          const late = { operation, reason: "timeout", detail: "" } as const
          return Effect.andThen(
            Effect.sleep(deadlineMs),
            Effect.fail(new ConnectionError({ service: "redis", ...late })),
          )
        }),
    }),
    Layer.succeed(RedisSubscriber, { configured: true, subscribe: () => Effect.void }),
  )
  return { asked, layer }
}

describe("SharedFlight over a silent Redis", () => {
  it.effect("waits 50 ms for the first, and for a second asks no more", () => {
    const { asked, layer } = silent()
    return Effect.gen(function* () {
      const flight = yield* makeSharedFlight(schemas)
      let runs = 0
      const compute = () =>
        Effect.sync(() => {
          runs += 1
        }).pipe(Effect.andThen(Effect.sleep(10_000)), Effect.as(1))
      const begin = (key: string) =>
        Effect.forkChild(
          flight.join(key, compute, () => undefined),
          { startImmediately: true },
        )
      const calls = [yield* begin("a"), yield* begin("b")]
      yield* TestClock.adjust(50)
      assert.strictEqual(runs, 2)
      for (const key of ["c", "d"]) calls.push(yield* begin(key))
      assert.strictEqual(runs, 4)
      const acquired = () => asked.filter((operation) => operation === "flight.acquire").length
      assert.strictEqual(acquired(), 2)
      yield* TestClock.adjust(1_000)
      calls.push(yield* begin("e"))
      assert.strictEqual(acquired(), 3)
      yield* TestClock.adjust(20_000)
      for (const call of calls) assert.strictEqual((yield* Fiber.join(call)).value, 1)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })

  it.effect("shares no more after its lock must have ended, and ends with its last caller", () => {
    const { asked, layer } = silent()
    return Effect.gen(function* () {
      const flight = yield* makeSharedFlight(schemas)
      const seen = { interrupted: 0 }
      const compute = () =>
        Effect.never.pipe(
          Effect.onInterrupt(() =>
            Effect.sync(() => {
              seen.interrupted += 1
            }),
          ),
        )
      const caller = yield* Effect.forkChild(
        flight.join("k", compute, () => undefined),
        { startImmediately: true },
      )
      yield* TestClock.adjust(2_000)
      const { length } = asked
      yield* TestClock.adjust(10_000)
      assert.strictEqual(asked.length, length, "it is still written")
      yield* Fiber.interrupt(caller)
      assert.strictEqual(seen.interrupted, 1)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })
})

describe("FlightWire", () => {
  it("reads what it writes, and nothing else", () => {
    const wire = makeFlightWire(schemas)
    assert.deepStrictEqual(wire.read(wire.chunks(["a", "日本"]) ?? ""), {
      kind: "chunks",
      chunks: ["a", "日本"],
    })
    assert.deepStrictEqual(wire.read(wire.abandoned), { kind: "abandoned" })
    const foreign = [
      "",
      "{}",
      "null",
      '{"kind":"chunks","chunks":[1]}',
      '{"kind":"value"}',
      '{"kind":"error","error":1}',
      '{"kind":"later","value":1}',
    ]
    for (const text of foreign) assert.isUndefined(wire.read(text), text)
  })
})
