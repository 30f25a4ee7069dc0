import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { drainSuite } from "./drainSuite.ts"

drainSuite("uws", layerUws)
drainSuite("ws", layerWs)
