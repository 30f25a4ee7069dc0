/** Summaries of long conversations: when one is written, that the prompt uses it, and what a failure changes. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TagVersions } from "@manga-assist/caching"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import type { ConversationSummary } from "../src/conversation/Conversation.ts"
import { SessionStore } from "../src/conversation/session/SessionStore.ts"
import { Summaries } from "../src/context/Summaries.ts"
import { read } from "./demoShop.ts"
import { ask, type Script, scriptedStore, type Spoken } from "./scriptedStore.ts"

/** Depends on who asks, so that each turn asks the model and holds the history. */
const question = "Recommend something for me"
const answer: Spoken = { say: ["One Piece fits."], end: "end_turn" }
const notes: Spoken = { say: ["The customer likes pirates."], end: "end_turn" }
const answers = (count: number) => Array.from({ length: count }, () => answer)

const store = (model: ReadonlyArray<Spoken>) => {
  const kept: Array<{ readonly session: string; readonly summary: ConversationSummary }> = []
  const sessions = Layer.succeed(
    SessionStore,
    SessionStore.of({
      load: () => Effect.succeed({ turns: [] }),
      find: () => Effect.succeed(undefined),
      append: () => Effect.succeed([]),
      claim: () => Effect.succeed(true),
      summarize: (session, _user, summary) =>
        Effect.sync(() => {
          kept.push({ session, summary })
        }),
    }),
  )
  const script: Script = { model, summaries: Summaries.layer.pipe(Layer.provide(sessions)) }
  return { ...scriptedStore(script), kept }
}

const turns = Effect.fnUntraced(function* (count: number, session = "s-1") {
  for (let n = 0; n < count; n += 1) yield* ask(question, { user: "demo-01", session })
})

const summaryIn = (prompt = "") => /<summary>\\n(.*?)\\n<\/summary>/u.exec(prompt)?.[1]

describe("summaries", () => {
  it.live(
    "are written by the smaller model at every fifth turn from the tenth on, and used",
    () => {
      const { layer, seen, kept } = store([...answers(10), notes, answer])
      return Effect.gen(function* () {
        yield* turns(9)
        assert.strictEqual(seen.calls.length, 9)
        yield* turns(1)
        assert.strictEqual(seen.calls.length, 11)
        assert.isTrue(seen.calls[10]?.modelId.includes("haiku"))
        assert.isTrue(seen.calls[10]?.prompt.includes("Customer: Recommend something for me"))
        yield* turns(1)
        const summary = { text: "The customer likes pirates.", covers: 5 }
        assert.strictEqual(summaryIn(seen.calls[11]?.prompt), summary.text)
        assert.deepStrictEqual(kept, [{ session: "s-1", summary }])
        yield* turns(3)
        assert.strictEqual((yield* Summaries).counters().started, 1)
        yield* turns(1)
        assert.strictEqual((yield* Summaries).counters().started, 2)
      }).pipe(Effect.provide(layer))
    },
  )

  it.live("are not written while the cache answers", () => {
    const { layer, seen } = store([...answers(1), notes, answer])
    const asked = "Can I return a book?"
    return Effect.gen(function* () {
      const cache = yield* CachedAnswers
      const since = yield* (yield* TagVersions).now
      yield* cache.write(
        cacheKeyOf(read(asked)),
        {
          text: "Within 30 days.",
          products: [],
          model: "m",
          origin: "exact",
          words: "can i return a book",
          figures: [],
          series: [],
        },
        { freshForMs: 60_000, tags: { names: ["policy"], since } },
      )
      for (let n = 0; n < 15; n += 1) yield* ask(asked, { user: "demo-01" })
      assert.deepStrictEqual(seen.calls, [])
      // Then one is due, and is written when the model is needed after all.
      yield* turns(1)
      assert.strictEqual(seen.calls.length, 2)
      assert.isTrue(seen.calls[1]?.prompt.includes("Customer: Can I return a book?"))
    }).pipe(Effect.provide(layer))
  })

  it.live.each([
    { end: "throttled" },
    { say: [" "], end: "end_turn" },
    { say: ["I cannot."], end: "guardrail_intervened" },
    { say: ["Half"], end: "truncated" },
  ] as const satisfies ReadonlyArray<Spoken>)(
    "leave a line for each cut turn when none can be written, and are tried again: %j",
    (broken) => {
      const { layer, seen, kept } = store([...answers(10), broken, answer, notes, answer])
      return Effect.gen(function* () {
        yield* turns(11)
        assert.isTrue(summaryIn(seen.calls[11]?.prompt)?.startsWith("Recommend something for me →"))
        assert.strictEqual(kept.length, 1, "by the next turn")
        const { failed, started, written } = (yield* Summaries).counters()
        assert.deepStrictEqual({ failed, started, written }, { failed: 1, started: 2, written: 1 })
      }).pipe(Effect.provide(layer))
    },
  )

  it.live("are never written twice at once for a session, nor more than four in all", () => {
    const { layer } = store([...answers(10), { say: ["So"], end: "never" }])
    return Effect.gen(function* () {
      const summaries = yield* Summaries
      yield* turns(10)
      const conversation = {
        turns: Array.from({ length: 10 }, (_, n) => ({
          turn: `t-${n}`,
          question: "q",
          answer: "a",
          series: [],
          products: [],
          at: n,
        })),
      }
      assert.isFalse(summaries.offer("s-1", "demo-01", conversation))
      const started = Array.from({ length: 6 }, (_, n) =>
        summaries.offer(`other-${n}`, undefined, conversation),
      )
      assert.deepStrictEqual(started, [true, true, true, false, false, false])
      assert.strictEqual(summaries.counters().postponed, 3)
    }).pipe(Effect.provide(layer))
  })

  it.live("belong to one user of one session", () => {
    const { layer, seen } = store([...answers(10), notes, answer])
    return Effect.gen(function* () {
      yield* turns(11)
      const summaries = yield* Summaries
      const nothing = { turns: [] }
      assert.isDefined(summaries.join("s-1", "demo-01", nothing).summary)
      assert.isUndefined(summaries.join("s-1", "demo-02", nothing).summary)
      assert.isUndefined(summaries.join("s-2", "demo-01", nothing).summary)
      assert.isAbove(seen.calls.length, 11)
    }).pipe(Effect.provide(layer))
  })
})
