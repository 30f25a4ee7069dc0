import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { siteSuite } from "./siteSuite.ts"

siteSuite("uws", layerUws)
siteSuite("ws", layerWs)
