import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { randomSuite } from "./randomSuite.ts"

randomSuite("uws", layerUws)
randomSuite("ws", layerWs)
