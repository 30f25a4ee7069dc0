/** What the worker tells through a real Redis is in the memory of an instance before anybody asks there. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, RedisTagVersions, TagVersions, TieredCacheStore } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { PopularAnswers, tellPopular } from "../src/answers/PopularAnswers.ts"

const answer = {
  text: "One Piece.",
  products: [],
  model: "m",
  origin: "precomputed",
  words: "what is trending",
  figures: [],
  series: [],
} as const

const instance = (url: string) =>
  Layer.build(
    Layer.fresh(
      PopularAnswers.layer.pipe(
        Layer.provideMerge(CachedAnswers.layer),
        Layer.provideMerge(
          Layer.merge(
            RedisTagVersions.layer(),
            TieredCacheStore.layerNotified({ memoryMs: 60_000 }),
          ),
        ),
        Layer.provideMerge(Layer.merge(RedisConnection.layer, RedisSubscriber.layerOptional)),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { REDIS_URL: url } }))),
      ),
    ),
  )

const written = (services: Context.Context<CachedAnswers | TagVersions>, key: string) =>
  Effect.gen(function* () {
    const versions = Context.get(services, TagVersions)
    yield* until(Effect.isSuccess(versions.now))
    const tags = { names: [`product:${key}`], since: yield* versions.now }
    yield* Context.get(services, CachedAnswers).write(key, answer, { freshForMs: 600_000, tags })
  })

describe("popular answers", () => {
  it.live("are found in memory by an instance that never asked Redis for them", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const worker = yield* instance(server.url)
      for (const key of ["one", "two"]) yield* written(worker, key)
      yield* tellPopular(Context.get(worker, RedisConnection), [
        { place: "one", question: "Is One Piece in stock?" },
        { place: "two", question: "What is new?" },
        { place: "not yet", question: "What is trending?" },
      ])
      const services = yield* instance(server.url)
      const popular = Context.get(services, PopularAnswers)
      yield* until(Effect.sync(() => popular.counters().warm === 2))
      assert.deepStrictEqual(popular.counters(), { listed: 3, warm: 2 })
      assert.deepStrictEqual(popular.questions(3), [
        { question: "Is One Piece in stock?", warm: true },
        { question: "What is new?", warm: true },
        { question: "What is trending?", warm: false },
      ])
      assert.lengthOf(popular.questions(1), 1)
      const answers = Context.get(services, CachedAnswers)
      assert.strictEqual(answers.findInMemory("one")?.value.text, "One Piece.")
      assert.isUndefined(answers.findInMemory("not yet"))
      assert.deepInclude(Context.get(services, CacheStore).counters(), { misses: 0 })
      // What no longer holds is not found, however warm it is.
      yield* Context.get(worker, TagVersions).invalidate(["product:one"])
      yield* until(Effect.sync(() => answers.findInMemory("one") === undefined))
      assert.isDefined(answers.findInMemory("two"))
    }).pipe(Effect.scoped),
  )

  it.live.each<readonly [what: string, text: string]>([
    ["no JSON", "garbage"],
    ["no list", '{"one":1}'],
    ["a list of numbers", "[1]"],
    ["a place that is too long", JSON.stringify([{ place: "x".repeat(201), question: "q" }])],
    [
      "too many",
      JSON.stringify(Array.from({ length: 2_001 }, () => ({ place: "one", question: "q" }))),
    ],
  ])("are none where Redis holds %s", ([, text]) =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const worker = yield* instance(url)
      yield* written(worker, "one")
      const redis = Context.get(worker, RedisConnection)
      yield* redis.run("test", 1_000, (client) => client.set("popular:{popular}:answers", text))
      const services = yield* instance(url)
      yield* Effect.sleep(300)
      const counters = Context.get(services, PopularAnswers).counters()
      assert.deepStrictEqual(counters, { listed: 0, warm: 0 })
    }).pipe(Effect.scoped),
  )
})
