import { layerUws } from "../../src/UwsSocketServer.ts"
import { layerWs } from "../../src/WsSocketServer.ts"
import { siteSuite } from "./siteSuite.ts"

siteSuite("uws", layerUws)
siteSuite("ws", layerWs)
