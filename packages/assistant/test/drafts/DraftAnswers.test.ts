/** Answers that are begun while the customer types: when, for whom, what becomes of them, and that nobody else sees any. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { DraftAnswers } from "../../src/drafts/DraftAnswers.ts"
import { Turn } from "../../src/turn/Turn.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import { ask, type Script, scriptedStore, typesOf } from "../scriptedStore.ts"

const on = (script: Script = {}) =>
  scriptedStore({
    ...script,
    typeAhead: true,
    environment: { DRAFT_ANSWERS: "on", ...script.environment },
  })

const type = (text: string, thenMs = 1_000, session = "s-1", user?: string) =>
  Effect.flatMap(Turn, (turn) =>
    Effect.andThen(
      Effect.sync(() => turn.draft(session, user, text)),
      TestClock.adjust(thenMs),
    ),
  )

const counts = Effect.map(DraftAnswers, (drafts) => drafts.counters())

const textOf = (events: ReadonlyArray<TurnEvent>) =>
  events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join("")

const modelOutcome = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  return last?.type === "turn-end"
    ? last.end.timeline.find(({ stage }) => stage === "model")?.outcome
    : undefined
}

const question = "Who wrote Monster?"
const running: Script = { model: [{ say: ["Naoki "], end: "never" }] }

describe("an answer that is begun for a draft", () => {
  it.effect("is none unless the setting is on", () => {
    const { layer, seen } = scriptedStore({ typeAhead: true })
    return Effect.gen(function* () {
      yield* type(question)
      assert.strictEqual(seen.calls.length, 0)
      const events = yield* ask(question)
      assert.strictEqual(modelOutcome(events), "ok")
    }).pipe(Effect.provide(layer))
  })

  it.effect("is the message's, with the events of any other turn, and one call", () => {
    const { layer, seen } = on()
    const plain = scriptedStore({ typeAhead: true })
    return Effect.gen(function* () {
      yield* type("Who wrote Mon")
      yield* type(question)
      assert.strictEqual(seen.calls.length, 1)
      assert.deepStrictEqual(seen.recorded.answers, [])
      assert.deepStrictEqual(seen.recorded.session, [])
      const events = yield* ask(question)
      assert.strictEqual(seen.calls.length, 1)
      assert.strictEqual(modelOutcome(events), "draft")
      assert.strictEqual(seen.recorded.answers.length, 1)
      const { begun, taken, wasted } = yield* counts
      assert.deepStrictEqual({ begun, taken, wasted }, { begun: 1, taken: 1, wasted: 0 })
      const others = yield* ask(question).pipe(Effect.provide(plain.layer))
      assert.deepStrictEqual(typesOf(events), typesOf(others))
      assert.strictEqual(textOf(events), textOf(others))
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([
    ["Who wrote Monster", "who wrote  MONSTER?!"],
    ["Who wrote Monster?", "Who is the author of Monster?"],
    ["モンスターの作者は", "モンスターの作者は？"],
  ])("is that of the same question: %s, then %s", ([draft = "", sent = ""]) => {
    const { layer, seen } = on()
    return Effect.gen(function* () {
      yield* type(draft)
      const events = yield* ask(sent)
      assert.strictEqual(seen.calls.length, 1)
      assert.strictEqual(modelOutcome(events), "draft")
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([
    ["Is volume 1 of Monster in stock?", "Is volume 2 of Monster in stock?"],
    ["Who wrote Monster?", "When was Monster written?"],
    ["Who wrote Monster?", "What is your return policy?"],
  ])(
    "is cut off upstream where the message asks for something else: %s, then %s",
    ([draft = "", sent = ""]) => {
      const { layer, seen } = on({
        model: [
          { say: ["wrong"], end: "never" },
          { say: ["right"], end: "end_turn" },
        ],
      })
      return Effect.gen(function* () {
        yield* type(draft)
        assert.strictEqual(seen.calls.length, 1)
        const events = yield* ask(sent)
        assert.notInclude(textOf(events), "wrong")
        assert.strictEqual(seen.cancelled, 1)
        assert.strictEqual((yield* counts).wasted, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("waits until nothing is typed for a moment", () => {
    const { layer, seen } = on()
    return Effect.gen(function* () {
      yield* type("Who wrote Monster", 149)
      assert.strictEqual(seen.calls.length, 0)
      yield* type("Who wrote Pluto", 149)
      assert.strictEqual(seen.calls.length, 0)
      yield* TestClock.adjust(1)
      assert.strictEqual(seen.calls.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("waits as long as this customer paused before going on", () => {
    const { layer, seen } = on()
    return Effect.gen(function* () {
      yield* type("Who wrote Monster", 900)
      assert.strictEqual(seen.calls.length, 1)
      yield* type("Who wrote Pluto?", 899)
      assert.strictEqual(seen.calls.length, 1)
      yield* TestClock.adjust(1)
      assert.strictEqual(seen.calls.length, 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect.each([
    "Where is order MA-01-1042 with Monster?",
    "My card 4111 1111 1111 1111 was declined for Monster, who wrote it?",
    "Who wrote Monster? Tell reader@example.com",
    "What is your return policy?",
    "something gentle about lighthouse keepers?",
    "Is volume 3 of Monster in",
  ])("is none for %s", (text) => {
    const { layer, seen } = on()
    return Effect.gen(function* () {
      yield* type(text)
      assert.strictEqual(seen.calls.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is cut off where the draft is given up, and goes on where it is typed again", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      yield* type(question)
      yield* type("who wrote monster ?")
      assert.deepStrictEqual([seen.calls.length, seen.cancelled], [1, 0])
      yield* type("")
      assert.strictEqual(seen.cancelled, 1)
      yield* type(question)
      const turn = yield* Turn
      turn.closed("s-1", undefined)
      yield* TestClock.adjust(100)
      assert.deepStrictEqual([seen.calls.length, seen.cancelled], [2, 2])
    }).pipe(Effect.provide(layer))
  })

  it.effect("goes on while more is typed, as long as that may ask for the same", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      yield* type("How much is volume 3 of Monster")
      yield* type("How much is volume 3 of Monster ple")
      yield* type("How much is volume 3 of Monster please?")
      assert.deepStrictEqual([seen.calls.length, seen.cancelled], [1, 0])
      yield* type("How much is volume 4 of Monster please?")
      assert.strictEqual(seen.cancelled, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is nobody else's: not another session's, nor another user's of the same name", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      yield* type(question)
      const other = yield* Effect.forkChild(ask(question, { session: "s-2" }))
      yield* TestClock.adjust(100)
      assert.strictEqual(seen.calls.length, 2)
      yield* Fiber.interrupt(other)
      const signedIn = yield* Effect.forkChild(ask(question, { user: "u-1" }))
      yield* TestClock.adjust(100)
      assert.strictEqual(seen.calls.length, 3)
      yield* Fiber.interrupt(signedIn)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is given up where nothing is sent for a minute", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      yield* type(question, 30_000)
      yield* type("who wrote monster", 30_000)
      assert.strictEqual(seen.cancelled, 0)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(seen.cancelled, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends upstream with the turn that took it", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      yield* type(question)
      const turn = yield* Effect.forkChild(ask(question), { startImmediately: true })
      yield* TestClock.adjust(100)
      assert.deepStrictEqual([seen.calls.length, seen.cancelled], [1, 0])
      yield* Fiber.interrupt(turn)
      assert.strictEqual(seen.cancelled, 1)
    }).pipe(Effect.provide(layer))
  })
})

describe("answers that are begun in vain", () => {
  it.effect("are reset one after another", () => {
    const { layer, seen } = on(running)
    return Effect.gen(function* () {
      for (const session of ["a", "b", "c"]) yield* type(question, 150, session)
      for (const session of ["a", "b", "c"]) yield* type("", 0, session)
      assert.strictEqual(seen.cancelled, 1)
      yield* TestClock.adjust(50)
      assert.strictEqual(seen.cancelled, 2)
      yield* TestClock.adjust(50)
      assert.strictEqual(seen.cancelled, 3)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are few: beyond the share none is begun, until it may pay again", () => {
    const { layer, seen } = on(running)
    const inVain = Effect.andThen(type(question, 200), type("", 100))
    return Effect.gen(function* () {
      for (let time = 0; time < 20; time += 1) yield* inVain
      const { refused, wasted } = yield* counts
      assert.strictEqual(wasted, 6)
      assert.strictEqual(refused, 14)
      yield* TestClock.adjust("10 minutes")
      yield* inVain
      assert.strictEqual(seen.calls.length, 7)
    }).pipe(Effect.provide(layer))
  })

  it.effect("cost no more tokens an hour than they may", () => {
    const { layer, seen } = on({ environment: { DRAFT_ANSWERS_TOKENS: "20000" } })
    return Effect.gen(function* () {
      for (let time = 0; time < 5; time += 1)
        yield* type(`Who wrote Monster${"!".repeat(time)}`, 200, `s-${time}`)
      const before = seen.calls.length
      assert.isAbove(before, 0)
      assert.isBelow(before, 5)
      assert.isAtMost((yield* counts).tokens, 20_000)
      yield* TestClock.adjust("61 minutes")
      yield* type(question, 200, "later")
      assert.strictEqual(seen.calls.length, before + 1)
    }).pipe(Effect.provide(layer))
  })
})
