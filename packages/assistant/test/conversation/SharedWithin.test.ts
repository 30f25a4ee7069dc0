/**
 * What is shared within a conversation. The follow-ups are texts that were recorded behind another turn, one a line: by
 * itself each may be anybody's question, and behind another turn few are.
 */
import { assert, describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { cachePolicyOf } from "../../src/answers/CachePolicy.ts"
import { CustomerContext } from "../../src/context/CustomerContext.ts"
import {
  appendTurn,
  emptyConversation,
  unknownConversation,
} from "../../src/conversation/Conversation.ts"
import type { Question } from "../../src/reading/Question.ts"
import { read } from "../demoShop.ts"
import { prefetchedStore, type PrefetchScript } from "../prefetchedStore.ts"
import { ask, scriptedStore } from "../scriptedStore.ts"

const underWay = appendTurn(emptyConversation, {
  turn: "t-1",
  question: "Recommend a mystery manga",
  answer: "Monster by Naoki Urasawa.",
  series: ["monster"],
  products: ["monster"],
  at: 1,
  seq: 1,
})

const recorded = (locale: "en" | "ja") =>
  readFileSync(new URL(`follow-ups.${locale}.txt`, import.meta.url), "utf8")
    .trim()
    .split("\n")

const isAny = (names: ReadonlyArray<string>, refused: ReadonlyArray<string>) =>
  names.some((name) => !refused.includes(name))

/** A title, an author or a genre that is asked for, and not only refused. */
const names = ({ slots, wish }: Question): boolean =>
  isAny(slots.series, wish.notSeries) ||
  isAny(slots.authors, wish.notAuthors) ||
  isAny(slots.genres, wish.notGenres)

/** What is popular, new or to come, and the rules of the store: by their forms alone. */
const isForEverybody = ({ intent, reading, reads }: Question): boolean =>
  reading.known && (intent === "policy" || ["popular", "new", "coming"].includes(reads))

describe.each(["en", "ja"] as const)("recorded follow-ups in %s", (locale) => {
  const texts = recorded(locale)
  const shared = (conversation = underWay) =>
    texts.filter((text) => cachePolicyOf(read(text), conversation).cacheable)

  it("are enough to mean something, each once", () => {
    expect(texts.length).toBeGreaterThan(120)
    expect(new Set(texts).size).toBe(texts.length)
  })

  it("are shared only where they name what they are about, or ask what is the same for all", () => {
    const within = shared()
    process.stdout.write(
      `${within.length} of ${texts.length} follow-ups in ${locale} are shared, ${shared(emptyConversation).length} if they stood alone\n`,
    )
    const leaning = within.filter((text) => {
      const question = read(text)
      return !names(question) && !isForEverybody(question)
    })
    expect(leaning).toEqual([])
    expect(within.length).toBeGreaterThan(0)
  })

  it("are judged in a conversation that could not be read as in one under way", () => {
    for (const text of texts) {
      const question = read(text)
      expect([text, cachePolicyOf(question, unknownConversation)]).toEqual([
        text,
        cachePolicyOf(question, underWay),
      ])
    }
  })
})

describe("a turn whose conversation is not known", () => {
  const kept = (text: string, script: PrefetchScript) => {
    const { layer, seen } = scriptedStore({ context: prefetchedStore(script).layer })
    return Effect.gen(function* () {
      const context = yield* CustomerContext
      context.opened("s-1", undefined, false)
      yield* TestClock.adjust(200)
      const turn = yield* Effect.forkChild(ask(text), { startImmediately: true })
      yield* TestClock.adjust(200)
      yield* Fiber.join(turn)
      return seen.recorded.answers.length
    }).pipe(Effect.provide(layer))
  }

  it.effect.each(["down", "never"] as const)(
    "keeps nothing that may go on with it: the table is %s",
    (sessions) =>
      Effect.gen(function* () {
        assert.strictEqual(yield* kept("One Piece", {}), 1, "it is new")
        assert.strictEqual(yield* kept("One Piece", { sessions }), 0)
        assert.strictEqual(yield* kept("How much is One Piece 3?", { sessions }), 1)
      }),
  )
})
