import { layerUws } from "../../src/UwsSocketServer.ts"
import { layerWs } from "../../src/WsSocketServer.ts"
import { identitySuite } from "./identitySuite.ts"

identitySuite("uws", layerUws)
identitySuite("ws", layerWs)
