/**
 * The TCP server of an emulated service: counts connections and applies connection faults (refuse, reset, black hole)
 * to new and open ones.
 */
import { createServer, type Socket } from "node:net"
import {
  closeServer,
  fateOfOpenConnections,
  listenOn,
  type ServiceContext,
} from "@manga-assist/bedrock-emulator/services"
import { type Gate, makeGate } from "./Gate.ts"

export interface GatedServer {
  readonly port: number
  /** Ends every connection at once. */
  readonly close: () => Promise<void>
}

/** `gates` holds the open connections. @throws PortUnavailable */
export const startGatedServer = async (
  { context, host, port }: { context: ServiceContext; host: string; port: number },
  gates: Map<Socket, Gate>,
  accept: (socket: Socket, gate: Gate) => void,
): Promise<GatedServer> => {
  const { counters } = context
  const server = createServer({ noDelay: true }, (socket) => {
    const gate = makeGate()
    counters.connections += 1
    counters.connectionsOpen += 1
    gates.set(socket, gate)
    // An error is always followed by `close`, which is what counts.
    socket.on("error", () => undefined)
    socket.once("close", () => {
      counters.connectionsOpen -= 1
      gates.delete(socket)
      gate.open()
    })
    const fault = context.fault()
    if (fault?.kind === "refuse") {
      socket.resetAndDestroy()
      return
    }
    if (fault?.kind === "black-hole") gate.shut()
    accept(socket, gate)
  })
  context.onFaultsChanged((active) => {
    const fate = fateOfOpenConnections(active, context.name)
    for (const [socket, gate] of gates) {
      if (fate === "reset") socket.resetAndDestroy()
      else if (fate === "silence") gate.shut()
      else if (fate === "heal") gate.open()
    }
  })
  return {
    port: await listenOn(context.name, server, port, host),
    close: () => closeServer(server, gates.keys()),
  }
}
