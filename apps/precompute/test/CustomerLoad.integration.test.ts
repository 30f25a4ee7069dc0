/** What orchestrators tell of the model's load, as the worker reads it: on a real Redis and a real Cluster. */
import { assert, describe, it } from "@effect/vitest"
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  RedisConnection,
} from "@manga-assist/connections"
import { redisCluster, redisServer } from "@manga-assist/real-servers"
import { Clock, ConfigProvider, Context, Deferred, Effect, Fiber, Layer, Schedule } from "effect"
import { TestClock } from "effect/testing"
import { ModelLoad } from "../../../packages/assistant/src/model/ModelLoad.ts"
import { CustomerLoad } from "../src/spending/CustomerPriority.ts"

const request = {
  modelId: "m",
  system: [],
  messages: [],
  inferenceConfig: { maxTokens: 1 },
  firstEventMs: 1,
  gapMs: 1,
}
const listener = { onText: () => undefined }
const throttled = new BedrockError({ reason: "throttled", detail: "scripted" })
const tellMs = 500

describe.each([
  ["one server", Effect.map(redisServer(), ({ url }) => url)],
  ["a Cluster", Effect.map(redisCluster(), ({ url }) => url)],
] as const)("the load on %s", (_name, server) => {
  it.live("is the sum over the instances, with refusals, and ends with what caused it", () =>
    Effect.gen(function* () {
      const connection = RedisConnection.layer.pipe(
        Layer.provide(
          ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: yield* server })),
        ),
      )
      const gate = yield* Deferred.make<void>()
      const chat = BedrockChat.of({
        converse: ({ modelId }) =>
          modelId === "busy"
            ? Effect.fail(throttled)
            : Effect.as(Deferred.await(gate), { stopReason: "end_turn", text: "." }),
      })
      // Tells twice a second, by a clock in the test's hand.
      const instance = Effect.gen(function* () {
        const clock = yield* TestClock.make()
        const context = yield* Layer.build(
          Layer.fresh(ModelLoad.layer).pipe(
            Layer.provide([
              connection,
              Layer.succeed(BedrockChat, chat),
              Layer.mock(BedrockEmbeddings, {}),
            ]),
          ),
        ).pipe(Effect.provideService(Clock.Clock, clock))
        return {
          chat: Context.get(context, BedrockChat),
          counters: Context.get(context, ModelLoad).counters,
          tell: clock.adjust(tellMs),
        }
      })
      const [one, two] = [yield* instance, yield* instance]
      const { read } = Context.get(
        yield* Layer.build(CustomerLoad.layer.pipe(Layer.provide(connection))),
        CustomerLoad,
      )
      const until = (running: number, refused: number, look = read) =>
        Effect.repeat(look, {
          schedule: Schedule.spaced("10 millis"),
          until: (load) => load.running === running && load.refused === refused,
          times: 1_000,
        }).pipe(Effect.map((load) => assert.deepStrictEqual(load, { running, refused })))
      assert.deepStrictEqual(yield* read, { running: 0, refused: 0 })
      // Something of another kind in its place is replaced.
      const redis = Context.get(yield* Layer.build(connection), RedisConnection)
      yield* redis.run("test", 2_000, (client) => client.lpush("load:{load}:model", "a list"))
      const calls = yield* Effect.forEach([one, one, one, two, two], ({ chat: { converse } }) =>
        Effect.forkChild(converse(request, listener), { startImmediately: true }),
      )
      yield* Effect.flip(two.chat.converse({ ...request, modelId: "busy" }, listener))
      yield* one.tell
      yield* two.tell
      // The refused call was under way as well.
      yield* until(6, 1)
      yield* Deferred.succeed(gate, undefined)
      yield* Fiber.joinAll(calls)
      assert.deepStrictEqual(one.counters(), { running: 0, refused: 0, denied: 0 })
      // Its time for telling passes unused by an instance that is still telling.
      yield* until(0, 0, Effect.andThen(Effect.andThen(one.tell, two.tell), read))
    }).pipe(Effect.scoped),
  )
})
