/** Instances over a real Redis hear each other where they share a prefix, and nobody else. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer, Queue, Schedule } from "effect"
import { InstanceBus } from "../src/resume/InstanceBus.ts"

const busOf = (url: string, prefix: string) =>
  Layer.build(
    Layer.fresh(InstanceBus.layer).pipe(
      Layer.provide(
        Layer.orDie(Layer.fresh(Layer.merge(RedisConnection.layer, RedisSubscriber.layerOptional))),
      ),
      Layer.provide(
        ConfigProvider.layer(
          ConfigProvider.fromUnknown({ REDIS_URL: url, REDIS_KEY_PREFIX: prefix }),
        ),
      ),
    ),
  ).pipe(Effect.map((context) => Context.get(context, InstanceBus)))

describe("the bus", () => {
  it.live("leads from one instance to the others of its prefix", () =>
    Effect.gen(function* () {
      const { command, url } = yield* redisServer()
      const [one, two, other] = [
        yield* busOf(url, "staging:"),
        yield* busOf(url, "staging:"),
        yield* busOf(url, ""),
      ]
      const heard = yield* Queue.unbounded<string>()
      const hear = (name: string) => (text: string) =>
        void Queue.offerUnsafe(heard, `${name} ${text}`)
      yield* two.hear("news", hear("two"))
      yield* other.hear("news", hear("other"))
      // What is told before both listen is lost.
      const listeners = command("PUBSUB", "NUMSUB", "staging:instances:news", "instances:news")
      yield* Effect.repeat(listeners, {
        schedule: Schedule.spaced("10 millis"),
        until: (counts) => Array.isArray(counts) && counts[1] === 1 && counts[3] === 1,
      })
      one.tell("news", "from one")
      other.tell("news", "from other")
      const all = [yield* Queue.take(heard), yield* Queue.take(heard)]
      assert.deepStrictEqual(all.toSorted(), ["other from other", "two from one"])
    }).pipe(Effect.scoped),
  )
})
