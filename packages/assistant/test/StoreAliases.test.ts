/** The switch of the aliases, as the environment sets it. */
import { AliasBook } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { aliasPartition, aliasVersion, layerAliases } from "../src/answers/StoreAliases.ts"

const bookWith = (environment: Readonly<Record<string, string>>) =>
  Layer.build(
    Layer.fresh(layerAliases).pipe(
      Layer.provide([RedisConnection.layerOptional, RedisSubscriber.layerOptional]),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    ),
  ).pipe(Effect.map((context) => Context.get(context, AliasBook)))

const alias = {
  partition: aliasPartition,
  locale: "en",
  words: "who is vagabond by",
  place: "answer:a",
  kept: "who wrote vagabond",
  version: aliasVersion(),
  approvedAt: 0,
  expiresAt: 3_600_000,
  approvedBy: "a test",
  model: "none",
}

describe("ALIASES", () => {
  it.effect.each([{}, { ALIASES: "on" }])("%j: they are found", (environment) =>
    Effect.gen(function* () {
      const book = yield* bookWith(environment)
      yield* book.approve({ lead: 1, aliases: [alias], forget: [] })
      assert.isDefined(book.find(alias))
    }).pipe(Effect.scoped),
  )

  it.effect("off: none is found or taken, and the state says why", () =>
    Effect.gen(function* () {
      const book = yield* bookWith({ ALIASES: "off" })
      const approval = yield* book.approve({ lead: 1, aliases: [alias], forget: [] })
      assert.deepStrictEqual(approval, { refused: "off" })
      assert.isUndefined(book.find(alias))
      assert.strictEqual((yield* book.state).off, "switched off")
    }).pipe(Effect.scoped),
  )

  it.effect("anything else ends the start, and the name and the rule are told", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(bookWith({ ALIASES: "perhaps" }))
      assert.match(String(failed), /ALIASES.*must be one of on, off/su)
    }).pipe(Effect.scoped),
  )
})
