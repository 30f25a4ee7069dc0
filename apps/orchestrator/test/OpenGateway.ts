/** An entrance for an API Gateway whose connections are all held by this one instance, without a Redis. */
import { Effect, Layer } from "effect"
import { ConnectionStore } from "../src/gateway/ConnectionStore.ts"
import { GatewayDoor } from "../src/gateway/GatewayDoor.ts"
import { GatewayPoster } from "../src/gateway/GatewayPoster.ts"
import { InstanceBus } from "../src/resume/InstanceBus.ts"

export const gatewaySecret = "the secret of the gateway"

const noted = () => Effect.succeed("noted" as const)
const done = () => Effect.void

const store = Layer.succeed(ConnectionStore, {
  open: (connection, owner) => Effect.succeed({ connection, owner, epoch: 1 }),
  close: done,
  ownerOf: () => Effect.succeed("unknown" as const),
  take: () => Effect.succeed(undefined),
  remember: done,
  forget: done,
  isHeld: noted,
  begun: noted,
  ending: noted,
  ended: done,
  live: () => Effect.succeed(true),
  silent: Effect.succeed([]),
  heldBy: () => Effect.succeed([]),
})

/** `posted` hears every frame that a customer of the gateway gets. */
export const openGateway = (posted: (text: string) => void): Layer.Layer<GatewayDoor> => {
  const poster = Layer.succeed(GatewayPoster, {
    post: (_connection, text) => {
      posted(text)
      return Promise.resolve("sent" as const)
    },
    close: () => Promise.resolve(),
  })
  return GatewayDoor.layerFor(gatewaySecret).pipe(
    Layer.provide([store, poster, InstanceBus.layerNone]),
  )
}
