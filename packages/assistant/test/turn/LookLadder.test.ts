/** Second looks that come to nothing: late, cut, broken or interrupted; how each turn ends, and when. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import type { DrivenCall } from "../drivenChat.ts"
import {
  asked,
  begin,
  type Begun,
  callOf,
  driven,
  isPlain,
  plain,
  recordedIn,
  stagesOf,
  toolNamesOf,
  until,
} from "./lookingTurn.ts"

/** Says a piece of JSON now and then, and never comes to its end. */
const writesOn = Effect.fnUntraced(function* (call: DrivenCall, forMs: number) {
  for (let past = 0; past < forMs && !call.cancelled(); past += 50) {
    call.write('"horror",')
    yield* TestClock.adjust(50)
  }
})

/** As many figures as a 95th percentile needs. */
const twenty = Array.from({ length: 20 })

const akira = { titles: ["Akira"] }

/** A turn whose first call asked for Akira, and its second call. */
const found = Effect.fnUntraced(function* (calls: ReadonlyArray<DrivenCall>) {
  const { first, turn } = yield* asked(calls, plain)
  yield* TestClock.adjust(200)
  first.say("One moment.")
  first.use("series_facts", akira)
  yield* first.stop("tool_use")
  return { turn, second: yield* callOf(calls, 2) }
})

describe("a use of a tool that never ends", () => {
  it.effect("is given up by the time that the rest needs: the next call has no tools", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* TestClock.adjust(300)
      first.begin("find_products")
      first.write('{"genres":[')
      yield* writesOn(first, 2_000)
      const second = yield* callOf(calls, 2)
      assert.isTrue(first.cancelled())
      isPlain(second)
      second.say("I would begin with Akira.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.deepInclude(end, { finish: "complete", source: "model" })
      const use = end.timeline.find(({ stage }) => stage === "tool-call")
      // Of 2,000 ms 550 are for the read, the next first word and the reserve.
      assert.deepInclude(use, { startMs: 300, endMs: 1_450, outcome: "timeout" })
      assert.strictEqual(recordedIn(seen)[0]?.answer, "I would begin with Akira.")
      assert.notInclude(turn.types(), "looking")
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends within the budget although no model speaks any more", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const begunAt = Math.max(yield* Clock.currentTimeMillis, 0)
      const { first, turn } = yield* asked(calls, "What do you have about Akira for me?")
      first.say("One moment.")
      first.begin("find_products")
      yield* writesOn(first, 2_000)
      yield* callOf(calls, 2)
      yield* TestClock.adjust(600)
      const end = yield* turn.end
      assert.strictEqual(end.source, "catalogue")
      assert.include(turn.said(), "One moment.\n\n")
      assert.isAtMost(end.timeline.find(({ stage }) => stage === "total")?.endMs ?? 0, 2_000)
      assert.isAbove(yield* Clock.currentTimeMillis, begunAt)
    }).pipe(Effect.provide(layer))
  })

  it.effect("takes the mark of the text before it back, and the next call goes on with it", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* TestClock.adjust(300)
      first.say("Let me see.")
      first.begin("find_products")
      yield* writesOn(first, 2_000)
      const second = yield* callOf(calls, 2)
      yield* TestClock.adjust(100)
      second.say("Akira fits.")
      yield* second.stop("end_turn")
      const end = yield* turn.end
      assert.strictEqual(turn.said(), "Let me see.\n\nAkira fits.")
      assert.isAbove(end.budget.usedMs, 1_450)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is learned from: after some of them no tool is offered, for a while", () => {
    const { calls, layer } = driven()
    /** Twenty turns whose use of a tool is late; what is asked next is answered. */
    const lateOnes = Effect.gen(function* () {
      const turns = yield* Effect.forEach(twenty, () => asked(calls, plain))
      yield* TestClock.adjust(300)
      for (const { first } of turns) first.begin("find_products")
      let known = calls.length
      for (let past = 300; past < 2_000; past += 50) {
        yield* TestClock.adjust(50)
        for (const call of calls.slice(known)) {
          call.say("Akira.")
          yield* call.stop("end_turn")
        }
        known = calls.length
      }
      for (const { first, turn } of turns) {
        assert.isTrue(first.cancelled())
        assert.strictEqual((yield* turn.end).source, "model")
      }
    })
    const offered = Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      yield* Fiber.interrupt(turn.fiber)
      return toolNamesOf(first)
    })
    return Effect.gen(function* () {
      yield* lateOnes
      yield* lateOnes
      assert.isEmpty(yield* offered)
      yield* TestClock.adjust(31_000)
      assert.isNotEmpty(yield* offered)
    }).pipe(Effect.provide(layer))
  })
})

