/** What a leader writes for those who follow it, over a log that keeps it in a list. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { makeFlightLeader } from "../src/flights/FlightLeader.ts"
import type { FlightLog } from "../src/flights/FlightLog.ts"
import { makeFlightWire } from "../src/flights/FlightWire.ts"

const wire = makeFlightWire({ chunk: Schema.String, value: Schema.String, error: Schema.Never })

describe("a leader", () => {
  it.live("gives up sharing after 10,000 records, and goes on for its own callers", () =>
    Effect.gen(function* () {
      const written: Array<string> = []
      const log: FlightLog = {
        read: () => Effect.die("not asked for"),
        acquire: () => Effect.die("not asked for"),
        append: (_key, _token, mode, { text }) =>
          Effect.sync(() => {
            if (mode !== "beat") written.push(text)
            return "followed"
          }),
        channelOf: () => "channel",
      }
      const { lead } = yield* makeFlightLeader(log, wire)
      const heard: Array<string> = []
      const compute = (push: (chunk: string) => void) =>
        Effect.gen(function* () {
          for (let index = 0; written.at(-1) !== wire.abandoned; index += 1) {
            push(`${index}`)
            yield* Effect.yieldNow
          }
          push("more")
          return "done"
        })
      const value = yield* lead("k", "token", compute, (chunk) => heard.push(chunk))
      assert.strictEqual(value, "done")
      assert.lengthOf(written, 10_001)
      assert.strictEqual(heard.at(-1), "more")
      assert.isAtLeast(heard.length, 10_000)
    }),
  )
})
