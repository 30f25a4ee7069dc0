/** Which answers are checked for figures, against what, and what of them is logged. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, References } from "effect"
import { FigureCheck } from "../../src/answers/audit/FigureCheck.ts"
import { asked, callOf, driven, plain } from "../turn/lookingTurn.ts"

const counted = Effect.map(FigureCheck, (check) => ({ ...check.counters() }))

/** What is logged from `debug` on. */
const listening = () => {
  const lines: Array<string> = []
  const layer = Layer.merge(
    Logger.layer([
      Logger.make(({ message }) => {
        lines.push(JSON.stringify(message))
      }),
    ]),
    Layer.succeed(References.MinimumLogLevel, "Debug"),
  )
  return { lines, layer }
}

describe("an answer for one customer", () => {
  it.effect("is founded on what a tool told, and on the rules of the store", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use("price_of", { lines: [{ series: "Akira", volumes: "1-3" }] })
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      const [, total] = /"total":(\d+)/u.exec(second.prompt.replaceAll("\\", "")) ?? []
      assert.isAbove(Number(total), 0)
      second.say(`Volumes 1 to 3 are ¥${Number(total).toLocaleString("en-US")} with shipping.`)
      yield* second.stop("end_turn")
      yield* turn.end
      assert.deepStrictEqual(yield* counted, { checked: 1, unfounded: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not founded on what the model said itself in the same turn", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.say("I think ¥98,765. ")
      first.use("series_facts", { titles: ["Akira"] })
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      second.say("It is.")
      yield* second.stop("end_turn")
      yield* turn.end
      assert.deepStrictEqual(yield* counted, { checked: 1, unfounded: 1 })
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "that names a figure of nowhere is counted, logged masked, and sent all the same",
    () => {
      const { calls, layer } = driven()
      const { layer: heard, lines } = listening()
      const said = "Fine. Order MA-20-0001 for a@b.example is ¥98,765! Volume 77 too."
      return Effect.gen(function* () {
        const { first, turn } = yield* asked(calls, plain)
        first.say(said)
        yield* first.stop("end_turn")
        assert.strictEqual((yield* turn.end).finish, "complete")
        assert.strictEqual(turn.said(), said)
        assert.deepStrictEqual(yield* counted, { checked: 1, unfounded: 1 })
        yield* Effect.yieldNow
        const [line = "", ...others] = lines.filter((each) => each.includes("98,765"))
        assert.isEmpty(others)
        assert.include(line, "Volume 77")
        assert.notMatch(line, /MA-20|a@b|Fine/u)
      }).pipe(Effect.provide(layer), Effect.provide(heard))
    },
  )

  it.effect("that others share is not checked here", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, "Tell me about Vinland Saga")
      first.say("It is ¥98,765.")
      yield* first.stop("end_turn")
      yield* turn.end
      assert.deepStrictEqual(yield* counted, { checked: 0, unfounded: 0 })
    }).pipe(Effect.provide(layer))
  })
})
