import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { browserSuite } from "./browserSuite.ts"

browserSuite("uws", layerUws)
browserSuite("ws", layerWs)
