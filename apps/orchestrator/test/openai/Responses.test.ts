import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { responsesSuite } from "./responsesSuite.ts"

responsesSuite("uws", layerUws)
responsesSuite("ws", layerWs)
