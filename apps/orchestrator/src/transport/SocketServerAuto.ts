/**
 * Chooses the transport: with `auto` the native one where its addon loads, else `ws`; with `uws` the start fails where
 * the addon does not load. One log line names the choice.
 */
import { Effect, Layer } from "effect"
import type { SocketServer } from "./SocketServer.ts"
import { type AddonUnavailable, layerUws } from "./UwsSocketServer.ts"
import { layerWs } from "./WsSocketServer.ts"

/** `uws` fails where the addon cannot load; `auto` never does. */
export type SocketServerChoice = "auto" | "uws" | "ws"

const announced = (line: string) => Layer.effectDiscard(Effect.logInfo(line))

/** `native` is replaced by tests only. */
export const layerSocketServer = (
  choice: SocketServerChoice,
  native: Layer.Layer<SocketServer, AddonUnavailable> = layerUws,
): Layer.Layer<SocketServer, AddonUnavailable> => {
  if (choice === "ws") return Layer.provideMerge(layerWs, announced("sockets: ws, as asked"))
  const uws = Layer.tap(native, () => Effect.logInfo("sockets: uWebSockets.js"))
  if (choice === "uws") return uws
  return uws.pipe(
    Layer.catchTag("AddonUnavailable", ({ message }) =>
      Layer.provideMerge(
        layerWs,
        announced(`sockets: ws, because uWebSockets.js cannot load here (${message})`),
      ),
    ),
  )
}