describe("a round without a whole use of a tool has failed", () => {
  it.effect.each(["tool_use", "max_tokens", "end_turn"])(
    "the next call is without tools, after JSON that was cut by %s",
    (stopReason) => {
      const { calls, layer, seen } = driven()
      return Effect.gen(function* () {
        const { first, turn } = yield* asked(calls, plain)
        first.begin("find_products")
        first.write('{"genres":["hor')
        yield* first.stop(stopReason)
        const second = yield* callOf(calls, 2)
        isPlain(second)
        assert.strictEqual(second.modelId, first.modelId)
        second.say("Akira.")
        yield* second.stop("end_turn")
        assert.deepInclude(yield* turn.end, { finish: "complete", source: "model" })
        assert.strictEqual(recordedIn(seen)[0]?.answer, "Akira.")
        assert.notInclude(turn.types(), "looking")
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("a whole use before the one that was cut is followed, and it alone", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      const id = first.use("series_facts", akira)
      first.begin("find_products")
      first.write('{"genres":')
      yield* first.stop("tool_use")
      const second = yield* callOf(calls, 2)
      const uses = second.request.messages
        .flatMap(({ content = [] }) => content)
        .flatMap(({ toolUse }) => toolUse?.toolUseId ?? [])
      assert.deepStrictEqual(uses, [id])
      second.say("Akira.")
      yield* second.stop("end_turn")
      yield* turn.end
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(["throttled", "model-error", "truncated", "validation"] as const)(
    "one that broke with %s falls back to a call without tools",
    (reason) => {
      const { calls, layer } = driven()
      return Effect.gen(function* () {
        const { first, turn } = yield* asked(calls, plain)
        yield* first.fail(reason)
        const second = yield* callOf(calls, 2)
        isPlain(second)
        second.say("Akira.")
        yield* second.stop("end_turn")
        assert.strictEqual((yield* turn.end).source, "model")
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("text that breaks before any use is cut off, as ever", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.say("Akira is")
      yield* first.fail("truncated")
      assert.strictEqual((yield* turn.failure).code, "truncated")
      assert.lengthOf(calls, 1)
      assert.isEmpty(seen.recorded.session)
    }).pipe(Effect.provide(layer))
  })
})

describe("the round behind the results", () => {
  it.effect.each(["throttled", "unavailable", "model-error", "validation"] as const)(
    "that breaks before text (%s) leaves the catalogue's words over what was found",
    (reason) => {
      const { calls, layer, seen } = driven()
      return Effect.gen(function* () {
        const { second, turn } = yield* found(calls)
        yield* second.fail(reason)
        const end = yield* turn.end
        assert.deepInclude(end, { finish: "complete", source: "catalogue" })
        assert.deepStrictEqual(end.degraded, ["catalogue-answer", "model-unavailable"])
        assert.match(turn.said(), /^One moment\.\n\n.*Akira/u)
        assert.deepInclude(recordedIn(seen)[0], { answer: turn.said(), products: ["akira"] })
        assert.lengthOf(calls, 2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("that says nothing in time does the same, within the budget", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { turn } = yield* found(calls)
      yield* TestClock.adjust(1_700)
      const end = yield* turn.end
      assert.strictEqual(end.source, "catalogue")
      assert.strictEqual(end.timeline.find(({ stage }) => stage === "total")?.endMs, 1_900)
      assert.strictEqual(stagesOf(end)["model-2"], "first-token-timeout")
    }).pipe(Effect.provide(layer))
  })

  it.effect("that fails where nothing was found is an error, with its timeline", () => {
    const { calls, layer, seen } = driven({ search: "down" })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.say("One moment.")
      first.use("find_products", { genres: ["horror"] })
      yield* first.stop("tool_use")
      yield* (yield* callOf(calls, 2)).fail("throttled")
      const failure = yield* turn.failure
      assert.deepInclude(failure, { code: "model-unavailable", retryable: true })
      assert.deepInclude(stagesOf(failure), {
        "tool-call": "ok",
        "tool-read": "failed",
        "model-2": "throttled",
      })
      assert.isEmpty(seen.recorded.session)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each(["truncated", "gap-timeout"] as const)(
    "that breaks after text is cut off: %s",
    (reason) => {
      const { calls, layer, seen } = driven()
      return Effect.gen(function* () {
        const { second, turn } = yield* found(calls)
        second.say("Akira has")
        yield* second.fail(reason)
        const failure = yield* turn.failure
        assert.strictEqual(failure.code, reason === "truncated" ? "truncated" : "timeout")
        assert.deepInclude(stagesOf(failure), { "tool-call": "ok", "tool-read": "ok" })
        assert.isEmpty(seen.recorded.session)
        const audited = { answer: "One moment.\n\nAkira has", finish: "failed" }
        assert.deepInclude(seen.recorded.audit[0], audited)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("that the guardrail blocks is blocked", () => {
    const environment = { BEDROCK_GUARDRAIL_ID: "gr-1", BEDROCK_GUARDRAIL_VERSION: "2" }
    const { calls, layer, seen } = driven({ environment })
    return Effect.gen(function* () {
      const { second, turn } = yield* found(calls)
      for (const { request } of calls) {
        assert.deepStrictEqual(request.guardrail, { id: "gr-1", version: "2" })
        const guarded = request.messages.flatMap(({ content = [] }) =>
          content.filter((block) => "guardContent" in block),
        )
        assert.isEmpty(guarded)
      }
      yield* second.stop("guardrail_intervened")
      assert.strictEqual((yield* turn.end).finish, "blocked")
      assert.isEmpty(seen.recorded.session)
    }).pipe(Effect.provide(layer))
  })
})

describe("an interruption", () => {
  const interrupted = Effect.fnUntraced(function* (turn: Begun) {
    yield* Fiber.interrupt(turn.fiber)
    const end = yield* turn.end.pipe(
      Effect.catchCause(() =>
        Effect.sync(() => {
          const last = turn.events.filter(({ type }) => type === "turn-end")
          assert.lengthOf(last, 1)
          const [event] = last
          assert(event?.type === "turn-end")
          return event.end
        }),
      ),
    )
    assert.strictEqual(end.finish, "cancelled")
    return end
  })

  it.effect("while a tool is being asked for ends the call", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.begin("find_products")
      const end = yield* interrupted(turn)
      assert.isTrue(first.cancelled())
      assert.strictEqual(stagesOf(end)["tool-call"], "cancelled")
      assert.isEmpty([...seen.recorded.session, ...seen.recorded.audit])
    }).pipe(Effect.provide(layer))
  })

  it.effect("while a tool reads ends the read, and no model is called", () => {
    const { calls, layer, seen } = driven({ search: "never" })
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.use("find_products", { genres: ["horror"] })
      yield* first.stop("tool_use")
      yield* until(() => seen.searches === 1, "the tool searches")
      const end = yield* interrupted(turn)
      assert.strictEqual(seen.searchesCancelled, 1)
      assert.strictEqual(stagesOf(end)["tool-read"], "cancelled")
      assert.lengthOf(calls, 1)
      assert.isEmpty([...seen.recorded.session, ...seen.recorded.audit])
    }).pipe(Effect.provide(layer))
  })

  it.effect("behind the results ends the second call", () => {
    const { calls, layer, seen } = driven()
    return Effect.gen(function* () {
      for (const said of ["", "Akira has"]) {
        const { first, turn } = yield* asked(calls, plain)
        first.use("series_facts", akira)
        yield* first.stop("tool_use")
        const second = yield* callOf(calls, said === "" ? 2 : 4)
        if (said !== "") second.say(said)
        yield* interrupted(turn)
        assert.isTrue(second.cancelled())
      }
      assert.isEmpty([...seen.recorded.session, ...seen.recorded.audit])
    }).pipe(Effect.provide(layer))
  })
})

describe("a budget", () => {
  it.effect.each([
    [1_441, true],
    [1_440, false],
  ] as const)("of %d ms: a tool is offered: %s", ([leftMs, isOffered]) => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain, { leftMs })
      assert.strictEqual(toolNamesOf(first).length > 0, isOffered)
      if (!isOffered) isPlain(first)
      yield* Fiber.interrupt(turn.fiber)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is reckoned by what was observed", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      for (const _ of twenty) {
        const { first, turn } = yield* asked(calls, plain)
        assert.isNotEmpty(toolNamesOf(first))
        yield* TestClock.adjust(700)
        first.say("Akira.")
        yield* first.stop("end_turn")
        yield* turn.end
      }
      // Twice 700 ms, the call, the read and the reserve are 2,140 ms.
      const { first, turn } = yield* asked(calls, plain)
      isPlain(first)
      yield* Fiber.interrupt(turn.fiber)
    }).pipe(Effect.provide(layer))
  })

  it.effect("that affords no writer any more leaves the catalogue's words", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const { first, turn } = yield* asked(calls, plain)
      first.begin("series_facts")
      // Meanwhile the model becomes slow.
      const others = yield* Effect.forEach(twenty, () => asked(calls, plain))
      yield* TestClock.adjust(1_000)
      for (const other of others) {
        other.first.say("Akira.")
        yield* other.first.stop("end_turn")
        yield* other.turn.end
      }
      first.write(JSON.stringify(akira))
      yield* first.stop("tool_use")
      const end = yield* turn.end
      assert.strictEqual(end.source, "catalogue")
      assert.deepStrictEqual(end.degraded, ["catalogue-answer", "over-budget"])
      assert.include(turn.said(), "Akira")
      assert.lengthOf(calls, 21)
    }).pipe(Effect.provide(layer))
  })

  it.effect("of a slow turn without tools takes the ladder as ever", () => {
    const { calls, layer } = driven()
    return Effect.gen(function* () {
      const turn = yield* begin("What do you have about Akira for me?", { leftMs: 300 })
      assert.strictEqual((yield* turn.end).source, "catalogue")
      assert.isEmpty(calls)
    }).pipe(Effect.provide(layer))
  })
})
