import { layerUws } from "../../src/UwsSocketServer.ts"
import { layerWs } from "../../src/WsSocketServer.ts"
import { clientSuite } from "./clientSuite.ts"

clientSuite("uws", layerUws)
clientSuite("ws", layerWs)
