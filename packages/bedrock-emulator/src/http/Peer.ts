/**
 * One accepted TCP connection of the emulator, below TLS, where network faults are injected.
 *
 * Silenced, it reads and writes nothing: not even HTTP/2 PINGs are answered, although the kernel still acknowledges TCP
 * segments, as a NAT does that forgot the connection's far end. Healed, it continues without a lost byte. Reset and FIN act
 * on the TCP socket itself.
 */
import type { Socket } from "node:net"
import type { ServerHttp2Session } from "node:http2"
import { type Gate, makeGate } from "./GatedServer.ts"

/** Turns of the event loop in which the writes of before may still end, each looked at, and then now and then. */
const closeTurns = 200
const stopAgainMs = 5

/** How long after our FIN the client may take to close its side. */
const finGraceMs = 2_000

/** Its gate silences it. */
export interface Peer extends Gate {
  /** Set once an h2 session runs on it. */
  session: ServerHttp2Session | undefined
  /** True once this server cut it: streams that die with it were not cancelled by the client. */
  cut: boolean
  readonly fin: () => void
  /** GOAWAY with NO_ERROR; running streams go on. HTTP/1.1 has no such thing: see `Exchange.ts`. */
  readonly goAway: () => void
  readonly destroy: () => void
}

export const makePeer = (socket: Socket): Peer => {
  const gate = makeGate(socket)
  const isOpen = () => gate.passable() === undefined
  let grace: NodeJS.Timeout | undefined
  /** h2 starts to read again by itself whenever a write that was under way has ended. */
  const stayStopped = (turns: number) => {
    if (isOpen()) return
    reading(socket, "readStop")
    const next = () => stayStopped(turns - 1)
    if (turns > 0) setImmediate(next).unref()
    else setTimeout(next, stopAgainMs).unref()
  }
  socket.once("close", () => {
    clearTimeout(grace)
    // A session does not see the end of a socket that was silenced; its streams would stay open.
    peer.session?.destroy()
  })
  const peer: Peer = {
    session: undefined,
    cut: false,
    passable: gate.passable,
    shut: () => {
      if (!isOpen() || socket.destroyed) return
      gate.shut()
      stayStopped(closeTurns)
    },
    open: () => {
      if (isOpen()) return
      gate.open()
      if (!socket.destroyed) reading(socket, "readStart")
    },
    reset: () => {
      peer.cut = true
      gate.reset()
      // It waits for a last write, which never ends on a socket that TLS took over half-way.
      if (!socket.destroyed) socket.destroy()
    },
    fin: () => {
      peer.cut = true
      socket.end()
      grace = setTimeout(() => socket.destroy(), finGraceMs)
    },
    goAway: () => {
      if (peer.session !== undefined && !peer.session.closed) peer.session.close()
    },
    destroy: () => {
      peer.cut = true
      peer.session?.destroy()
      socket.destroy()
    },
  }
  return peer
}

/**
 * Stops or starts reading at the handle. TLS and h2 read from the handle natively, past the socket
 * object, so its `pause` has no effect; Node offers no public way to reach the handle.
 */
const reading = (socket: Socket, method: "readStart" | "readStop"): void => {
  const handle: unknown = Reflect.get(socket, "_handle")
  if (typeof handle !== "object" || handle === null) return
  const call: unknown = Reflect.get(handle, method)
  if (typeof call === "function") Reflect.apply(call, handle, [])
}
