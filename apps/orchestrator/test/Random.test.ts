import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { randomSuite } from "./randomSuite.ts"

randomSuite("uws", layerUws)
randomSuite("ws", layerWs)
