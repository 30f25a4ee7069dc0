import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { requestsSuite } from "./requestsSuite.ts"

requestsSuite("uws", layerUws)
requestsSuite("ws", layerWs)
