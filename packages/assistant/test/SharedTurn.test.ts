/** Many turns with one question at one time: one call of the model, and each turn as if it were alone. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, TagVersions } from "@manga-assist/caching"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { ModelBudget } from "../src/budget/ModelBudget.ts"
import { SharedModelCalls } from "../src/model/SharedModelCalls.ts"
import { Turn } from "../src/turn/Turn.ts"
import type { TurnRequest } from "../src/turn/TurnRequest.ts"
import { TurnClock } from "../src/turn/TurnClock.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { drivenChat } from "./drivenChat.ts"
import { type Script, scriptedStore } from "./scriptedStore.ts"

const about = "Tell me about Vinland Saga"

/** Turns on the test clock, over a model that the test drives. */
const shared = (script: Script = {}) => {
  const { calls, chat } = drivenChat()
  const { layer, seen } = scriptedStore({ chat, ...script })
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  return { calls, seen, layer: Layer.provide(layer, clock) }
}

/** One customer's turn, begun; with `leftMs` of its budget. */
const begin = Effect.fnUntraced(function* (
  session: string,
  more: Partial<TurnRequest> & { readonly leftMs?: number } = {},
) {
  const turn = yield* Turn
  const { leftMs = 2_000, ...request } = more
  const arrivedAt = (yield* Clock.currentTimeMillis) - (2_000 - leftMs)
  const events: Array<TurnEvent> = []
  const fiber = yield* Effect.forkChild(
    turn.run({ id: "m-1", session, text: about, arrivedAt, ...request }, (event) =>
      events.push(event),
    ),
    { startImmediately: true },
  )
  return {
    fiber,
    events,
    asks: () => events.filter((event) => event.type === "model-start").length,
    said: () => events.flatMap((event) => (event.type === "delta" ? [event.text] : [])).join(""),
    end: Effect.map(Fiber.join(fiber), () => {
      const last = events.at(-1)
      assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
      return last.end
    }),
  }
})
type Begun = Effect.Success<ReturnType<typeof begin>>

/** Begins so many turns and lets each come to its question to the model. */
const crowd = Effect.fnUntraced(function* (count: number, more: Parameters<typeof begin>[1] = {}) {
  const turns = yield* Effect.forEach(Array.from({ length: count }), (_, index) =>
    begin(`s-${index}`, more),
  )
  yield* waiting(turns)
  return turns
})
const waiting = Effect.fnUntraced(function* (turns: ReadonlyArray<Begun>, asked = 1) {
  for (let turn = 0; turn < 100 && turns.some(({ asks }) => asks() < asked); turn += 1) {
    yield* Effect.yieldNow
  }
  assert.isTrue(turns.every(({ asks }) => asks() === asked))
})

/** Time that does not pass: however long a thousand turns take here, none of them is late. */
const standing: Clock.Clock = {
  currentTimeMillisUnsafe: () => 0,
  currentTimeMillis: Effect.succeed(0),
  currentTimeNanosUnsafe: () => 0n,
  currentTimeNanos: Effect.succeed(0n),
  monotonicTimeNanosUnsafe: () => 0n,
  monotonicTimeNanos: Effect.succeed(0n),
  sleep: () => Effect.never,
}

const sharedReason = "shared with the same question, asked at the same time"

