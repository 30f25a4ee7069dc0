import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { showTurnSuite } from "./showTurnSuite.ts"

showTurnSuite("uws", layerUws)
showTurnSuite("ws", layerWs)
