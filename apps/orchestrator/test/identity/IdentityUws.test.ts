import { layerUws } from "../../src/transport/UwsSocketServer.ts"
import { identitySuite } from "./identitySuite.ts"

identitySuite("uws", layerUws)
