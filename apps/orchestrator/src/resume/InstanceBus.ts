/**
 * Publish/subscribe between instances over Redis, on named channels: to one instance or to all. Messages of a sender
 * arrive in order and at most once; sending never waits.
 *
 * A message sent while Redis is unreachable is lost; a sender that needs a reply sends again. Without Redis nothing is
 * sent.
 */
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { channelIn } from "@manga-assist/connections/redis"
import { Context, Effect, Layer, type Scope } from "effect"

export class InstanceBus extends Context.Service<
  InstanceBus,
  {
    /** False where there is one instance only. */
    readonly configured: boolean
    /** Must not throw. */
    readonly tell: (channel: string, text: string) => void
    readonly hear: (
      channel: string,
      listener: (text: string) => void,
    ) => Effect.Effect<void, never, Scope.Scope>
  }
>()("orchestrator/InstanceBus") {
  /** For one instance: nobody else hears. */
  static readonly layerNone: Layer.Layer<InstanceBus> = Layer.succeed(
    InstanceBus,
    InstanceBus.of({ configured: false, tell: () => {}, hear: () => Effect.void }),
  )

  /** Over Redis, where it is configured. */
  static readonly layer: Layer.Layer<InstanceBus, never, RedisConnection | RedisSubscriber> =
    Layer.effect(
      InstanceBus,
      Effect.gen(function* () {
        const redis = yield* RedisConnection
        const subscriber = yield* RedisSubscriber
        const fork = Effect.runForkWith(yield* Effect.context())
        return InstanceBus.of({
          configured: redis.configured && subscriber.configured,
          tell: (channel, text) => {
            fork(
              redis
                .run("PUBLISH", tellMs, (client) =>
                  client.publish(channelIn(client, prefix + channel), text),
                )
                .pipe(Effect.ignoreCause({ log: "Debug" })),
            )
          },
          hear: (channel, listener) =>
            subscriber.subscribe(prefix + channel, { onMessage: listener }),
        })
      }),
    )
}

const prefix = "instances:"
/** Ten times Redis's round trip within a region, and then some. */
const tellMs = 200
