import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { aiSdkSocketSuite } from "./aiSdkSocketSuite.ts"
import { aiSdkSuite } from "./aiSdkSuite.ts"
import { mcpSuite } from "./mcpSuite.ts"
import { openAiSuite } from "./openAiSuite.ts"

for (const [name, layer] of [
  ["uws", layerUws],
  ["ws", layerWs],
] as const) {
  openAiSuite(name, layer)
  aiSdkSuite(name, layer)
  aiSdkSocketSuite(name, layer)
  mcpSuite(name, layer)
}
