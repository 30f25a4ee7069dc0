/** A call and another beside it: who is heard, who is reset, and what becomes of failures, in every order. */
import { assert, describe, it } from "@effect/vitest"
import { BedrockError, type ConverseRequest } from "@manga-assist/connections"
import { Deferred, Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { type Converse, hedged } from "../../src/hedge/Hedged.ts"
import { drivenChat } from "../drivenChat.ts"

const request: ConverseRequest = {
  modelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
  system: [{ text: "Be brief." }],
  messages: [{ role: "user", content: [{ text: "Hello" }] }],
  inferenceConfig: { maxTokens: 100 },
  firstEventMs: 1_000,
  gapMs: 1_000,
}
const afterMs = 50

/** Begins one, and lets the first call be silent for so long. */
const begin = Effect.fnUntraced(function* (silentMs: number) {
  const { calls, chat } = drivenChat()
  const heard: Array<string> = []
  const speakers: Array<string> = []
  let asked = 0
  const beside = Effect.sync(() => {
    asked += 1
    return chat.converse
  })
  const call = hedged(chat.converse, {
    afterMs,
    beside,
    onSpeaker: (speaker) => speakers.push(speaker),
  })
  const fiber = yield* Effect.forkChild(
    Effect.exit(call(request, { onText: (text) => heard.push(text) })),
    { startImmediately: true },
  )
  yield* TestClock.adjust(silentMs)
  return { calls, heard, speakers, fiber, asked: () => asked }
})

const textOf = (exit: Exit.Exit<{ readonly text: string }, BedrockError>) =>
  Exit.isSuccess(exit) ? exit.value.text : undefined
const reasonOf = (exit: Exit.Exit<unknown, BedrockError>) => {
  const error = Exit.findErrorOption(exit)
  return error._tag === "Some" ? error.value.reason : undefined
}

describe("a call with another beside it", () => {
  it.effect("asks nobody else where it speaks in time", () =>
    Effect.gen(function* () {
      const { asked, calls, fiber, heard, speakers } = yield* begin(afterMs - 1)
      calls[0]?.say("in ")
      yield* TestClock.adjust(500)
      calls[0]?.say("time")
      yield* calls[0]!.stop("end_turn")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "in time")
      assert.deepStrictEqual(heard, ["in ", "time"])
      assert.deepStrictEqual(speakers, ["first"])
      assert.deepStrictEqual([asked(), calls.length], [0, 1])
    }),
  )

  it.effect("is reset where the other speaks first", () =>
    Effect.gen(function* () {
      const { calls, fiber, heard } = yield* begin(afterMs)
      assert.lengthOf(calls, 2)
      calls[1]?.say("beside")
      yield* Effect.yieldNow
      assert.isTrue(calls[0]?.cancelled())
      calls[0].say("late")
      yield* calls[1]!.stop("end_turn")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "beside")
      assert.deepStrictEqual(heard, ["beside"])
    }),
  )

  it.effect("resets the other where it speaks first after all", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      calls[0]?.say("after all")
      yield* Effect.yieldNow
      assert.isTrue(calls[1]?.cancelled())
      yield* calls[0]!.stop("end_turn")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "after all")
    }),
  )

  it.effect("is late with its own error where both are silent", () =>
    Effect.gen(function* () {
      const { fiber, speakers } = yield* begin(2_000)
      assert.strictEqual(reasonOf(yield* Fiber.join(fiber)), "first-token-timeout")
      assert.deepStrictEqual(speakers, [])
    }),
  )

  it.effect("leaves it to the other where it fails meanwhile", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      yield* calls[0]!.fail("throttled")
      calls[1]?.say("beside")
      yield* calls[1]!.stop("end_turn")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "beside")
    }),
  )

  it.effect("goes on where the other fails meanwhile", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      yield* calls[1]!.fail("throttled")
      calls[0]?.say("first")
      yield* calls[0]!.stop("end_turn")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "first")
    }),
  )

  it.effect("fails at once where nobody is asked beside it", () =>
    Effect.gen(function* () {
      const { asked, calls, fiber } = yield* begin(afterMs - 1)
      yield* calls[0]!.fail("throttled")
      assert.strictEqual(reasonOf(yield* Fiber.join(fiber)), "throttled")
      assert.strictEqual(asked(), 0)
    }),
  )

  it.effect("fails as who was heard does", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      calls[1]?.say("cut ")
      yield* Effect.yieldNow
      yield* calls[1]!.fail("truncated")
      assert.strictEqual(reasonOf(yield* Fiber.join(fiber)), "truncated")
    }),
  )

  it.effect("is answered by a silence that is an answer", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      yield* calls[1]!.stop("guardrail_intervened")
      assert.strictEqual(textOf(yield* Fiber.join(fiber)), "")
      assert.isTrue(calls[0]?.cancelled())
    }),
  )

  it.effect("resets both where it is interrupted", () =>
    Effect.gen(function* () {
      const { calls, fiber } = yield* begin(afterMs)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(
        calls.map((call) => call.cancelled()),
        [true, true],
      )
    }),
  )
})

