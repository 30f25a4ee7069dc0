import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { retractSuite } from "./retractSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  retractSuite(name, layer)
}
