/** A value whose tag was invalidated is served to those who ask for such, by those who wrote it so, and to nobody else. */
import { generateText, wrapLanguageModel } from "ai"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Layer, Schema, type Scope } from "effect"
import { type CacheStore, makeAnswerCache, TagVersions } from "../src/index.ts"
import { type CallPolicy, safeCacheMiddleware } from "../src/ai-sdk.ts"
import { makeCache } from "../src/promise.ts"
import { answerOf, scriptedModel } from "./scriptedModel.ts"

const wishes = [undefined, "remove", "stale"] as const
const stale = { whenInvalidated: "stale" } as const
const tags = ["book:1"]

/** Of the Effect face: each of the stores that it can stand on. */
export const staleReadsSuite = (
  name: string,
  stores: Effect.Effect<Layer.Layer<CacheStore | TagVersions, unknown>, unknown, Scope.Scope>,
): void => {
  it.live(`with Effect over ${name}, needs the wish of the writer and of the reader`, () =>
    Effect.gen(function* () {
      const check = Effect.gen(function* () {
        const tagVersions = yield* TagVersions
        const cache = yield* makeAnswerCache({
          schema: Schema.String,
          tagVersions,
          lookupDeadlineMs: 10_000,
        })
        for (const writer of wishes) {
          const since = yield* tagVersions.now
          const written = { names: tags, since, whenInvalidated: writer }
          yield* cache.write("k", "value", { freshForMs: 60_000, tags: written })
          yield* tagVersions.invalidate(tags)
          for (const reader of wishes) {
            const reading = { whenInvalidated: reader }
            const served = writer === "stale" && reader === "stale" ? "value" : undefined
            assert.strictEqual((yield* cache.lookup("k", reading))?.value, served)
            assert.include([undefined, served], cache.findInMemory("k", reading)?.value)
            const found = yield* cache.find("k", reading)
            if (served === undefined) assert.strictEqual(found, "invalidated")
          }
          assert.isUndefined(yield* cache.lookup("k"))
        }
      })
      yield* Effect.provide(check, yield* stores)
    }),
  )
}

/** Of the faces without Effect: in memory alone, or over the Redis with that URL. */
export const staleReadersSuite = (
  name: string,
  server: Effect.Effect<string | undefined, unknown, Scope.Scope>,
): void => {
  const over = (run: (redisUrl: string | undefined) => Promise<void>) =>
    Effect.flatMap(server, (redisUrl) => Effect.promise(() => run(redisUrl)))

  describe(`what a tag made stale, over ${name}`, () => {
    it.live(
      "is given by `./promise` to whom it is enough, while the others get what is loaded",
      () =>
        over(async (redisUrl) => {
          await using one = await makeCache({ freshForMs: 60_000, redisUrl })
          let loads = 0
          const load = () => Promise.resolve(`load ${++loads}`)
          await one.set("page", "old", { tags, ...stale })
          await one.set("removed", "old", { tags })
          await one.invalidate(...tags)
          // One that has nothing in memory finds it behind a look-up, which both callers share.
          await using other =
            redisUrl === undefined ? undefined : await makeCache({ freshForMs: 60_000, redisUrl })
          const reader = other ?? one
          assert.deepStrictEqual(
            [await reader.get("page"), await reader.get("page", stale)],
            [undefined, "old"],
          )
          assert.isUndefined(await reader.get("removed", stale))
          const both = [{ tags, ...stale }, { tags }].map((entry) =>
            reader.getOrSet("page", load, entry),
          )
          assert.deepStrictEqual(await Promise.all(both), ["old", "load 1"])
          await reader.idle()
          assert.strictEqual(await reader.getOrSet("page", load, { tags }), "load 1")
          assert.strictEqual(loads, 1)
        }),
    )

    it.live("is given by `./ai-sdk` to whom it is enough", () =>
      over(async (redisUrl) => {
        const scripted = scriptedModel((call) => answerOf([`answer ${call}`]))
        let policy: CallPolicy = {}
        await using middleware = await safeCacheMiddleware({
          freshForMs: 60_000,
          redisUrl,
          forCall: () => policy,
        })
        const model = wrapLanguageModel({ model: scripted.model, middleware })
        const ask = async (prompt: string, whenInvalidated: CallPolicy["whenInvalidated"]) => {
          policy = { tags, whenInvalidated }
          const { text } = await generateText({ model, prompt })
          await middleware.idle()
          return text
        }
        for (const writer of wishes) {
          for (const reader of wishes) {
            const question = `${writer} ${reader}`
            const written = await ask(question, writer)
            await middleware.invalidate(...tags)
            const isServed = (await ask(question, reader)) === written
            assert.strictEqual(isServed, writer === "stale" && reader === "stale", question)
          }
        }
      }),
    )
  })
}