/** All waits are multiples of it, and the wait for the other call is none: no two things happen together. */
const step = 7
type End = "stop" | "fail" | "never"
interface Lane {
  readonly waits: ReadonlyArray<number>
  readonly end: End
  readonly endWait: number
}
const lanes: fc.Arbitrary<Lane> = fc.record({
  waits: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
  end: fc.constantFrom<End>("stop", "fail", "never"),
  endWait: fc.integer({ min: 0, max: 20 }),
})
const saidBy = (name: string, { waits }: Lane) => waits.map((_, at) => `${name}${at}`)

const playing = (name: string, lane: Lane, reset: Set<string>): Converse => {
  const failed = new BedrockError({ reason: "model-error", detail: name })
  const text = saidBy(name, lane).join("")
  const end = { stop: Effect.succeed({ stopReason: "end_turn", text }), fail: Effect.fail(failed) }
  return (_, { onText }) =>
    Effect.forEach(lane.waits, (wait, at) =>
      Effect.andThen(
        Effect.sleep(wait * step),
        Effect.sync(() => onText(`${name}${at}`)),
      ),
    ).pipe(
      Effect.andThen(Effect.sleep(lane.endWait * step)),
      Effect.andThen(() => (lane.end === "never" ? Effect.never : end[lane.end])),
      Effect.onInterrupt(() => Effect.sync(() => reset.add(name))),
    )
}

/** When it first says something, or ends without. */
const firstOf = ({ end, endWait, waits }: Lane) => {
  const at = step * (waits[0] ?? endWait)
  const isSilent = waits.length === 0 && end !== "stop"
  return { speaksAt: isSilent ? Infinity : at, failsAt: isSilent && end === "fail" ? at : Infinity }
}

describe("of two calls in any order", () => {
  it("one is heard, whole and alone, and the other is reset", () =>
    fc.assert(
      fc.asyncProperty(lanes, lanes, (first, second) =>
        Effect.gen(function* () {
          const reset = new Set<string>()
          const heard: Array<string> = []
          const done = Deferred.makeUnsafe<void>()
          const call = hedged(playing("a", first, reset), {
            afterMs,
            beside: Effect.succeed(playing("b", second, reset)),
            onSpeaker: () => undefined,
          })
          const fiber = yield* Effect.forkChild(
            Effect.ensuring(
              Effect.exit(call(request, { onText: (text) => heard.push(text) })),
              Deferred.succeed(done, undefined),
            ),
            { startImmediately: true },
          )
          yield* TestClock.adjust(10_000)
          const one = firstOf(first)
          const other = firstOf(second)
          const isAsked = Math.min(one.speaksAt, one.failsAt) > afterMs
          const besideAt = isAsked ? afterMs + other.speaksAt : Infinity
          const [name, lane] =
            one.speaksAt < besideAt
              ? (["a", first] as const)
              : besideAt < Infinity
                ? (["b", second] as const)
                : [undefined, undefined]
          assert.deepStrictEqual(heard, lane === undefined ? [] : saidBy(name, lane))
          if (name !== undefined && isAsked) {
            const loser = name === "a" ? { name: "b", at: other } : { name: "a", at: one }
            const spokenAt = Math.min(one.speaksAt, besideAt)
            const failedAt = loser.at.failsAt + (loser.name === "b" ? afterMs : 0)
            assert.strictEqual(reset.has(loser.name), failedAt > spokenAt)
          }
          if (lane !== undefined && lane.end !== "never") {
            assert.isTrue(yield* Deferred.isDone(done))
            const exit = yield* Fiber.join(fiber)
            const text = lane.end === "stop" ? saidBy(name, lane).join("") : undefined
            assert.strictEqual(textOf(exit), text)
          }
          yield* Fiber.interrupt(fiber)
        }).pipe(Effect.provide(TestClock.layer()), Effect.runPromise),
      ),
      { numRuns: 500 },
    ))
})
