/** Whole turns over learned wordings: what they are answered as, and what is never answered by one. */
import { WordingBook, wordingId } from "@manga-assist/caching"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { meantBy } from "../src/answers/StoreWordings.ts"
import type { Turn } from "../src/turn/Turn.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { read } from "./demoShop.ts"
import { learn, learned } from "./learned.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const decodeAnswers = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ key: Schema.String, answer: CachedAnswer })),
)

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  if (last?.type !== "turn-end") throw new Error(`no turn-end but ${last?.type}`)
  return last.end
}

const byWhom = learned("who is {SERIES1} by", "who is the author of {SERIES1}")
const ofGenre = learned("what sort of genre is {SERIES1}", "what genre is {SERIES1}")

/** Asks, and writes what was offered to the cache, as the sink would. */
const asking = (store: ReturnType<typeof scriptedStore>) => {
  let asked = 0
  return Effect.fnUntraced(function* (text: string, session = `s-${(asked += 1)}`) {
    const events = yield* ask(text, { session })
    const cache = yield* CachedAnswers
    const answers = decodeAnswers(store.seen.recorded.answers)
    for (const { answer, key } of answers) yield* cache.write(key, answer, { freshForMs: 600_000 })
    return { ...endOf(events), answers }
  })
}

const run = <A, E>(
  body: (
    turn: ReturnType<typeof asking>,
    store: ReturnType<typeof scriptedStore>,
  ) => Effect.Effect<A, E, WordingBook | CachedAnswers | Turn>,
) => {
  const store = scriptedStore()
  return Effect.provide(body(asking(store), store), store.layer)
}

describe("a learned wording", () => {
  it.live("has the form's answers, whatever the title", () =>
    run((turn, store) =>
      Effect.gen(function* () {
        yield* turn("Who wrote Vagabond?")
        yield* turn("Who wrote Berserk?")
        assert.strictEqual((yield* turn("Who is Vagabond by?")).source, "model")
        const calls = store.seen.calls.length
        yield* learn(byWhom)
        for (const title of ["Vagabond", "Berserk"]) {
          const end = yield* turn(`Who is ${title} by?`)
          assert.strictEqual(end.source, "alias")
          assert.include(end.reason, `"who is the author of ${title}"`)
        }
        assert.strictEqual(store.seen.calls.length, calls)
        const book = yield* WordingBook
        assert.strictEqual((yield* book.state).totals.used, 2)
      }),
    ),
  )

  it.live(
    "is answered as the form's own sentence, which is kept for all of the form's wordings",
    () =>
      run((turn, store) =>
        Effect.gen(function* () {
          yield* learn(byWhom)
          const end = yield* turn("Who is Vagabond by?")
          assert.strictEqual(end.source, "model")
          assert.deepStrictEqual(
            end.answers.map(({ answer, key }) => [key, answer.words]),
            [[cacheKeyOf(read("Who wrote Vagabond?")), "who is the author of vagabond"]],
          )
          // The model saw the store's sentence, not the customer's words.
          assert.notInclude(JSON.stringify(store.seen.calls), "Who is Vagabond by")
          assert.strictEqual((yield* turn("Who wrote Vagabond?")).source, "canonical")
          // The session remembers what the customer wrote.
          assert.include(JSON.stringify(store.seen.recorded.session), "Who is Vagabond by?")
        }),
      ),
  )

  it.live("counts no more once it is removed or found wrong", () =>
    run((turn) =>
      Effect.gen(function* () {
        const book = yield* WordingBook
        yield* turn("Who wrote Vagabond?")
        yield* turn("What genre is Vagabond?")
        yield* learn(byWhom, ofGenre)
        assert.strictEqual((yield* turn("Who is Vagabond by?")).source, "alias")
        yield* book.remove([wordingId(byWhom)])
        assert.strictEqual((yield* turn("Who is Vagabond by?")).source, "model")
        assert.strictEqual((yield* turn("What sort of genre is Vagabond?")).source, "alias")
        book.report(ofGenre, "wrong")
        assert.strictEqual((yield* turn("What sort of genre is Vagabond?")).source, "model")
      }),
    ),
  )

  it.live("does not count where the conversation may go on with it", () =>
    run((turn) =>
      Effect.gen(function* () {
        yield* learn(
          learned("what should a newcomer to manga read", "can you recommend manga for beginners"),
        )
        yield* turn("Recommend a manga for beginners")
        const wish = "What should a newcomer to manga read?"
        assert.strictEqual((yield* turn(wish)).source, "alias")
        yield* turn("Tell me about Vinland Saga", "talking")
        assert.notStrictEqual((yield* turn(wish, "talking")).source, "alias")
      }),
    ),
  )
})

describe("never by a learned wording", () => {
  const lookup = (text: string, sentence: string) => ({
    find: (asked: { readonly text: string }) =>
      asked.text === text ? learned(text, sentence) : undefined,
  })

  it.each([
    // Personal, or leaning on what was said: it has no wording.
    ["Can my books be sent back?", "can my books be sent back", "can i return a book"],
    ["Can it be sent back?", "can it be sent back", "can i return a book"],
    // Its own form decides.
    ["How do I cancel an order?", "how do i cancel an order", "can i return a book"],
    // The sentence has another slot, is not understood, or may not be kept.
    ["Who is Vagabond by?", "who is {SERIES1} by", "who is the author of {SERIES2}"],
    ["Who is Vagabond by?", "who is {SERIES1} by", "who on earth made {SERIES1}"],
    ["Who is Vagabond by?", "who is {SERIES1} by", "where is my order"],
  ])("%s by %s: %s", (asked, text, sentence) => {
    const question = read(asked, "en")
    assert.strictEqual(meantBy(question, lookup(text, sentence)), question)
  })
})
