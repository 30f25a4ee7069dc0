/** Instances over real servers: each has its own connections, as processes have. */
import { ConfigProvider, Effect, Layer, Schedule } from "effect"
import { ConnectionError, RedisConnection, RedisSubscriber } from "@manga-assist/connections"

export {
  redisCluster,
  redisReplica,
  redisServer,
  type RedisServer,
} from "@manga-assist/real-servers"

const connections = (url: string) =>
  Layer.mergeAll(RedisConnection.layer, RedisSubscriber.layerOptional).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
    Layer.orDie,
    Layer.fresh,
  )

/** A layer as one more instance has it, until the scope closes. */
export const instanceOf = <I, E>(
  url: string,
  layer: Layer.Layer<I, E, RedisConnection | RedisSubscriber>,
) => Layer.build(Layer.fresh(layer).pipe(Layer.provide(connections(url))))

/** As of a process that was too busy to read the reply in time: the command is carried out all the same. */
export const deafTo = (...operations: ReadonlyArray<string>) =>
  Layer.effect(
    RedisConnection,
    Effect.map(RedisConnection, ({ configured, run }) =>
      RedisConnection.of({
        configured,
        run: (operation, deadlineMs, commands) =>
          Effect.flatMap(run(operation, deadlineMs, commands), (reply) =>
            operations.includes(operation)
              ? Effect.fail(
                  new ConnectionError({
                    service: "redis",
                    operation,
                    reason: "timeout",
                    detail: "",
                  }),
                )
              : Effect.succeed(reply),
          ),
      }),
    ),
  )

/** Asks again until it is true, for a minute: for what reaches an instance by a message. */
export const until = <E, R>(ask: Effect.Effect<boolean, E, R>) =>
  ask.pipe(
    Effect.filterOrFail((yes) => yes),
    Effect.retry(Schedule.spaced(10)),
    Effect.timeout("1 minute"),
    Effect.asVoid,
  )
