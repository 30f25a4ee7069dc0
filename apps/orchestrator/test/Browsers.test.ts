import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { browserSuite } from "./browserSuite.ts"

browserSuite("uws", layerUws)
browserSuite("ws", layerWs)
