/**
 * A TCP proxy on a fixed port whose target can be exchanged, like a host name whose record changes: new connections go
 * to the new server, old ones stay.
 */
import { listening } from "@manga-assist/process/listening"
import { Effect, type Scope } from "effect"
import { connect, createServer, type Socket } from "node:net"

export interface TurnedProxy {
  readonly port: number
  readonly turnTo: (port: number) => void
  /** Connections accepted so far. */
  readonly accepted: () => number
  /** Breaks all connections at once. */
  readonly cut: Effect.Effect<void>
}

export const turnedProxy = Effect.fnUntraced(function* (
  target: number,
): Effect.fn.Return<TurnedProxy, never, Scope.Scope> {
  let port = target
  let accepted = 0
  const sockets = new Set<Socket>()
  const join = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on("error", () => {})
    from.once("close", () => {
      sockets.delete(from)
      to.destroy()
    })
    from.pipe(to)
  }
  const cut = Effect.sync(() => {
    for (const socket of sockets) socket.destroy()
  })
  const server = createServer((client) => {
    accepted++
    const upstream = connect(port, "127.0.0.1")
    join(client, upstream)
    join(upstream, client)
  })
  const own = yield* Effect.orDie(listening(server))
  // Before the server closes: it waits for its connections.
  yield* Effect.addFinalizer(() => cut)
  return {
    port: own,
    turnTo: (next) => {
      port = next
    },
    accepted: () => accepted,
    cut,
  }
})
