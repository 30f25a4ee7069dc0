/** A message is cut into words once on its way through a turn, whatever answers it. */
import { assert, beforeEach, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { vi } from "vitest"
import type * as Segment from "../../language/src/Segment.ts"
import { CachedAnswer, CachedAnswers } from "../src/CachedAnswer.ts"
import { formSentence } from "../src/FormSentence.ts"
import { read } from "../src/Read.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const { cut } = vi.hoisted(() => ({ cut: new Array<string>() }))

vi.mock("../../language/src/Segment.ts", async (importOriginal) => {
  const original = await importOriginal<typeof Segment>()
  const segment: typeof original.segment = (letters, ...others) => {
    cut.push(letters.text)
    return original.segment(letters, ...others)
  }
  return { ...original, segment }
})

/** The letters of a text as they are cut. */
const lettersIn = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, "")

/** How often each text was cut since the last one. */
const cutFor = (text: string) => cut.filter((letters) => letters === lettersIn(text)).length

const decodeAnswers = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ key: Schema.String, answer: CachedAnswer })),
)

const sourceOf = (events: Effect.Success<ReturnType<typeof ask>>): string => {
  const last = events.at(-1)
  return last?.type === "turn-end" ? last.end.source : `no turn-end but ${last?.type}`
}

describe("a message", () => {
  beforeEach(() => {
    cut.length = 0
  })

  it.live("with a form is cut once by a miss and once by a hit in other words", () => {
    const store = scriptedStore()
    const first = "Tell me about Vinland Saga"
    const second = "can you give me some info on vinland saga, please?"
    return Effect.gen(function* () {
      assert.strictEqual(sourceOf(yield* ask(first, { session: "a" })), "model")
      assert.strictEqual(cutFor(first), 1)
      // Beside it only sentences of ours, to see that they say the form; never again for this form.
      const sentence = formSentence(read(first)) ?? ""
      assert.isAtLeast(cutFor(sentence), 1)
      const cache = yield* CachedAnswers
      for (const { answer, key } of decodeAnswers(store.seen.recorded.answers)) {
        yield* cache.write(key, answer, { freshForMs: 600_000 })
      }
      cut.length = 0
      assert.strictEqual(sourceOf(yield* ask(second, { session: "b" })), "canonical")
      assert.deepStrictEqual(cut, [lettersIn(second)])
      cut.length = 0
      assert.strictEqual(sourceOf(yield* ask(first, { session: "c" })), "exact")
      assert.deepStrictEqual(cut, [])
    }).pipe(Effect.provide(store.layer))
  })

  it.live.each([
    ["without a form", "I once read about a lonely lighthouse keeper who draws ships"],
    ["about an order", "Where is the last order of mine?"],
    ["of a wish in free words", "Something gloomy with lighthouses and a talking cat perhaps?"],
    ["that greets", "hello there, good people"],
  ] as const)("%s is cut once", ([, text]) => {
    const store = scriptedStore()
    return Effect.gen(function* () {
      assert.strictEqual(sourceOf(yield* ask(text, { user: "demo-01" })), "model")
      assert.deepStrictEqual(cut, [lettersIn(text)])
    }).pipe(Effect.provide(store.layer))
  })

  it.live("that leans on earlier ones is cut once, and they are not cut again", () => {
    const store = scriptedStore()
    const first = "I would like to hear of Vinland Saga, the one with the ships"
    const next = "and is volume 3 of it any cheaper?"
    return Effect.gen(function* () {
      yield* ask(first)
      assert.deepStrictEqual(cut, [lettersIn(first)])
      cut.length = 0
      yield* ask(next)
      assert.deepStrictEqual(cut, [lettersIn(next)])
    }).pipe(Effect.provide(store.layer))
  })
})
