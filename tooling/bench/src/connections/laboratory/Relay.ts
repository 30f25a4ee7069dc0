/**
 * A TCP relay that emulates a network on loopback: a delay in both directions, and black holes.
 *
 * Connecting costs one round trip, as on a real network: the kernel accepts at once, so the client's first bytes are
 * delayed. Order is kept; nothing is lost, resent or limited by window sizes. A black hole keeps connections open,
 * forwards nothing and accepts new ones silently; its connections stay dead afterwards, as when a gateway has dropped
 * their state.
 */
import { connect, createServer, type Socket } from "node:net"
import { listen } from "../../measure/Loopback.ts"

export interface RelayOptions {
  /**
   * Bytes come up to half a millisecond early or late, and waiting costs nothing. Without it they come on
   * time, and a whole core waits while any are under way: for one chat at a time.
   */
  readonly isCoarse?: boolean
}

export interface Relay {
  readonly port: number
  readonly silence: () => void
  readonly heal: () => void
  /** Ends every connection as a peer does that goes away in order: by FIN, in the middle of answers. */
  readonly cut: () => void
  readonly close: () => void
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  dead: boolean
}

/** More than this many bytes under way stop the sender, like a full window. */
const windowBytes = 8 * 1024 * 1024

export const startRelay = async (
  targetPort: number,
  oneWayMs: number,
  { isCoarse = false }: RelayOptions = {},
): Promise<Relay> => {
  const earlyMs = isCoarse ? 0.5 : 0
  const pairs = new Set<Pair>()
  let silent = false

  // Half-open, because each direction ends when its delayed bytes have arrived, not before.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    const acceptedAt = performance.now()
    const upstream = connect({
      port: targetPort,
      host: "127.0.0.1",
      noDelay: true,
      allowHalfOpen: true,
    })
    const pair: Pair = { client, server: upstream, dead: silent }
    pairs.add(pair)
    const connectedAt = acceptedAt + 2 * oneWayMs
    forward(client, upstream, pair, earlyMs, (now) => Math.max(now, connectedAt) + oneWayMs)
    forward(upstream, client, pair, earlyMs, (now) => now + oneWayMs)
    const onClose = () => {
      if (client.destroyed && upstream.destroyed) pairs.delete(pair)
    }
    client.once("close", onClose)
    upstream.once("close", onClose)
  })
  return {
    port: await listen(server),
    silence: () => {
      silent = true
      for (const pair of pairs) pair.dead = true
    },
    heal: () => {
      silent = false
    },
    cut: () => {
      for (const { client, server: upstream } of pairs) {
        client.end()
        upstream.destroy()
      }
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

/** What arrives on the other side: bytes, the end of them, or the news that the connection broke. */
type Sent = Buffer | "end" | "broken"

/** `earlyMs`: what is due so soon is delivered now; 0 waits for it actively. */
const forward = (
  from: Socket,
  to: Socket,
  pair: Pair,
  earlyMs: number,
  dueAt: (now: number) => number,
): void => {
  const queue: Array<{ readonly at: number; readonly sent: Sent }> = []
  let bytes = 0
  let waiting = false
  const deliver = (sent: Sent) => {
    if (pair.dead || to.destroyed) return
    if (sent === "broken") to.resetAndDestroy()
    else if (sent === "end") to.end()
    else to.write(sent)
  }
  const flush = () => {
    const now = performance.now()
    for (let head = queue[0]; head !== undefined && head.at <= now + earlyMs; head = queue[0]) {
      queue.shift()
      if (typeof head.sent !== "string") bytes -= head.sent.length
      deliver(head.sent)
    }
    if (bytes < windowBytes && from.isPaused()) from.resume()
    const next = queue[0]
    waiting = next !== undefined
    if (next === undefined) return
    if (earlyMs > 0) {
      setTimeout(flush, next.at - now - earlyMs)
      return
    }
    // Timers are late by up to a millisecond, too much here: the last stretch is waited for actively.
    const wait = next.at - now - 1.2
    if (wait > 0) setTimeout(flush, wait)
    else setImmediate(flush)
  }
  const push = (sent: Sent) => {
    if (pair.dead) return
    queue.push({ at: dueAt(performance.now()), sent })
    if (typeof sent !== "string") bytes += sent.length
    if (bytes >= windowBytes) from.pause()
    if (!waiting) flush()
  }
  from.on("data", push)
  from.once("end", () => push("end"))
  from.on("error", () => push("broken"))
}
