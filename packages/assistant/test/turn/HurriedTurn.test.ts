/** Turns that have little time left: by which tier of service their model is asked. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { asked, driven } from "./lookingTurn.ts"

const hard = "Recommend a seinen manga about Vikings and compare it with One Piece"

/** Of a hard question whose first token may take 62 % of what is left beside 100 ms; 680 ms are assumed to be needed. */
const tierAt = (leftMs: number, environment: Readonly<Record<string, string>>) => {
  const { calls, layer } = driven({ environment })
  return Effect.gen(function* () {
    const { first, turn } = yield* asked(calls, hard, { leftMs })
    assert.include(first.modelId, "sonnet")
    yield* Fiber.interrupt(turn.fiber)
    return first.request.fields?.serviceTier
  }).pipe(Effect.provide(layer))
}

describe("the model of a turn", () => {
  it.effect("is asked by the first tier where a quarter more than it needs is not left", () =>
    Effect.gen(function* () {
      const on = { SERVICE_TIERS: "on" }
      assert.isUndefined(yield* tierAt(1_480, on))
      assert.deepStrictEqual(yield* tierAt(1_460, on), { type: "priority" })
    }),
  )

  it.effect("is asked by no tier while the setting is off", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* tierAt(1_460, {}))
    }),
  )
})
