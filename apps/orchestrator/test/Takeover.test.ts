import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { layerWs } from "../src/transport/WsSocketServer.ts"
import { takeoverSuite } from "./takeoverSuite.ts"

takeoverSuite("uws", layerUws)
takeoverSuite("ws", layerWs)
