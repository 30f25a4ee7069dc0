import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { lookingSuite } from "./lookingSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  lookingSuite(name, layer)
}
