/** What an entry was answered last, on a real Redis and a real Cluster: known to every worker, for that prompt alone. */
import { RedisConnection } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Context, Effect, Layer } from "effect"
import { hash } from "node:crypto"
import { KnownAnswers } from "../src/answers/KnownAnswers.ts"
import { realServers } from "./fixtures/realServers.ts"

const worker = (url: string) =>
  Effect.map(
    Layer.build(
      Layer.fresh(KnownAnswers.layer).pipe(
        Layer.provide(RedisConnection.layer),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      ),
    ),
    (context) => Context.get(context, KnownAnswers),
  )

describe.each(realServers)("what an entry was answered, on %s,", (_name, server) => {
  it.live("is known to every worker, for that prompt alone, until it is answered anew", () =>
    Effect.gen(function* () {
      const { url } = yield* server
      const [one, other] = [yield* worker(url), yield* worker(url)]
      assert.isFalse(yield* one.has("en trending"))
      assert.isUndefined(yield* one.same("en trending", "prompt"))
      yield* one.remember("en trending", "prompt", "An answer.")
      for (const each of [one, other]) {
        assert.isTrue(yield* each.has("en trending"))
        assert.strictEqual(yield* each.same("en trending", "prompt"), "An answer.")
        assert.isUndefined(yield* each.same("en trending", "another prompt"))
        assert.isUndefined(yield* each.same("ja trending", "prompt"))
      }
      yield* other.remember("en trending", "another prompt", "Another answer.")
      assert.isUndefined(yield* one.same("en trending", "prompt"))
      assert.strictEqual(yield* one.same("en trending", "another prompt"), "Another answer.")
    }).pipe(Effect.scoped),
  )

  it.live(
    "is unknown where something of another kind lies in its place, until it is answered",
    () =>
      Effect.gen(function* () {
        const { url } = yield* server
        const one = yield* worker(url)
        const redis = Context.get(
          yield* Layer.build(
            RedisConnection.layer.pipe(
              Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
            ),
          ),
          RedisConnection,
        )
        const key = `precompute:known:${hash("sha256", "en new", "base64url").slice(0, 22)}`
        yield* redis.run("test", 2_000, (client) => client.lpush(key, "a list"))
        assert.isUndefined(yield* one.same("en new", "prompt"))
        yield* one.remember("en new", "prompt", "An answer.")
        assert.strictEqual(yield* one.same("en new", "prompt"), "An answer.")
      }).pipe(Effect.scoped),
  )
})
