/**
 * A TCP relay that emulates a network on loopback: a delay in both directions, black holes, and ends.
 *
 * Connecting costs one round trip, as on a real network: the kernel accepts at once, so the client's first bytes are
 * delayed. Order is kept; nothing is lost, resent or limited by window sizes. Bytes come on time, and a whole core waits
 * while any are under way: a delay is for one chat at a time. A black hole keeps connections open, forwards nothing and
 * accepts new ones silently; its connections stay dead afterwards, as when a gateway has dropped their state.
 */
import { connect, createServer, type Socket } from "node:net"
import { listen } from "../../measure/Loopback.ts"
import { preciseClock } from "../../measure/PreciseTime.ts"

interface Pair {
  readonly client: Socket
  readonly server: Socket
  isDead: boolean
}

export const startRelay = async (targetPort: number, oneWayMs: number) => {
  const pairs: Array<Pair> = []
  let isSilent = false
  // Half-open, because each direction ends when its delayed bytes have arrived, not before.
  const options = { noDelay: true, allowHalfOpen: true }
  const relay = createServer(options, (client) => {
    const connectedAt = preciseClock.now() + 2 * oneWayMs
    const server = connect({ ...options, port: targetPort, host: "127.0.0.1" })
    const pair = { client, server, isDead: isSilent }
    pairs.push(pair)
    forward(client, server, pair, (now) => Math.max(now, connectedAt) + oneWayMs)
    forward(server, client, pair, (now) => now + oneWayMs)
  })
  return {
    port: await listen(relay),
    silence: () => {
      isSilent = true
      for (const pair of pairs) pair.isDead = true
    },
    heal: () => {
      isSilent = false
    },
    /** Ends every connection as a peer does that goes away in order: by FIN, in the middle of answers. */
    cut: () => {
      for (const { client, server } of pairs) {
        client.end()
        server.destroy()
      }
    },
    close: () => {
      relay.close()
      for (const { client, server } of pairs) {
        client.destroy()
        server.destroy()
      }
    },
  }
}

/** Bytes, their end and the news that the connection broke arrive one after the other, each at its time. */
const forward = (from: Socket, to: Socket, pair: Pair, dueAt: (now: number) => number): void => {
  let before = Promise.resolve()
  const later = (deliver: () => void) => {
    if (pair.isDead) return
    const due = dueAt(preciseClock.now())
    before = before
      .then(() => preciseClock.until(due))
      .then(() => {
        if (!pair.isDead && !to.destroyed) deliver()
      })
  }
  from.on("data", (bytes) => later(() => void to.write(bytes)))
  from.once("end", () => later(() => void to.end()))
  from.on("error", () => later(() => void to.resetAndDestroy()))
}
