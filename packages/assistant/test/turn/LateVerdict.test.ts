/**
 * Answers whose text leaves before the guardrail's verdict: which they are, what is said of one that is blocked after
 * all, and that nothing of it is kept anywhere.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { DraftAnswers } from "../../src/drafts/DraftAnswers.ts"
import { Models } from "../../src/model/Models.ts"
import { Turn } from "../../src/turn/Turn.ts"
import { TurnClock } from "../../src/turn/TurnClock.ts"
import type { TurnEvent } from "../../src/turn/TurnEvent.ts"
import type { TurnRequest } from "../../src/turn/TurnRequest.ts"
import { drivenChat } from "../drivenChat.ts"
import { ask, type Script, scriptedStore, type Spoken, typesOf } from "../scriptedStore.ts"

const guardrail = { BEDROCK_GUARDRAIL_ID: "gr-1", BEDROCK_GUARDRAIL_VERSION: "2" }
const environment = { ...guardrail, GUARDRAIL_BY_INTENT: "on" }
const catalogue = "Is One Piece volume 12 in stock?"
const retracting = { mayRetract: true } as const

const store = (...model: ReadonlyArray<Spoken>) => scriptedStore({ model, environment })

const blocked: Spoken = { say: ["It is ", "a secret."], end: "guardrail_intervened" }

/** What a client that takes text back shows in the end. */
const shownIn = (events: ReadonlyArray<TurnEvent>): string => {
  let shown = ""
  for (const event of events) {
    if (event.type === "delta") shown += event.text
    if (event.type === "retract") shown = ""
  }
  return shown
}

const finishOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  return last?.type === "turn-end" ? last.end.finish : last?.type
}

const beforeModel = ["turn-start", "cache-miss", "retrieve-end", "products"]

