/** Whatever is called, and however the store fares: a result, not empty, within its tokens and its time. */
import { assert, describe, it } from "@effect/vitest"
import { Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { estimateTokens } from "@manga-assist/payload"
import { demoCatalogue } from "@manga-assist/catalogue"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { expect, test } from "vitest"
import { demoNames, StoreNames } from "../../src/reading/StoreNames.ts"
import { toolConfig, toolWords } from "../../src/tools/OfferedTools.ts"
import { storeTools } from "../../src/tools/StoreTools.ts"
import { lookUp } from "../../src/turn/SecondLook.ts"
import { scriptedStore } from "../scriptedStore.ts"
import { asking } from "./askStore.ts"

const titles = demoCatalogue().series.map(({ english }) => english)
const groupsOf = (size: number) =>
  Array.from({ length: Math.ceil(titles.length / size) }, (_, at) =>
    titles.slice(at * size, (at + 1) * size),
  )

const nobody = { user: undefined, unconfirmed: undefined, isSignedIn: false }

const calls = [
  ["find_products", { genres: ["horror"] }],
  ["price_of", { lines: [{ series: "Akira" }] }],
  ["own_orders", {}],
] as const

describe("a call", () => {
  it.effect(
    "of a store that never answers ends in time, and says that nothing could be looked up",
    () =>
      Effect.gen(function* () {
        const { ask } = asking({ search: "never", facts: "never", orders: "never" })
        for (const [name, input] of calls) {
          const fiber = yield* Effect.forkChild(
            ask(name, input, { user: "demo-03", deadlineMs: 400 }),
            { startImmediately: true },
          )
          yield* TestClock.adjust(400)
          expect(yield* Fiber.join(fiber)).toMatchObject({
            ok: false,
            content: { error: "could not be looked up just now" },
            products: [],
            orders: [],
          })
        }
      }),
  )

  it.effect("of a broken store says the same", () =>
    Effect.gen(function* () {
      const { ask } = asking({ search: "down", facts: "down", orders: "down" })
      for (const [name, input] of calls) {
        const result = yield* ask(name, input, { user: "demo-03" })
        expect(result).toMatchObject({ ok: false, content: { error: /could not be looked up/u } })
      }
    }),
  )

  it.effect("that breaks says the same", () =>
    Effect.gen(function* () {
      const { ask } = asking({
        finds: () => {
          throw new Error("scripted death")
        },
      })
      const result = yield* ask("find_products", { genres: ["food"] })
      expect(result.content).toEqual({ error: "could not be looked up just now" })
    }),
  )

  it.effect(
    "whose input breaks who reads it, or its label, says the same under a plain label",
    () =>
      Effect.gen(function* () {
        const { layer } = scriptedStore()
        const broken = { ...demoNames(), wishWords: (): never => assert.fail("scripted death") }
        const [opened, closed] = ["[".repeat(50_000), "]".repeat(50_000)]
        const deep: string = JSON.parse(`${opened}"horror"${closed}`)
        const inputs = [{ genres: ["horror"] }, { genres: deep }]
        const { found, results } = yield* lookUp({
          locale: "en",
          looksUp: { ...nobody, seen: [], inFull: [], orders: [] },
          uses: inputs.map((input, at) => ({
            toolUseId: `use-${at}`,
            name: "find_products",
            input,
          })),
          ledger: new Ledger({ totalMs: 2_000 }),
          latencies: new StageLatencies(),
          emit: () => {},
        }).pipe(Effect.provide(layer), Effect.provideService(StoreNames, broken))
        expect(found.looked).toMatchObject([{ label: "the catalogue" }, { label: "the catalogue" }])
        expect(results[1]?.content).toEqual({ error: "could not be looked up just now" })
      }),
  )

  it.effect("of another name is refused", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      for (const name of ["buy", "", "__proto__", "find_products "]) {
        const result = yield* ask(name, {})
        expect(result).toMatchObject({ ok: false, content: { field: "name" } })
      }
    }),
  )
})

/** Of any catalogue data, in both languages: never empty, never too long. */
const fits = (content: unknown) => {
  const text = JSON.stringify(content)
  expect(text.length).toBeGreaterThan(2)
  expect([text.slice(0, 80), estimateTokens(text).likely <= 1_500]).toEqual([
    text.slice(0, 80),
    true,
  ])
}

describe("over the whole catalogue no answer is longer than 1,500 tokens", () => {
  it.effect.each(["en", "ja"] as const)("%s", (locale) =>
    Effect.gen(function* () {
      const { ask } = asking()
      for (const group of groupsOf(3)) {
        fits((yield* ask("series_facts", { titles: group }, { locale })).content)
      }
      for (const group of groupsOf(10)) {
        const lines = group.flatMap((series) => [
          { series, volumes: "1-9, 11-40, 999", copies: 3, format: "paperback" as const },
        ])
        fits(
          (yield* ask("price_of", { lines, ship_to: "Mordor", gift_wrap: true }, { locale }))
            .content,
        )
      }
      for (const author of demoCatalogue()
        .series.slice(0, 100)
        .map(({ author }) => author.english)) {
        const [first] = author.split(", ")
        const found = yield* ask("find_products", { author: first, limit: 10 }, { locale })
        fits(found.content)
      }
      for (const genre of ["action", "drama", "slice-of-life", "romance"]) {
        const found = yield* ask("find_products", { genres: [genre], limit: 10 }, { locale })
        fits(found.content)
        expect(found.products.length).toBe(5)
      }
    }),
  )

  it.effect("and an error repeats no more than was allowed in", () =>
    Effect.gen(function* () {
      const { ask } = asking()
      const long = "鬱".repeat(100)
      fits((yield* ask("series_facts", { titles: [long, long, long] })).content)
      fits((yield* ask("find_products", { genres: [long] })).content)
      fits((yield* ask("find_products", { [long.repeat(100)]: 1 })).content)
      fits(
        (yield* ask("price_of", { lines: Array.from({ length: 10 }, () => ({ series: long })) }))
          .content,
      )
    }),
  )
})

describe("the definitions", () => {
  test("are frozen, the same bytes each time, and offer orders only to who is signed in", () => {
    const [signedIn, visitor] = [toolConfig(true), toolConfig(false)]
    const namesOf = ({ tools = [] }: typeof signedIn) => tools.map(({ toolSpec }) => toolSpec?.name)
    expect(namesOf(signedIn)).toEqual(["find_products", "series_facts", "price_of", "own_orders"])
    expect(namesOf(visitor)).toEqual(["find_products", "series_facts", "price_of"])
    expect(toolConfig(true)).toBe(signedIn)
    const [first] = signedIn.tools ?? []
    for (const part of [signedIn, signedIn.tools, first, first?.toolSpec?.inputSchema?.json]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  test("and the words about them cost less than 1,000 tokens", () => {
    const text = JSON.stringify(toolConfig(true)) + toolWords
    expect(estimateTokens(text).likely).toBeLessThanOrEqual(1_000)
  })

  test("have a label in both languages, and a schema that refuses other fields", () => {
    for (const { inputSchema, label, name } of storeTools) {
      // No input of any of them.
      const labels = (["en", "ja"] as const).map((locale) => label("", locale, demoNames()))
      expect([name, ...labels]).toEqual([
        name,
        expect.stringMatching(/^[a-z ]+$/u),
        expect.stringMatching(/^[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}ー]+$/u),
      ])
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false })
    }
  })
})
