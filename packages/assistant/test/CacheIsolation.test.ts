/**
 * What one customer is told never becomes another one's answer: random sessions over one shared cache,
 * with a model that breaks, is blocked or is cut short, and a table whose prices change in between.
 */
import { Effect, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { orders, products, users } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { CachedAnswer, CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { emptyConversation } from "../src/conversation/Conversation.ts"
import { read } from "./demoShop.ts"
import { questionCorpus } from "./questionCorpus.ts"
import { ask, scriptedStore, type Spoken } from "./scriptedStore.ts"
import { moreQuestions } from "./moreQuestions.ts"

const general = [
  "Tell me about Vinland Saga",
  "tell me about vinland saga!",
  "What's trending this week?",
  "horror manga",
  "Recommend a seinen manga about Vikings",
  "Who wrote Monster?",
  "Can I return a book?",
  "今週の人気漫画は？",
  "ヴィンランド・サガについて教えて",
  "返品できますか",
  "新刊を教えて",
  "Naruto",
  "Is Vinland Saga in stock?",
]
const personal = [
  "recommend me something",
  "おすすめを教えて",
  "Where is my order?",
  "私の注文はどうなってますか",
  "My name is Emma, tell me about Vinland Saga",
  "Recommend a comedy for me",
  "How much is it?",
  "and volume 2?",
  "それの作者は？",
  "hello",
]

const step = fc.record({
  user: fc.constantFrom(undefined, "demo-01", "demo-02", "demo-07", "demo-20"),
  session: fc.integer({ min: 0, max: 7 }),
  text: fc.oneof(fc.constantFrom(...general), fc.constantFrom(...personal)),
  locale: fc.constantFrom<Locale | undefined>(undefined, undefined, "en", "ja"),
  priceChanges: fc.boolean(),
})

const ends = fc.constantFrom<Spoken["end"]>(
  "end_turn",
  "end_turn",
  "end_turn",
  "max_tokens",
  "guardrail_intervened",
  "gap-timeout",
)

interface Message {
  readonly role: string
  readonly content: ReadonlyArray<{ readonly text: string }>
}

const names = users().map((user) => user.name)
const orderIds = orders().map((order) => order.id)
const decodeAnswers = Schema.decodeUnknownSync(
  Schema.Array(Schema.Struct({ key: Schema.String, answer: CachedAnswer })),
)

/** Which call of the model said this. */
const callOf = (text: string): number => Number(/answer (\d+)\./u.exec(text)?.[1])

describe("a shared cache", () => {
  it("gives nothing personal, partial, blocked or outdated to anybody", async () => {
    let looks = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 10, maxLength: 40 }),
        fc.array(ends, { minLength: 8, maxLength: 8 }),
        async (steps, endings) => {
          const spoken = Array.from({ length: 200 }, (_, index) => ({
            say: [`answer ${index}. `],
            end: endings[index % endings.length] ?? "end_turn",
            // A model that may look something up looks for what is the customer's.
            ...(index % 2 === 0 && { uses: [{ name: "own_orders", input: {} }] }),
          }))
          const { layer, seen } = scriptedStore({ model: spoken })
          const promptOf = (call: number): ReadonlyArray<Message> =>
            JSON.parse(seen.calls[call]?.prompt ?? "[]")
          const askedBy = new Map<number, { text: string; locale: Locale }>()
          let lastChange = 0
          await Effect.runPromise(
            Effect.gen(function* () {
              const cache = yield* CachedAnswers
              let written = 0
              for (const [
                index,
                { locale, priceChanges, session, text, user },
              ] of steps.entries()) {
                if (priceChanges && index % 4 === 3) {
                  for (const { id } of products()) seen.prices.set(id, 1_000 + index)
                  lastChange = seen.calls.length
                }
                const before = seen.calls.length
                const events = yield* ask(text, {
                  session: `s-${session}-${user ?? "nobody"}`,
                  ...(user === undefined ? {} : { user }),
                  ...(locale === undefined ? {} : { locale }),
                })
                looks += events.filter(({ type }) => type === "looking").length
                const question = read(text, locale)
                for (let call = before; call < seen.calls.length; call += 1) {
                  askedBy.set(call, { text, locale: question.locale })
                }
                const last = events.at(-1)
                if (last?.type === "turn-end" && ["exact", "canonical"].includes(last.end.source)) {
                  const said = events.flatMap((event) =>
                    event.type === "delta" ? [event.text] : [],
                  )
                  const call = callOf(said.join(""))
                  expect(general).toContain(text)
                  expect(askedBy.get(call)?.locale).toBe(question.locale)
                  const first = askedBy.get(call)
                  expect(cacheKeyOf(read(first?.text ?? "", first?.locale))).toBe(
                    cacheKeyOf(question),
                  )
                  const shown = events.some((event) => event.type === "products")
                  if (shown) expect(call).toBeGreaterThanOrEqual(lastChange)
                }
                for (const { key, answer } of decodeAnswers(seen.recorded.answers.slice(written))) {
                  const call = callOf(answer.text)
                  const messages = promptOf(call)
                  const prompt = JSON.stringify(messages)
                  expect(spoken[call]?.end).toBe("end_turn")
                  expect(messages).toHaveLength(1)
                  expect(prompt).not.toMatch(/<customer>|<orders>|<summary>/u)
                  for (const name of names) expect(prompt).not.toContain(name)
                  for (const id of orderIds) expect(prompt).not.toContain(id)
                  yield* cache.write(key, answer, { freshForMs: 600_000 })
                }
                written = seen.recorded.answers.length
              }
            }).pipe(Effect.provide(layer), Effect.scoped),
          )
        },
      ),
      { numRuns: 60, seed: 20261124 },
    )
    expect(looks).toBeGreaterThan(0)
  }, 60_000)

  it("is really used: the same general question of two visitors costs one call", async () => {
    const { layer, seen } = scriptedStore()
    await Effect.runPromise(
      Effect.gen(function* () {
        const cache = yield* CachedAnswers
        yield* ask("Tell me about Vinland Saga", { session: "a" })
        for (const { key, answer } of decodeAnswers(seen.recorded.answers)) {
          yield* cache.write(key, answer, { freshForMs: 600_000 })
        }
        yield* ask("tell me about  VINLAND SAGA?", { session: "b", user: "demo-02" })
      }).pipe(Effect.provide(layer), Effect.scoped),
    )
    expect(seen.calls).toHaveLength(1)
  })
})

describe("places", () => {
  const texts = [...questionCorpus, ...moreQuestions].map(({ text }) => text)

  it("are shared by no two questions that were understood differently", () => {
    const meaning = new Map<string, string>()
    for (const locale of ["en", "ja"] as const) {
      for (const text of texts) {
        const question = read(text, locale)
        const { difficulty, intent, reading, slots } = question
        const place = cacheKeyOf(question)
        const understood = JSON.stringify(
          reading.known ? [locale, reading.form] : [locale, intent, slots, difficulty],
        )
        expect(meaning.get(place) ?? understood, text).toBe(understood)
        meaning.set(place, understood)
      }
    }
  })

  it.each([
    "Tell me about My Hero Academia",
    "僕のヒーローアカデミアについて教えて",
    "弟の夫について教えて",
  ])("takes no title for the customer: %s", (text) => {
    expect(cachePolicyOf(read(text), emptyConversation).cacheable).toBe(true)
  })

  it.each(["my brother wants to read Naruto, tell me about it", "Tell me about Naruto, I am 12"])(
    "keeps what speaks of the customer: %s",
    (text) => {
      expect(cachePolicyOf(read(text), emptyConversation).cacheable).toBe(false)
    },
  )
})
