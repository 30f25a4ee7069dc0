import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { passedOnSuite } from "./passedOnSuite.ts"
import { siteSuite } from "./siteSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  siteSuite(name, layer)
  passedOnSuite(name, layer)
}
