/** A message is cut into words once on its way through a turn, whatever answers it. */
import { assert, describe, it } from "@effect/vitest"
import { demoNames } from "../src/reading/StoreNames.ts"
import { Effect, Schema } from "effect"
import { CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { formSentence } from "../src/reading/FormSentence.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const decodeAnswers = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ key: Schema.String, answer: CachedAnswer })),
)

/** The index of near titles is made once, at the first text that no list explains. */
read("what no list explains: zyxwv 鶴亀松竹梅")

/** What answered a text, and how many texts were cut for that. */
const askCounted = (...args: Parameters<typeof ask>) =>
  Effect.suspend(() => {
    const before = demoNames().cuts()
    return Effect.map(ask(...args), (events) => {
      const last = events.at(-1)
      assert(last?.type === "turn-end")
      return { source: last.end.source, cuts: demoNames().cuts() - before }
    })
  })

describe("a message", () => {
  it.live("with a form is cut once by a miss and once by a hit in other words", () => {
    const store = scriptedStore()
    // Read by no other test of this process.
    const first = "Tell me about Vinland Saga, thanks so much"
    const second = "hi, can you give me some info on vinland saga, please?"
    return Effect.gen(function* () {
      // The sentence of its form is made, and read back, once for all wordings.
      assert.isDefined(formSentence(read("vinland saga info")))
      assert.deepStrictEqual(yield* askCounted(first, { session: "a" }), {
        source: "model",
        cuts: 1,
      })
      const cache = yield* CachedAnswers
      for (const { answer, key } of decodeAnswers(store.seen.recorded.answers)) {
        yield* cache.write(key, answer, { freshForMs: 600_000 })
      }
      assert.deepStrictEqual(yield* askCounted(second, { session: "b" }), {
        source: "canonical",
        cuts: 1,
      })
      assert.deepStrictEqual(yield* askCounted(first, { session: "c" }), {
        source: "exact",
        cuts: 0,
      })
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
      const asked = yield* askCounted(text, { user: "demo-01" })
      assert.deepStrictEqual(asked, { source: "model", cuts: 1 })
    }).pipe(Effect.provide(store.layer))
  })

  it.live.each([
    ["asks the same of another book", "and what about Berserk?", 1],
    ["asks who made it", "what else has she drawn?", 1],
    ["stands alone", "Somebody told me of a lonely lighthouse keeper", 1],
    // Put behind the title, or behind the wishes, that it may go on with.
    ["asks the same of another volume", "the 5th one as well?", 2],
    ["points at what was spoken of", "and is volume 3 of it any cheaper?", 2],
    ["goes on with the wishes", "something rather short and finished", 2],
  ] as const)("that %s within a conversation is cut as often as it is read", ([, text, times]) => {
    const talk = Effect.fnUntraced(function* (last: string) {
      const before = ["mystery manga please", "I would like to hear of Vinland Saga, the ships one"]
      for (const each of before) yield* ask(each)
      return yield* askCounted(last)
    })
    return Effect.gen(function* () {
      // The sentence of its form is made, and read back, once for all conversations.
      yield* talk(text).pipe(Effect.provide(scriptedStore().layer))
      const { cuts } = yield* talk(`${text} …`).pipe(Effect.provide(scriptedStore().layer))
      assert.strictEqual(cuts, times)
    })
  })
})
