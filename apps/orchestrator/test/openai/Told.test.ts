import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { toldSuite } from "./toldSuite.ts"

toldSuite("uws", layerUws)
toldSuite("ws", layerWs)
