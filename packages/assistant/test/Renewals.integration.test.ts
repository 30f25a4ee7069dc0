/** Two instances over a real Redis that serve the same answer past its time: it is renewed by one of them. */
import { assert, describe, it } from "@effect/vitest"
import { RedisTagVersions, TagVersions, TieredCacheStore } from "@manga-assist/caching"
import { BedrockChat } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { Context, Deferred, Effect, Layer } from "effect"
import { until } from "../../caching/test/realRedis.ts"
import { cachePolicyOf } from "../src/answers/CachePolicy.ts"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { emptyConversation } from "../src/conversation/Conversation.ts"
import { Renewals } from "../src/answers/Renewals.ts"
import { read } from "./demoShop.ts"
import { scriptedStore } from "./scriptedStore.ts"

const question = read("Show me historical manga")
const key = cacheKeyOf(question)
const policy = cachePolicyOf(question, emptyConversation)

describe("renewals of two instances", () => {
  it.live("cost one call of the model, and both serve what it wrote", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const gate = yield* Deferred.make<void>()
      let calls = 0
      const chat = BedrockChat.of({
        converse: () =>
          Effect.suspend(() => {
            calls += 1
            return Effect.as(Deferred.await(gate), { stopReason: "end_turn", text: "Anew." })
          }),
      })
      const instance = Effect.gen(function* () {
        const { layer } = scriptedStore({
          chat,
          environment: { REDIS_URL: url },
          store: TieredCacheStore.layerNotified(),
          tagVersions: RedisTagVersions.layer(),
        })
        const services = yield* Layer.build(Layer.fresh(layer))
        yield* until(Effect.isSuccess(Context.get(services, TagVersions).now))
        return {
          renewals: Context.get(services, Renewals),
          answers: Context.get(services, CachedAnswers),
        }
      })
      const both = [yield* instance, yield* instance]
      assert(policy.cacheable)
      for (const { renewals } of both) {
        for (let count = 0; count < 20; count += 1) {
          assert.isTrue(renewals.offer(question, { key, policy }, { origin: "exact" }))
        }
      }
      const settled = () =>
        both.reduce((sum, { renewals }) => {
          const { alreadyFresh, renewed } = renewals.counters()
          return sum + renewed + alreadyFresh
        }, 0)
      yield* until(Effect.sync(() => calls > 0))
      yield* Deferred.succeed(gate, undefined)
      yield* until(Effect.sync(() => settled() === 2))
      assert.strictEqual(calls, 1)
      for (const { answers } of both) {
        assert.strictEqual((yield* answers.lookup(key))?.value.text, "Anew.")
      }
    }),
  )
})
