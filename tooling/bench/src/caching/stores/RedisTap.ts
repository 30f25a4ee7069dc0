/**
 * A relay in front of a Redis that records each round trip with its commands.
 *
 * On one connection, a round trip is everything sent until the next reply. Replies are delayed slightly, so that
 * commands sent without waiting count as one round trip.
 */
import { connect, createServer, type Socket } from "node:net"
import { listen } from "../../measure/Loopback.ts"
import { sharedClock } from "../../measure/OpenLoop.ts"

export interface RoundTrip {
  /** When its first command passed, on the machine's clock. */
  readonly at: number
  /** Name in capitals, then the first argument; "" where there is none. */
  readonly commands: ReadonlyArray<readonly [name: string, key: string]>
}

export interface RedisTap extends Disposable {
  readonly url: string
  readonly roundTrips: () => ReadonlyArray<RoundTrip>
  readonly close: () => void
}

/** Requests out of pieces of a stream: arrays of bulk strings, as every client library sends them. */
export class RequestReader {
  #rest: Buffer = Buffer.alloc(0)

  push(piece: Buffer): ReadonlyArray<ReadonlyArray<string>> {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    const requests: Array<ReadonlyArray<string>> = []
    for (;;) {
      const request = this.#request()
      if (request === undefined) return requests
      requests.push(request)
    }
  }

  /** Nothing when the rest is no whole request. */
  #request(): ReadonlyArray<string> | undefined {
    const bytes = this.#rest
    let at = 0
    const header = (sign: string): number | undefined => {
      const end = bytes.indexOf("\r\n", at)
      if (end < 0) return undefined
      const line = bytes.toString("latin1", at, end)
      if (!line.startsWith(sign)) throw new Error(`no request of Redis: ${line.slice(0, 40)}`)
      at = end + 2
      return Number(line.slice(1))
    }
    const count = header("*")
    if (count === undefined) return undefined
    const words: Array<string> = []
    for (let word = 0; word < count; word += 1) {
      const length = header("$")
      if (length === undefined || bytes.length < at + length + 2) return undefined
      words.push(bytes.toString("utf8", at, at + length))
      at += length + 2
    }
    this.#rest = bytes.subarray(at)
    return words
  }
}

const tap = (
  client: Socket,
  server: Socket,
  heldMs: number,
  onRoundTrip: (trip: RoundTrip) => void,
): void => {
  const reader = new RequestReader()
  let open: { at: number; commands: Array<readonly [string, string]> } | undefined
  client.on("data", (piece: Buffer) => {
    for (const [name = "", key = ""] of reader.push(piece)) {
      open ??= { at: sharedClock.now(), commands: [] }
      open.commands.push([name.toUpperCase(), key])
    }
    server.write(piece)
  })
  server.on("data", (piece: Buffer) => {
    // Timers of one length keep their order.
    setTimeout(() => {
      if (open !== undefined) onRoundTrip(open)
      open = undefined
      if (!client.destroyed) client.write(piece)
    }, heldMs)
  })
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on("error", () => other.destroy())
    one.on("close", () => other.destroy())
  }
}

/** `heldMs`: how long replies are held back; above what lies between two commands that do not wait. */
export const startRedisTap = async (port: number, heldMs = 8): Promise<RedisTap> => {
  const trips: Array<RoundTrip> = []
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: "127.0.0.1", port, noDelay: true })
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.once("close", () => sockets.delete(socket))
    }
    tap(client, upstream, heldMs, (trip) => trips.push(trip))
  })
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `redis://127.0.0.1:${await listen(server)}`,
    roundTrips: () => trips,
    close,
    [Symbol.dispose]: close,
  }
}
