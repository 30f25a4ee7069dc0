import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { protocolSuite } from "./protocolSuite.ts"

protocolSuite("uws", layerUws)
protocolSuite("ws", layerWs)
