/** What becomes of an answer whose products, or whose catalogue, are changed while it is made. */
import { assert, describe, it } from "@effect/vitest"
import { TagVersions } from "@manga-assist/caching"
import { BedrockChat } from "@manga-assist/connections"
import { products } from "@manga-assist/catalogue"
import { Ledger } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { answerAhead } from "../src/answers/ComposeAnswer.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { DraftedRetrieval } from "../src/turn/DraftedRetrieval.ts"
import { listedProduct } from "../src/products/ListedProduct.ts"
import { retrieve } from "../src/retrieval/Retrieve.ts"
import { readForAll } from "../src/retrieval/WhatToRead.ts"
import type { AnswerRecord } from "../src/answers/AnswerRecord.ts"
import { read } from "./demoShop.ts"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

const text = "Show me historical manga"
const question = read(text)

/** `meanwhile` happens while the model writes. */
const setting = (script: Script = {}) => {
  const during = { meanwhile: Effect.void as Effect.Effect<void, unknown> }
  const chat = BedrockChat.of({
    converse: (_request, { onText }) =>
      Effect.gen(function* () {
        onText("Here they are.")
        yield* Effect.orDie(during.meanwhile)
        return { stopReason: "end_turn", text: "Here they are." }
      }),
  })
  return { ...scriptedStore({ ...script, chat }), during }
}

/** Writes as the sink does; then whether the answer is there. */
const kept = (recorded: ReadonlyArray<object>) =>
  Effect.gen(function* () {
    const cache = yield* CachedAnswers
    assert.lengthOf(recorded, 1)
    for (const record of recorded as ReadonlyArray<AnswerRecord>) {
      yield* cache.write(record.key, record.answer, record)
    }
    return (yield* cache.lookup(cacheKeyOf(question))) !== undefined
  })

const changes: ReadonlyArray<readonly [name: string, tags: ReadonlyArray<string>, kept: boolean]> =
  [
    ["a product that it shows", ["product:vinland-saga"], false],
    ["the catalogue", ["catalogue"], false],
    ["a new book that may belong to the list", ["list:members"], false],
    ["another product", ["product:monster", "series:monster", "list:price"], true],
  ]

describe("an answer", () => {
  for (const [name, tags, isKept] of changes) {
    it.effect(
      `is ${isKept ? "kept" : "not kept"} after a change of ${name} while it was written`,
      () => {
        const { during, layer, seen } = setting()
        return Effect.gen(function* () {
          during.meanwhile = (yield* TagVersions).invalidate(tags)
          yield* ask(text)
          assert.strictEqual(yield* kept(seen.recorded.answers), isKept)
        }).pipe(Effect.provide(layer))
      },
    )

    it.effect(`ahead of demand is ${isKept ? "kept" : "not kept"} then either: ${name}`, () => {
      const { during, layer } = setting()
      return Effect.gen(function* () {
        during.meanwhile = (yield* TagVersions).invalidate(tags)
        yield* answerAhead(text, "en")
        const held = yield* (yield* CachedAnswers).lookup(cacheKeyOf(question))
        assert.strictEqual(held !== undefined, isKept)
      }).pipe(Effect.provide(layer))
    })

    it.effect(
      `from a draft is ${isKept ? "kept" : "not kept"} after a change of ${name} since it was read`,
      () => {
        const { layer, seen } = setting({ typeAhead: true })
        return Effect.gen(function* () {
          const { draft } = yield* DraftedRetrieval
          draft("s-1", undefined, text)
          yield* TestClock.adjust(200)
          const { searches } = seen
          yield* (yield* TagVersions).invalidate(tags)
          yield* ask(text)
          assert.strictEqual(seen.searches, searches, "the draft was taken")
          assert.strictEqual(yield* kept(seen.recorded.answers), isKept)
        }).pipe(Effect.provide(layer))
      },
    )
  }

  it.effect("of a list that was read before has the list's stamp", () => {
    const { layer } = setting()
    const listed = products()
      .slice(0, 3)
      .flatMap((product) => listedProduct(product) ?? [])
    const since = { epoch: "memory", number: 0 }
    return Effect.gen(function* () {
      yield* (yield* TagVersions).invalidate(["list:members"])
      const stampOf = (trending: Parameters<typeof retrieve>[0]["trending"]) =>
        Effect.map(
          retrieve({
            ...readForAll(read("What's trending?")),
            user: undefined,
            customer: undefined,
            orders: undefined,
            trending,
            ledger: new Ledger({ totalMs: 2_000 }),
          }),
          ({ basis }) => basis.since,
        )
      assert.deepStrictEqual(yield* stampOf({ products: listed, since }), since)
      assert.isUndefined(yield* stampOf({ products: listed, since: undefined }))
      assert.deepStrictEqual(yield* stampOf(undefined), { epoch: "memory", number: 1 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("without a stamp is given and not kept", () => {
    const { layer, seen } = setting()
    const failing = Effect.map(TagVersions, (versions) =>
      TagVersions.of({ ...versions, now: Effect.fail(new Error("away") as never) }),
    )
    return Effect.gen(function* () {
      const { basis, offers } = yield* retrieve({
        ...readForAll(question),
        user: undefined,
        customer: undefined,
        orders: undefined,
        trending: undefined,
        ledger: new Ledger({ totalMs: 2_000 }),
      }).pipe(Effect.provideService(TagVersions, yield* failing))
      assert.isUndefined(basis.since)
      assert.isNotEmpty(offers)
      const outcome = yield* Effect.flip(answerAhead(text, "en")).pipe(
        Effect.provideService(TagVersions, yield* failing),
      )
      assert.strictEqual(outcome._tag, "ComposeError")
      assert.lengthOf(seen.recorded.answers, 0)
    }).pipe(Effect.provide(layer))
  })
})
