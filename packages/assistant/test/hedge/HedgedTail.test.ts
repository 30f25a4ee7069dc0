/** What the slowest of many turns wait for the first word, with and without a second call, on a clock that only they move. */
import { assert, describe, it } from "@effect/vitest"
import { BedrockChat } from "@manga-assist/connections"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { HedgedCalls } from "../../src/hedge/HedgedCalls.ts"
import { Turn } from "../../src/turn/Turn.ts"
import { TurnClock } from "../../src/turn/TurnClock.ts"
import { scriptedStore } from "../scriptedStore.ts"
import { wish } from "../turn/lookingTurn.ts"

const turns = 900
const apartMs = 200

/** `mulberry32`, by a seed. */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Lognormal about 510 ms with a 95th percentile of 680, as the emulated model's; one in forty takes 1.5 s more. */
const slowModel = (seed: number) => {
  const random = seeded(seed)
  return BedrockChat.of({
    converse: (_, { onText }) =>
      Effect.suspend(() => {
        const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
        const slowMs = random() < 1 / 40 ? 1_500 : 0
        return Effect.sleep(Math.round(510 * Math.exp(0.175 * normal)) + slowMs)
      }).pipe(
        Effect.andThen(() => {
          onText("Said.")
          return Effect.succeed({ stopReason: "end_turn", text: "Said." })
        }),
      ),
  })
}

const tailOf = (mode: "off" | "on") => {
  const environment = { HEDGED_FIRST_TOKEN: mode, TOOLS: "off" }
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  const { layer } = scriptedStore({ chat: slowModel(7), environment })
  return Effect.gen(function* () {
    const turn = yield* Turn
    const firstMs: Array<number> = []
    const one = Effect.fnUntraced(function* (number: number) {
      yield* Effect.sleep(number * apartMs)
      const arrivedAt = yield* Clock.currentTimeMillis
      const request = { id: "m-1", session: `s-${number}`, user: "demo-20", text: wish, arrivedAt }
      yield* turn.run(request, (event) => {
        if (event.type !== "turn-end") return
        const mark = event.end.timeline.find(({ stage }) => stage === "first-token")
        firstMs.push(mark?.endMs ?? Infinity)
      })
    })
    const all = yield* Effect.forkChild(
      Effect.forEach(Array.from({ length: turns }).keys(), one, {
        concurrency: "unbounded",
        discard: true,
      }),
      { startImmediately: true },
    )
    for (let at = 0; at < turns * apartMs + 5_000; at += 20) yield* TestClock.adjust(20)
    yield* Fiber.join(all)
    assert.lengthOf(firstMs, turns)
    const sorted = firstMs.toSorted((one, other) => one - other)
    const at = (share: number) => sorted[Math.ceil(share * turns) - 1] ?? Infinity
    return { p50: at(0.5), p99: at(0.99), counts: (yield* HedgedCalls).counters() }
  }).pipe(Effect.provide(Layer.provide(layer, clock)))
}

describe("the first word of a hundred turns' slowest", () => {
  it.effect(
    "comes sooner where a silent model has another beside it, for one call in twenty",
    () =>
      Effect.gen(function* () {
        const off = yield* tailOf("off")
        const on = yield* tailOf("on")
        assert.isBelow(on.p99, off.p99 - 500)
        assert.isAtMost(Math.abs(on.p50 - off.p50), 20)
        assert.isAtMost(on.counts.started, 0.05 * turns + 5)
      }),
    120_000,
  )
})
