/**
 * The server with a scripted turn, as a process: for programs that need somebody to talk to. Prints its address and
 * serves until it is ended.
 */
import { layerWs } from "../../src/transport/WsSocketServer.ts"
import { startServer } from "../TestServer.ts"

const { http } = await startServer(layerWs)
process.stdout.write(`CHAT_URL=${http}\n`)