describe("text before the verdict", () => {
  it.effect("comes like any other where the answer passes", () => {
    const { layer, seen } = store({ say: ["It ", "is."], end: "end_turn" })
    return Effect.gen(function* () {
      const events = yield* ask(catalogue, retracting)
      assert.deepStrictEqual(typesOf(events), [
        ...beforeModel,
        "model-start",
        "first-token",
        "delta",
        "turn-end",
      ])
      assert.deepInclude(
        events.find(({ type }) => type === "model-start"),
        { isUnjudged: true },
      )
      assert.strictEqual(seen.calls[0]?.request.guardrail?.mode, "async")
      assert.strictEqual(finishOf(events), "complete")
      assert.lengthOf(seen.recorded.answers, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is taken back where it is blocked, and nothing of it is kept", () => {
    const { layer, seen } = store(blocked, { say: ["Volume 13."], end: "end_turn" })
    return Effect.gen(function* () {
      const events = yield* ask(catalogue, retracting)
      assert.deepStrictEqual(typesOf(events), [
        ...beforeModel,
        "model-start",
        "first-token",
        "delta",
        "retract",
        "turn-end",
      ])
      assert.strictEqual(finishOf(events), "blocked")
      assert.deepStrictEqual(seen.recorded.answers, [])
      assert.deepStrictEqual(seen.recorded.session, [])
      assert.lengthOf(seen.recorded.audit, 1)
      assert.deepInclude(seen.recorded.audit[0], { finish: "blocked", answer: "" })
      // Neither the cache nor the conversation knows of it.
      const again = yield* ask("And the next one?", retracting)
      assert.strictEqual(finishOf(again), "complete")
      assert.notInclude(JSON.stringify([seen.calls.at(-1)?.prompt, seen.recorded]), "secret")
    }).pipe(Effect.provide(layer))
  })

  it.effect("stands where the guardrail spoke in the model's place", () => {
    const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }
    const { layer } = store({ say: ["Sorry."], end: "guardrail_intervened", usage })
    return Effect.gen(function* () {
      const events = yield* ask(catalogue, retracting)
      assert.notInclude(typesOf(events), "retract")
      assert.strictEqual(shownIn(events), "Sorry.")
      assert.strictEqual(finishOf(events), "blocked")
    }).pipe(Effect.provide(layer))
  })

  it.effect("that never was needs not be taken back", () => {
    const { layer } = store({ say: [], end: "guardrail_intervened" })
    return Effect.gen(function* () {
      const events = yield* ask(catalogue, retracting)
      assert.notInclude(typesOf(events), "retract")
      assert.strictEqual(finishOf(events), "blocked")
    }).pipe(Effect.provide(layer))
  })

  it.effect("of an answer that is cancelled is kept nowhere", () => {
    const { layer, seen } = store({ say: ["a secret"], end: "never" })
    return Effect.gen(function* () {
      const events: Array<TurnEvent> = []
      const request = { id: "m", session: "s", text: catalogue, arrivedAt: performance.now() }
      const turn = yield* Turn
      const fiber = yield* Effect.forkChild(
        turn.run({ ...request, ...retracting }, (event) => events.push(event)),
        { startImmediately: true },
      )
      while (!typesOf(events).includes("delta")) yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(typesOf(events).slice(-2), ["delta", "turn-end"])
      assert.strictEqual(finishOf(events), "cancelled")
      assert.notInclude(JSON.stringify(seen.recorded), "secret")
    }).pipe(Effect.provide(layer))
  })
})

describe("text behind the verdict", () => {
  const isHeld = (title: string, text: string, more: Partial<TurnRequest>, script: Script) =>
    it.effect(`is that ${title}`, () => {
      const { layer, seen } = scriptedStore({ model: [blocked], environment, ...script })
      return Effect.gen(function* () {
        const events = yield* ask(text, more)
        assert.isNotEmpty(seen.calls)
        for (const { request } of seen.calls) {
          assert.deepStrictEqual(request.guardrail, { id: "gr-1", version: "2" })
        }
        // Those words were judged: they stand, as they do without the setting.
        assert.notInclude(typesOf(events), "retract")
        assert.strictEqual(finishOf(events), "blocked")
      }).pipe(Effect.provide(layer))
    })

  isHeld("of a client that takes nothing back", catalogue, {}, {})
  isHeld("of a customer's orders", "Where is my order?", { ...retracting, user: "demo-01" }, {})
  isHeld("of a wish for oneself", "Recommend a comedy for me", retracting, {})
  isHeld("of a question that goes on with another", "And the next one?", retracting, {})
  isHeld("of words that nobody knows", "My email is a@b.example, who is he?", retracting, {})
  isHeld("of every answer unless the setting is on", catalogue, retracting, {
    environment: guardrail,
  })

  it.effect("is all there is without the setting: the same events, whoever asks", () => {
    const { layer } = scriptedStore({ model: [blocked], environment: guardrail })
    return Effect.gen(function* () {
      const [plain, other] = [yield* ask(catalogue), yield* ask(catalogue, retracting)]
      assert.deepStrictEqual(typesOf(other), typesOf(plain))
      const { guardrail: one, lateGuardrail } = yield* Models
      assert.strictEqual(one, lateGuardrail)
    }).pipe(Effect.provide(layer))
  })
})

/** Turns over a model that the test drives; their budget is not used up, however busy the machine. */
const driven = () => {
  const { calls, chat } = drivenChat()
  const { layer: store, seen } = scriptedStore({ chat, environment })
  const layer = Layer.provide(
    store,
    Layer.succeed(TurnClock, () => 0),
  )
  const begin = Effect.fnUntraced(function* (session: string, more: Partial<TurnRequest> = {}) {
    const events: Array<TurnEvent> = []
    const turn = yield* Turn
    const request = { id: "m", session, text: catalogue, arrivedAt: 0, ...more }
    const fiber = yield* Effect.forkChild(
      turn.run(request, (event) => events.push(event)),
      { startImmediately: true },
    )
    return { events, fiber }
  })
  return { begin, calls, layer, seen }
}

const settle = Effect.repeat(Effect.yieldNow, { times: 50 })

describe("turns that share a call", () => {
  it.effect("take its text back together, and share none with those that wait for verdicts", () => {
    const { begin, calls, layer, seen } = driven()
    return Effect.gen(function* () {
      const late = [yield* begin("a", retracting), yield* begin("b", retracting)]
      const early = yield* begin("c")
      yield* settle
      assert.deepStrictEqual(
        calls.map(({ request }) => request.guardrail?.mode),
        ["async", undefined],
      )
      calls[0]!.say("a secret")
      yield* settle
      // Who comes late has what was said so far.
      late.push(yield* begin("d", retracting))
      yield* settle
      assert.lengthOf(calls, 2)
      for (const { events } of late) assert.strictEqual(shownIn(events), "a secret")
      yield* calls[0]!.stop("guardrail_intervened")
      calls[1]!.say("It is.")
      yield* calls[1]!.stop("end_turn")
      for (const { events, fiber } of late) {
        yield* Fiber.join(fiber)
        assert.deepStrictEqual(typesOf(events).slice(-3).includes("retract"), true)
        assert.deepStrictEqual([shownIn(events), finishOf(events)], ["", "blocked"])
      }
      yield* Fiber.join(early.fiber)
      assert.deepStrictEqual(
        [shownIn(early.events), finishOf(early.events)],
        ["It is.", "complete"],
      )
      assert.lengthOf(seen.recorded.answers, 1)
      assert.notInclude(JSON.stringify(seen.recorded), "secret")
    }).pipe(Effect.provide(layer))
  })

  it.effect("all keep the guardrail's own words", () => {
    const { begin, calls, layer } = driven()
    return Effect.gen(function* () {
      const turns = [yield* begin("a", retracting), yield* begin("b", retracting)]
      yield* settle
      calls[0]!.say("Sorry.")
      yield* calls[0]!.stop("guardrail_intervened", 0)
      for (const { events, fiber } of turns) {
        yield* Fiber.join(fiber)
        assert.deepStrictEqual([shownIn(events), finishOf(events)], ["Sorry.", "blocked"])
      }
    }).pipe(Effect.provide(layer))
  })
})

describe("a call that is begun for a draft", () => {
  const drafted = Effect.fnUntraced(function* (
    mayRetract: true | undefined,
    sent: Partial<TurnRequest>,
    ...model: ReadonlyArray<Spoken>
  ) {
    const on = { ...environment, DRAFT_ANSWERS: "on" }
    const { layer, seen } = scriptedStore({ model, environment: on, typeAhead: true })
    return yield* Effect.gen(function* () {
      const turn = yield* Turn
      turn.draft("s-1", undefined, catalogue, mayRetract)
      yield* TestClock.adjust(1_000)
      const events = yield* ask(catalogue, sent)
      const { taken } = (yield* DraftAnswers).counters()
      const modes = seen.calls.map(({ request }) => request.guardrail?.mode)
      return { events, modes, taken, recorded: JSON.stringify(seen.recorded) }
    }).pipe(Effect.provide(layer))
  })

  it.effect("is judged as its message will be, and its text taken back as any other", () =>
    Effect.gen(function* () {
      const { events, modes, recorded, taken } = yield* drafted(true, retracting, blocked)
      assert.deepStrictEqual([modes, taken], [["async"], 1])
      assert.deepStrictEqual([shownIn(events), finishOf(events)], ["", "blocked"])
      assert.include(typesOf(events), "retract")
      assert.notInclude(recorded, "secret")
    }),
  )

  it.effect("is taken by no message that is judged otherwise", () =>
    Effect.gen(function* () {
      const passed: Spoken = { say: ["It is."], end: "end_turn" }
      const early = yield* drafted(undefined, retracting, blocked, passed)
      assert.deepStrictEqual([early.modes, early.taken], [[undefined, "async"], 0])
      const late = yield* drafted(true, {}, blocked, passed)
      assert.deepStrictEqual([late.modes, late.taken], [["async", undefined], 0])
      assert.deepStrictEqual([shownIn(late.events), finishOf(late.events)], ["It is.", "complete"])
    }),
  )
})

const texts = [catalogue, "Tell me about Vinland Saga", "horror manga", "Where is my order?"]

const step = fc.oneof(
  fc.record({
    kind: fc.constant("ask"),
    session: fc.integer({ min: 0, max: 3 }),
    text: fc.constantFrom(...texts),
    mayRetract: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("say"), at: fc.nat() }),
  fc.record({
    kind: fc.constant("stop"),
    at: fc.nat(),
    how: fc.constantFrom("end_turn", "guardrail_intervened", "content_filtered", "max_tokens"),
  }),
  fc.record({ kind: fc.constant("fail"), at: fc.nat() }),
  fc.record({ kind: fc.constant("leave"), at: fc.nat() }),
)
type Step = typeof step extends fc.Arbitrary<infer A> ? A : never

const play = (steps: ReadonlyArray<Step>) => {
  const { begin, calls, layer, seen } = driven()
  const ended = new Map<number, string>()
  const turns: Array<Effect.Success<ReturnType<typeof begin>>> = []
  const pick = <A>(list: ReadonlyArray<A>, at: number) => list[at % Math.max(1, list.length)]
  const open = () => calls.map((_, at) => at).filter((at) => !ended.has(at))
  const end = (at: number, how: string) =>
    Effect.suspend(() => {
      ended.set(at, how)
      return how === "fail" ? calls[at]!.fail("connection") : calls[at]!.stop(how)
    })
  const take = Effect.fnUntraced(function* (one: Step) {
    if (one.kind === "ask" && "text" in one) {
      const { mayRetract, session, text } = one
      const who = text.includes("my") ? { user: "demo-01" } : {}
      const more = mayRetract ? { text, ...who, ...retracting } : { text, ...who }
      turns.push(yield* begin(`s-${session}-${who.user ?? ""}`, more))
    } else if ("at" in one) {
      const at = pick(open(), one.at)
      const turn = pick(turns, one.at)
      if (one.kind === "leave" && turn !== undefined) yield* Fiber.interrupt(turn.fiber)
      else if (at === undefined) return
      else if (one.kind === "say") calls[at]?.say(`words-${at}. `)
      else if (one.kind === "fail") yield* end(at, "fail")
      else if ("how" in one) yield* end(at, one.how)
    }
  })
  return Effect.gen(function* () {
    for (const one of steps) {
      yield* take(one)
      yield* settle
    }
    for (let round = 0; round < 20 && open().length > 0; round += 1) {
      for (const at of open()) yield* end(at, at % 2 === 0 ? "guardrail_intervened" : "end_turn")
      yield* settle
    }
    for (const { fiber } of turns) yield* Fiber.await(fiber)
    // What the conversations hold is in the next prompts.
    const prompts: Array<string> = []
    for (const session of [0, 1, 2, 3].flatMap((each) => [`s-${each}-`, `s-${each}-demo-01`])) {
      const user = session.endsWith("01") ? { user: "demo-01" } : {}
      const { fiber } = yield* begin(session, { text: "And the next one?", ...user })
      yield* settle
      prompts.push(calls.at(-1)!.prompt)
      calls.at(-1)!.say("Yes.")
      yield* calls.at(-1)!.stop("end_turn")
      yield* Fiber.await(fiber)
    }
    const isVoid = (at: number) =>
      calls[at]?.request.guardrail?.mode === "async" &&
      ["guardrail_intervened", "content_filtered"].includes(ended.get(at) ?? "")
    const kept = JSON.stringify([prompts, seen.recorded])
    const shown = turns.map(({ events }) => ({ shown: shownIn(events), finish: finishOf(events) }))
    return { isVoid, kept, shown, calls: calls.length }
  }).pipe(Effect.provide(layer))
}

it("keeps no text of a blocked answer, in whatever order things happen", async () => {
  let voided = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
      const { calls, isVoid, kept, shown } = await Effect.runPromise(play(steps))
      for (let at = 0; at < calls; at += 1) {
        if (!isVoid(at)) continue
        voided += 1
        assert.notInclude(kept, `words-${at}.`)
        // Who left before the verdict has what they saw.
        const seen = shown.filter((one) => one.shown.includes(`words-${at}.`))
        assert.isTrue(seen.every(({ finish }) => finish === "cancelled"))
      }
    }),
    { numRuns: 30, seed: 11 },
  )
  assert.isAbove(voided, 0)
})
