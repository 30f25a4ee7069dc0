import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { limitsSuite } from "./limitsSuite.ts"
import { protocolSuite } from "./protocolSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  protocolSuite(name, layer)
  limitsSuite(name, layer)
}