describe("turns with one question", () => {
  it.live(
    "of 1,000 at once call the model once, and keep the answer once",
    () => {
      const { calls, layer, seen } = shared()
      return Effect.gen(function* () {
        const turns = yield* crowd(1_000)
        assert.lengthOf(calls, 1)
        calls[0]?.say("A saga ")
        calls[0]?.say("of Vikings.")
        yield* calls[0]!.stop("end_turn")
        const ends = yield* Effect.forEach(turns, ({ end }) => end)
        assert.isTrue(turns.every(({ said }) => said() === "A saga of Vikings."))
        assert.isTrue(
          ends.every(({ finish, source }) => finish === "complete" && source === "model"),
        )
        const spent = ends.filter(({ usage }) => usage !== undefined)
        assert.lengthOf(spent, 1)
        assert.notInclude(spent[0]?.reason, sharedReason)
        assert.lengthOf(
          ends.filter(({ reason }) => reason?.includes(sharedReason)),
          999,
        )
        assert.lengthOf(calls, 1)
        assert.lengthOf(seen.recorded.answers, 1)
        assert.lengthOf(seen.recorded.session, 1_000)
        const { followed, inputTokens, led, outputTokens } = (yield* SharedModelCalls).counters()
        assert.deepStrictEqual(
          { led, followed, inputTokens, outputTokens },
          {
            led: 1,
            followed: 999,
            inputTokens: 100,
            outputTokens: 10,
          },
        )
        assert.strictEqual((yield* ModelBudget).state().spent.customer.tokens, 110)
      }).pipe(Effect.provide(layer), Effect.provideService(Clock.Clock, standing))
    },
    60_000,
  )

  it.effect("share nothing with those of another question, place, language or model", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const texts = [
        about,
        "Tell me about One Piece",
        "ヴィンランド・サガについて教えて",
        "Is volume 3 of Vinland Saga in stock?",
        "Is volume 4 of Vinland Saga in stock?",
        "Recommend a seinen manga about Vikings and compare it with One Piece",
      ]
      const turns = yield* Effect.forEach(texts, (text, index) => begin(`s-${index}`, { text }))
      yield* waiting(turns)
      assert.lengthOf(calls, texts.length)
      for (const [index, call] of calls.entries()) {
        call.say(`${index}`)
        yield* call.stop("end_turn")
      }
      for (const { end } of turns) yield* end
      assert.deepStrictEqual(
        turns.map(({ said }) => said()),
        texts.map((_, index) => `${index}`),
      )
    }).pipe(Effect.provide(layer))
  })

  it.effect("give a late one the text so far at once", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const [first] = yield* crowd(1)
      calls[0]?.say("A saga ")
      yield* TestClock.adjust(500)
      const late = yield* begin("late")
      yield* waiting([late])
      assert.strictEqual(late.said(), "A saga ")
      calls[0]?.say("of Vikings.")
      yield* calls[0]!.stop("end_turn")
      yield* late.end
      yield* first!.end
      assert.strictEqual(late.said(), "A saga of Vikings.")
      assert.strictEqual(late.events.findLast((event) => event.type === "first-token")?.afterMs, 0)
      assert.lengthOf(calls, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("tell the ladder nothing of a model's first word when they came later", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      yield* crowd(1)
      calls[0]?.say("A saga ")
      const late = yield* crowd(40)
      assert.isTrue(late.every(({ said }) => said() === "A saga "))
      const hurried = yield* begin("hurried", { leftMs: 300 })
      assert.strictEqual((yield* hurried.end).source, "catalogue")
      assert.lengthOf(calls, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("go on without the one who called the model, and keep the answer once", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(11)
      const [first, ...others] = turns
      calls[0]?.say("A saga ")
      yield* Fiber.interrupt(first!.fiber)
      const last = first!.events.at(-1)
      assert.isTrue(last?.type === "turn-end" && last.end.finish === "cancelled")
      const heard = first!.events.length
      calls[0]?.say("of Vikings.")
      assert.isFalse(calls[0]?.cancelled())
      yield* calls[0].stop("end_turn")
      for (const { end, said } of others) {
        assert.strictEqual((yield* end).usage, undefined)
        assert.strictEqual(said(), "A saga of Vikings.")
      }
      assert.lengthOf(first!.events, heard)
      assert.lengthOf(calls, 1)
      assert.lengthOf(seen.recorded.answers, 1)
      assert.include(JSON.stringify(seen.recorded.answers), "A saga of Vikings.")
      assert.strictEqual((yield* SharedModelCalls).counters().inputTokens, 100)
    }).pipe(Effect.provide(layer))
  })

  it.effect("end the model's stream when the last of them has left", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(3)
      calls[0]?.say("A saga ")
      for (const { fiber } of turns) {
        assert.isFalse(calls[0]?.cancelled())
        yield* Fiber.interrupt(fiber)
      }
      assert.isTrue(calls[0]?.cancelled())
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are all blocked by a guardrail after the first word, and nothing is kept", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(20)
      calls[0]?.say("A saga ")
      yield* calls[0]!.stop("guardrail_intervened")
      for (const { end } of turns) assert.strictEqual((yield* end).finish, "blocked")
      assert.lengthOf(calls, 1)
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("are all cut when the stream breaks, and nothing is kept", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(20)
      calls[0]?.say("A saga ")
      yield* calls[0]!.fail("connection")
      for (const { events, fiber } of turns) {
        yield* Fiber.join(fiber)
        const last = events.at(-1)
        assert.isTrue(last?.type === "turn-failed" && last.failure.code === "truncated")
      }
      assert.lengthOf(calls, 1)
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("step down together when the model is throttled: one call for each rung", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(50)
      yield* calls[0]!.fail("throttled")
      yield* waiting(turns, 2)
      assert.lengthOf(calls, 2)
      assert.notStrictEqual(calls[0]?.modelId, calls[1]?.modelId)
      calls[1]?.say("A saga.")
      yield* calls[1]!.stop("end_turn")
      for (const { end } of turns) {
        assert.deepStrictEqual((yield* end).degraded, ["model-fallback"])
      }
      assert.lengthOf(calls, 2)
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("call the model once although the cache is too slow for all, and keep nothing", () => {
    const answers = Layer.effect(
      CachedAnswers,
      Effect.map(CachedAnswers, (cache) =>
        CachedAnswers.of({ ...cache, lookup: () => Effect.never, find: () => Effect.never }),
      ),
    ).pipe(
      Layer.provide(CachedAnswers.layer),
      Layer.provide([CacheStore.layerMemory(), TagVersions.layerMemory()]),
    )
    const { calls, layer, seen } = shared({ cached: answers })
    return Effect.gen(function* () {
      const turns = yield* Effect.forEach(Array.from({ length: 30 }), (_, index) =>
        begin(`s-${index}`),
      )
      yield* TestClock.adjust(300)
      yield* waiting(turns)
      assert.lengthOf(calls, 1)
      calls[0]?.say("A saga.")
      yield* calls[0]!.stop("end_turn")
      for (const { end } of turns) {
        assert.deepStrictEqual((yield* end).degraded, ["recall-late"])
      }
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("say what the catalogue knows when both models are throttled", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(50)
      yield* calls[0]!.fail("throttled")
      yield* waiting(turns, 2)
      yield* calls[1]!.fail("throttled")
      for (const { end } of turns) assert.strictEqual((yield* end).source, "catalogue")
      assert.lengthOf(calls, 2)
    }).pipe(Effect.provide(layer))
  })
})

describe("each turn's own budget", () => {
  it.effect("ends the wait of one that has little time, and of no other", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const [patient] = yield* crowd(1)
      const hurried = yield* begin("hurried", { leftMs: 900 })
      yield* waiting([hurried])
      assert.lengthOf(calls, 1)
      yield* TestClock.adjust(600)
      assert.strictEqual((yield* hurried.end).source, "catalogue")
      assert.isFalse(calls[0]?.cancelled())
      calls[0]?.say("A saga.")
      yield* calls[0].stop("end_turn")
      assert.deepStrictEqual((yield* patient!.end).degraded, [])
    }).pipe(Effect.provide(layer))
  })

  it.effect("lets the call outlive the patience of who made it, and keeps its answer", () => {
    const { calls, layer, seen } = shared()
    return Effect.gen(function* () {
      const hurried = yield* begin("hurried", { leftMs: 900 })
      yield* waiting([hurried])
      yield* TestClock.adjust(300)
      const patient = yield* begin("patient")
      yield* waiting([patient])
      assert.lengthOf(calls, 1)
      yield* TestClock.adjust(400)
      assert.strictEqual((yield* hurried.end).source, "catalogue")
      calls[0]?.say("A saga.")
      yield* calls[0]!.stop("end_turn")
      const end = yield* patient.end
      assert.deepStrictEqual(end.degraded, [])
      assert.strictEqual(patient.said(), "A saga.")
      assert.lengthOf(seen.recorded.answers, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("aborts a call that nobody waits for any longer", () => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const turns = yield* crowd(5)
      yield* TestClock.adjust(1_300)
      yield* waiting(turns, 2)
      assert.isTrue(calls[0]?.cancelled())
      for (const { fiber } of turns) yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(layer))
  })
})

describe("what is somebody's own", () => {
  it.effect.each([
    "Where is my order?",
    "Recommend a comedy for me",
    "recommend me something",
    "おすすめを教えて",
    "My name is Emma, tell me about Vinland Saga",
    "私の注文はどうなってますか",
  ])("is asked for each alone: %s", (text) => {
    const { calls, layer } = shared()
    return Effect.gen(function* () {
      const turns = [
        yield* begin("a", { text, user: "demo-01" }),
        yield* begin("b", { text, user: "demo-02" }),
        yield* begin("c", { text, user: "demo-02" }),
      ]
      yield* waiting(turns)
      assert.lengthOf(calls, 3)
      assert.strictEqual((yield* SharedModelCalls).counters().led, 0)
      for (const { fiber } of turns) yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(layer))
  })
})
