import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { aiSdkSuite } from "./aiSdkSuite.ts"
import { mcpSuite } from "./mcpSuite.ts"
import { openAiSuite } from "./openAiSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  openAiSuite(name, layer)
  aiSdkSuite(name, layer)
  mcpSuite(name, layer)
}
