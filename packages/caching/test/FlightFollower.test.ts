/** What a follower makes of what it reads, and how long it waits for what it cannot read: on the test clock. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Schema } from "effect"
import { TestClock } from "effect/testing"
import type { RedisSubscriber } from "@manga-assist/connections"
import { CacheError } from "../src/index.ts"
import { makeFlightFollower } from "../src/flights/FlightFollower.ts"
import type { FlightLog } from "../src/flights/FlightLog.ts"
import { makeFlightWire } from "../src/flights/FlightWire.ts"

const wire = makeFlightWire({ chunk: Schema.String, value: Schema.String, error: Schema.Never })
const chunk = (index: number, text: string) => ({ index, text: wire.chunks([text]) ?? "" })
const ended = (index: number) => ({ index, text: '{"kind":"value","value":"done"}' })

/** Each look at the stream finds the next of `looks`, the last one again and again. */
const following = Effect.fnUntraced(function* (
  looks: ReadonlyArray<
    | "fails"
    | { readonly led?: boolean; readonly records?: ReadonlyArray<{ index: number; text: string }> }
  >,
) {
  const seen = { looks: 0, heard: [] as Array<string> }
  const subscriber: typeof RedisSubscriber.Service = {
    configured: true,
    subscribe: () => Effect.void,
  }
  const read: FlightLog["read"] = () =>
    Effect.suspend(() => {
      const look = looks[Math.min(seen.looks, looks.length - 1)] ?? "fails"
      seen.looks += 1
      return look === "fails"
        ? Effect.fail(new CacheError({ reason: "unavailable", operation: "follow" }))
        : Effect.succeed({
            led: look.led ?? true,
            records: (look.records ?? []).map(({ index, text }, at) => ({
              id: `${seen.looks}-${at}`,
              index,
              text,
            })),
          })
    })
  const log: FlightLog = {
    read,
    acquire: () => Effect.die("not asked for"),
    append: () => Effect.die("not asked for"),
    channelOf: () => "channel",
  }
  const fiber = yield* Effect.forkChild(
    makeFlightFollower(log, wire, subscriber)("k", "token", (text) => seen.heard.push(text)),
    { startImmediately: true },
  )
  return { seen, fiber }
})

/** How it ended without a moment of waiting. */
const atOnce = (looks: Parameters<typeof following>[0]) =>
  Effect.gen(function* () {
    const { fiber, seen } = yield* following(looks)
    assert.isDefined(fiber.pollUnsafe(), "it waits")
    return { end: yield* Fiber.join(fiber), heard: seen.heard }
  })

describe("a follower", () => {
  it.effect("gives up at once where it heard nothing and Redis does not answer", () =>
    Effect.gen(function* () {
      const { end } = yield* atOnce(["fails"])
      assert.deepStrictEqual(end, { kind: "unreachable" })
    }),
  )

  it.effect("who heard a part waits a second for Redis, from its last answer on", () =>
    Effect.gen(function* () {
      const led = { led: true }
      const { fiber, seen } = yield* following([
        { records: [chunk(0, "a")] },
        ...Array.from({ length: 10 }, () => led),
        "fails",
      ])
      yield* TestClock.adjust(2_250)
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust(300)
      assert.deepStrictEqual(yield* Fiber.join(fiber), { kind: "lost", said: true })
      assert.deepStrictEqual(seen.heard, ["a"])
    }),
  )

  it.effect("looks by itself for what no message told", () =>
    Effect.gen(function* () {
      const { fiber, seen } = yield* following([{}, { records: [chunk(0, "a"), ended(1)] }])
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust(150)
      assert.deepStrictEqual(yield* Fiber.join(fiber), { kind: "value", value: "done" })
      assert.deepStrictEqual(seen.heard, ["a"])
    }),
  )

  it.effect("takes a repeated record once", () =>
    Effect.gen(function* () {
      const { end, heard } = yield* atOnce([
        { records: [chunk(0, "a"), chunk(0, "a"), chunk(1, "b")] },
        { records: [chunk(1, "b"), ended(2)] },
      ])
      assert.deepStrictEqual(end, { kind: "value", value: "done" })
      assert.deepStrictEqual(heard, ["a", "b"])
    }),
  )

  it.effect("goes no further over a gap: a stream that was trimmed is a leader that is lost", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* atOnce([{ records: [chunk(3, "d"), ended(4)] }]), {
        end: { kind: "lost", said: false },
        heard: [],
      })
      assert.deepStrictEqual(yield* atOnce([{ records: [chunk(0, "a"), ended(2)] }]), {
        end: { kind: "lost", said: true },
        heard: ["a"],
      })
    }),
  )

  it.effect("goes no further over a record of another version", () =>
    Effect.gen(function* () {
      const foreign = { index: 1, text: '{"kind":"chunks","chunks":[1]}' }
      const { end, heard } = yield* atOnce([{ records: [chunk(0, "a"), foreign, ended(2)] }])
      assert.deepStrictEqual(end, { kind: "lost", said: true })
      assert.deepStrictEqual(heard, ["a"])
    }),
  )

  it.effect("looks once more when its leader is gone: the end may have come in between", () =>
    Effect.gen(function* () {
      const { end, heard } = yield* atOnce([
        { led: false },
        { led: false, records: [chunk(0, "a"), ended(1)] },
      ])
      assert.deepStrictEqual(end, { kind: "value", value: "done" })
      assert.deepStrictEqual(heard, ["a"])
      const gone = yield* atOnce([{ led: false }])
      assert.deepStrictEqual(gone.end, { kind: "lost", said: false })
    }),
  )
})
