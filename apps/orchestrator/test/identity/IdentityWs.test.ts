import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { identitySuite } from "./identitySuite.ts"

identitySuite("ws", layerWs)
