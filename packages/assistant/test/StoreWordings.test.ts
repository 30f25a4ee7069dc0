/** The switch of the learned wordings, as the environment sets it. */
import { WordingBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { layerWordings } from "../src/answers/StoreWordings.ts"
import { learned } from "./learned.ts"

const bookWith = (environment: Readonly<Record<string, string>>) =>
  Layer.build(
    Layer.fresh(layerWordings).pipe(
      Layer.provide([RedisConnection.layerOptional, RedisSubscriber.layerOptional]),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    ),
  ).pipe(Effect.map((context) => Context.get(context, WordingBook)))

const wording = learned("who is {SERIES1} by", "who is the author of {SERIES1}")

describe("WORDINGS", () => {
  it.effect.each([{}, { WORDINGS: "on" }])("%j: they are found", (environment) =>
    Effect.gen(function* () {
      const book = yield* bookWith(environment)
      yield* book.approve({ lead: 1, wordings: [wording] })
      assert.isDefined(book.find(wording))
    }).pipe(Effect.scoped),
  )

  it.effect("off: none is found or taken, and the state says why", () =>
    Effect.gen(function* () {
      const book = yield* bookWith({ WORDINGS: "off" })
      const approval = yield* book.approve({ lead: 1, wordings: [wording] })
      assert.deepStrictEqual(approval, { refused: "off" })
      assert.isUndefined(book.find(wording))
      assert.strictEqual((yield* book.state).off, "switched off")
    }).pipe(Effect.scoped),
  )

  it.effect("anything else ends the start, and the name and the rule are told", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(bookWith({ WORDINGS: "perhaps" }))
      assert.match(String(failed), /WORDINGS.*must be one of on, off/su)
    }).pipe(Effect.scoped),
  )
})
