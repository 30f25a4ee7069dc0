import { layerUws } from "../src/UwsSocketServer.ts"
import { layerWs } from "../src/WsSocketServer.ts"
import { takeoverSuite } from "./takeoverSuite.ts"

takeoverSuite("uws", layerUws)
takeoverSuite("ws", layerWs)
