/** Answers that are gone on with on another instance, over a real Redis. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { redisServer, type RedisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Effect, Layer } from "effect"
import { InstanceBus } from "../src/resume/InstanceBus.ts"
import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { wholeAfterCuts } from "./resumeSuite.ts"
import { startServer } from "./TestServer.ts"

const busOver = (url: string) =>
  Layer.fresh(InstanceBus.layer).pipe(
    Layer.provide([Layer.fresh(RedisConnection.layer), Layer.fresh(RedisSubscriber.layerOptional)]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    Layer.orDie,
  )

const instance = ({ url }: RedisServer) =>
  Effect.acquireRelease(
    Effect.promise(() => startServer(layerUws, { resumeGraceMs: 5_000, bus: busOver(url) })),
    (server) => Effect.promise(() => server.close()),
  )

describe("going on over Redis", () => {
  it.live(
    "has the whole text on another instance, cut at 20 points, from one call of the model",
    () =>
      Effect.gen(function* () {
        const redis = yield* redisServer()
        const [one, two] = [yield* instance(redis), yield* instance(redis)]
        yield* Effect.promise(() => wholeAfterCuts(one, two))
        assert.strictEqual(two.script.requests.length, 0)
      }),
  )
})
