import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { hostileSuite } from "./hostileSuite.ts"

hostileSuite("uws", layerUws)
hostileSuite("ws", layerWs)
