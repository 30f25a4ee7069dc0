import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { identitySuite } from "./identitySuite.ts"

identitySuite("uws", layerUws)
identitySuite("ws", layerWs)
