import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { httpSuite } from "./httpSuite.ts"
import { transportSuite } from "./transportSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  transportSuite(name, layer)
  httpSuite(name, layer)
}
