/**
 * The TCP server of an emulated service: counts connections and applies connection faults (refuse, reset, black hole)
 * to new and open ones.
 *
 * Each connection has a gate for its data: shut while the connection is in an emulated black hole, opened when that is
 * healed. Senders wait until it is open.
 */
import { createServer, type Socket } from "node:net"
import { fateOfOpenConnections } from "../service/Faults.ts"
import type { ServiceContext } from "../service/Service.ts"
import { closeServer, listenOn } from "./Listen.ts"

export interface Gate {
  readonly shut: () => void
  readonly open: () => void
  /** Resolves when the gate is open; `undefined` when it is open now. */
  readonly passable: () => Promise<void> | undefined
  /** Ends the connection by a TCP reset. */
  readonly reset: () => void
}

export const makeGate = (socket: Socket): Gate => {
  let shut: PromiseWithResolvers<void> | undefined
  return {
    shut: () => {
      shut ??= Promise.withResolvers()
    },
    open: () => {
      shut?.resolve()
      shut = undefined
    },
    passable: () => shut?.promise,
    reset: () => socket.resetAndDestroy(),
  }
}

/** By what a connection is known, whichever layer looks at it. */
export const addressOf = (socket: Pick<Socket, "remoteAddress" | "remotePort">): string =>
  `${socket.remoteAddress ?? ""} ${socket.remotePort ?? 0}`

export interface GatedServer {
  readonly port: number
  /** Ends every connection at once. */
  readonly close: () => Promise<void>
}

/** `gates` holds the open connections by `addressOf`. @throws PortUnavailable */
export const startGatedServer = async <A extends Gate>(
  { context, host, port }: { context: ServiceContext; host: string; port: number },
  gates: Map<string, A>,
  make: (socket: Socket) => A,
  accept: (socket: Socket, gate: A) => void,
): Promise<GatedServer> => {
  const { counters } = context
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    const gate = make(socket)
    const address = addressOf(socket)
    counters.connections += 1
    counters.connectionsOpen += 1
    sockets.add(socket)
    gates.set(address, gate)
    // An error is always followed by `close`, which is what counts.
    socket.on("error", () => undefined)
    socket.once("close", () => {
      counters.connectionsOpen -= 1
      sockets.delete(socket)
      if (gates.get(address) === gate) gates.delete(address)
      gate.open()
    })
    const fault = context.fault()
    if (fault?.kind === "refuse") return gate.reset()
    accept(socket, gate)
    if (fault?.kind === "black-hole") gate.shut()
  })
  context.onFaultsChanged((active) => {
    const means = fateOfOpenConnections(active, context.name)
    for (const gate of gates.values()) {
      if (!("by" in means)) {
        if (means.fate === "heal") gate.open()
        continue
      }
      // One that is silent already was struck before.
      if (means.fate === "reset" || gate.passable() === undefined) means.by.struck()
      if (means.fate === "reset") gate.reset()
      else gate.shut()
    }
  })
  return {
    port: await listenOn(context.name, server, port, host),
    close: () => closeServer(server, sockets),
  }
}
