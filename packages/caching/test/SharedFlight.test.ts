import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { RedisSubscriber } from "@manga-assist/connections"
import { makeSharedFlight } from "../src/index.ts"
import { makeFlightWire } from "../src/FlightWire.ts"
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
