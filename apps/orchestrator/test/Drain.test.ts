import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { drainSuite } from "./drainSuite.ts"

drainSuite("uws", layerUws)
drainSuite("ws", layerWs)
