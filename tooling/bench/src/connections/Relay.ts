/**
 * A TCP relay that makes a network out of loopback: a delay both ways, and black holes.
 *
 * The delay charges one round trip for connecting, as a real network does: the system's own accept is
 * immediate, so the first bytes of the client wait for it. Order is kept; nothing is lost, resent or slowed
 * by window sizes. A black hole keeps every connection open, forwards nothing, accepts new ones in
 * silence; those that were in it stay dead afterwards, as when a gateway has forgotten them.
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface Relay {
  readonly port: number
  readonly silence: () => void
  readonly heal: () => void
  readonly close: () => void
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  dead: boolean
}

/** More than this many bytes under way stop the sender, like a full window. */
const windowBytes = 8 * 1024 * 1024

export const startRelay = async (targetPort: number, oneWayMs: number): Promise<Relay> => {
  const pairs = new Set<Pair>()
  let silent = false

  const server = createServer({ noDelay: true }, (client) => {
    const acceptedAt = performance.now()
    const upstream = connect({ port: targetPort, host: "127.0.0.1", noDelay: true })
    const pair: Pair = { client, server: upstream, dead: silent }
    pairs.add(pair)
    const connectedAt = acceptedAt + 2 * oneWayMs
    forward(client, upstream, pair, (now) => Math.max(now, connectedAt) + oneWayMs)
    forward(upstream, client, pair, (now) => now + oneWayMs)
    const end = () => {
      if (pair.dead) return
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      socket.on("error", () => {})
      socket.once("close", end)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port, // A TCP server's address is no pipe's name.
    silence: () => {
      silent = true
      for (const pair of pairs) pair.dead = true
    },
    heal: () => {
      silent = false
    },
    close: () => {
      server.close()
      for (const { client, server: upstream } of pairs) {
        client.destroy()
        upstream.destroy()
      }
    },
  }
}

const forward = (from: Socket, to: Socket, pair: Pair, dueAt: (now: number) => number): void => {
  const queue: Array<{ readonly at: number; readonly chunk: Buffer | undefined }> = []
  let bytes = 0
  let waiting = false
  const flush = () => {
    const now = performance.now()
    for (let head = queue[0]; head !== undefined && head.at <= now; head = queue[0]) {
      queue.shift()
      if (pair.dead) continue
      if (head.chunk === undefined) to.end()
      else {
        bytes -= head.chunk.length
        to.write(head.chunk)
      }
    }
    if (bytes < windowBytes && from.isPaused()) from.resume()
    const next = queue[0]
    waiting = next !== undefined
    if (next === undefined) return
    // Timers are late by up to a millisecond, too much here: the last stretch is waited for actively.
    const wait = next.at - now - 1.2
    if (wait > 0) setTimeout(flush, wait)
    else setImmediate(flush)
  }
  const push = (chunk: Buffer | undefined) => {
    if (pair.dead) return
    queue.push({ at: dueAt(performance.now()), chunk })
    if (!waiting) flush()
  }
  from.on("data", (chunk: Buffer) => {
    push(chunk)
    bytes += chunk.length
    if (bytes >= windowBytes) from.pause()
  })
  from.once("end", () => push(undefined))
}
