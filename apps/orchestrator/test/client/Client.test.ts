import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { clientSuite } from "./clientSuite.ts"

clientSuite("uws", layerUws)
clientSuite("ws", layerWs)
