/**
 * Provides the HTTP routes that an API Gateway calls to deliver WebSocket events (connect, message, disconnect) to this
 * server. They exist only if `GATEWAY_SECRET` and `GATEWAY_ENDPOINT` are set; Redis, which holds the registry of
 * connections, must then be configured as well, or the start fails.
 */
import { RedisConnection } from "@manga-assist/connections"
import { wrongValue } from "@manga-assist/process"
import { Config, Context, Effect, Layer, type Scope } from "effect"
import type { ChatServices } from "../messages/ChatServices.ts"
import { InstanceBus } from "../resume/InstanceBus.ts"
import type { InnerRoute } from "../transport/HttpRoutes.ts"
import { ConnectionStore } from "./ConnectionStore.ts"
import { Gateway } from "./Gateway.ts"
import { GatewayPoster } from "./GatewayPoster.ts"
import { gatewayExchange, gatewayPaths, isSecret } from "./GatewayRoutes.ts"

export class GatewayDoor extends Context.Service<
  GatewayDoor,
  {
    readonly open: (
      services: ChatServices,
    ) => Effect.Effect<ReadonlyMap<string, InnerRoute>, never, Scope.Scope>
  }
>()("orchestrator/gateway/GatewayDoor") {
  static readonly layerNone: Layer.Layer<GatewayDoor> = Layer.succeed(
    GatewayDoor,
    GatewayDoor.of({ open: () => Effect.succeed(new Map()) }),
  )

  /** For who shows `secret`. */
  static readonly layerFor = (
    secret: string,
  ): Layer.Layer<GatewayDoor, never, ConnectionStore | GatewayPoster | InstanceBus> =>
    Layer.effect(
      GatewayDoor,
      Effect.gen(function* () {
        const bus = yield* InstanceBus
        const store = yield* ConnectionStore
        const poster = yield* GatewayPoster
        return GatewayDoor.of({
          open: (services) => {
            const gateway = new Gateway(services, bus, store, poster)
            const route: InnerRoute = {
              isProven: ({ header }) => isSecret(header("x-gateway-secret"), secret),
              answer: (exchange) => gatewayExchange(services, gateway, exchange),
            }
            return Effect.as(gateway.running, new Map(gatewayPaths.map((path) => [path, route])))
          },
        })
      }),
    )

  /** `GATEWAY_SECRET` (at least 16 characters) and `GATEWAY_ENDPOINT`, both or neither. */
  static readonly layer: Layer.Layer<
    GatewayDoor,
    Config.ConfigError,
    RedisConnection | InstanceBus
  > = Layer.unwrap(
    Effect.gen(function* () {
      const secret = yield* Config.String("GATEWAY_SECRET").pipe(Config.withDefault(""))
      const endpoint = yield* Config.String("GATEWAY_ENDPOINT").pipe(Config.withDefault(""))
      if (secret === "" && endpoint === "") return GatewayDoor.layerNone
      if (secret.length < 16) {
        const rule = "must have at least 16 characters where GATEWAY_ENDPOINT is set"
        return yield* Effect.fail(wrongValue("GATEWAY_SECRET", rule, "*".repeat(secret.length)))
      }
      if (!/^https?:\/\/\S+$/.test(endpoint)) {
        const rule = "must be the address of the API's stage where GATEWAY_SECRET is set"
        return yield* Effect.fail(wrongValue("GATEWAY_ENDPOINT", rule, endpoint))
      }
      const { configured } = yield* RedisConnection
      if (!configured) {
        const rule = "must be set where GATEWAY_SECRET is set: there the connections are noted"
        return yield* Effect.fail(wrongValue("REDIS_URL", rule, ""))
      }
      return GatewayDoor.layerFor(secret).pipe(
        Layer.provide([ConnectionStore.layer, GatewayPoster.layer(endpoint)]),
      )
    }),
  )
}
