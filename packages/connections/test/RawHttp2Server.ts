/**
 * An HTTP/2 server of bare frames, for what Node's own server is too polite to do: no SETTINGS, RST_STREAM
 * with any code, GOAWAY with any last stream, unanswered PINGs, closed flow-control windows.
 */
import { once } from "node:events"
import { type AddressInfo, type Socket } from "node:net"
import { createServer, type Server, type TLSSocket } from "node:tls"
import { cert, key } from "./certificate.ts"

const frames = {
  data: 0,
  headers: 1,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
} as const
const endStream = 1
const ack = 1
const prefaceBytes = 24

export class RawConnection {
  readonly socket: TLSSocket
  requests = 0
  readonly resets: Array<{ readonly stream: number; readonly code: number }> = []

  /** The TCP socket below TLS. */
  readonly below: Socket

  constructor(socket: TLSSocket, below: Socket) {
    this.socket = socket
    this.below = below
  }

  send(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): void {
    const head = Buffer.alloc(9)
    head.writeUIntBE(payload.length, 0, 3)
    head[3] = type
    head[4] = flags
    head.writeUInt32BE(stream, 5)
    this.socket.write(Buffer.concat([head, payload]))
  }

  /** `:status: 200`, which HPACK knows as entry 8. */
  respond(stream: number): void {
    this.send(frames.headers, 4, stream, Buffer.from([0x88]))
  }

  data(stream: number, body: string | Buffer, last = false): void {
    this.send(frames.data, last ? endStream : 0, stream, Buffer.from(body))
  }

  reset(stream: number, code: number): void {
    this.send(frames.rstStream, 0, stream, uint32(code))
  }

  goaway(lastStream: number, code: number): void {
    this.send(frames.goaway, 0, 0, Buffer.concat([uint32(lastStream), uint32(code)]))
  }
}

export interface RawOptions {
  /** SETTINGS payload to greet with; false sends none, ever. */
  readonly settings?: Buffer | false
  readonly answerPings?: () => boolean
  readonly onRequest?: (connection: RawConnection, stream: number, count: number) => void
  /** Each piece of a request's body as it comes, and whether it is the last. */
  readonly onData?: (
    connection: RawConnection,
    stream: number,
    bytes: Buffer,
    last: boolean,
  ) => void
  /** Once the client was greeted. */
  readonly onOpen?: (connection: RawConnection) => void
  /** Every frame of the client, before anything is done with it. */
  readonly onFrame?: (
    connection: RawConnection,
    frame: {
      readonly type: number
      readonly flags: number
      readonly stream: number
      readonly payload: Buffer
    },
  ) => void
}

export class RawHttp2Server {
  readonly connections: Array<RawConnection> = []
  requests = 0
  pings = 0
  readonly #server: Server

  constructor(server: Server) {
    this.#server = server
  }

  static async start(options: RawOptions): Promise<RawHttp2Server> {
    const server = createServer({ key, cert, ALPNProtocols: ["h2"] })
    const self = new RawHttp2Server(server)
    server.on("tlsClientError", () => {})
    const below = new Map<number | undefined, Socket>()
    server.on("connection", (socket: Socket) => below.set(socket.remotePort, socket))
    server.on("secureConnection", (socket) => {
      socket.on("error", () => {})
      const connection = new RawConnection(socket, below.get(socket.remotePort)!)
      self.connections.push(connection)
      if (options.settings !== false) {
        connection.send(frames.settings, 0, 0, options.settings ?? Buffer.alloc(0))
      }
      options.onOpen?.(connection)
      let pending = Buffer.alloc(0)
      let skip = prefaceBytes
      socket.on("data", (chunk: Buffer) => {
        pending = Buffer.concat([pending, chunk])
        if (pending.length < skip) return
        pending = pending.subarray(skip)
        skip = 0
        while (pending.length >= 9 && pending.length >= 9 + pending.readUIntBE(0, 3)) {
          const length = pending.readUIntBE(0, 3)
          const payload = pending.subarray(9, 9 + length)
          self.#frame(
            connection,
            options,
            pending[3]!,
            pending[4]!,
            pending.readUInt32BE(5),
            payload,
          )
          pending = pending.subarray(9 + length)
        }
      })
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    return self
  }

  #frame(
    connection: RawConnection,
    options: RawOptions,
    type: number,
    flags: number,
    stream: number,
    payload: Buffer,
  ): void {
    options.onFrame?.(connection, { type, flags, stream, payload })
    if (type === frames.settings && (flags & ack) === 0 && options.settings !== false) {
      connection.send(frames.settings, ack, 0)
    } else if (type === frames.ping && (flags & ack) === 0) {
      this.pings++
      if (options.answerPings?.() ?? true) {
        connection.send(frames.ping, ack, 0, Buffer.from(payload))
      }
    } else if (type === frames.rstStream) {
      connection.resets.push({ stream, code: payload.readUInt32BE(0) })
    } else if (type === frames.data && options.onData !== undefined) {
      options.onData(connection, stream, payload, (flags & endStream) !== 0)
    } else if ((type === frames.headers || type === frames.data) && (flags & endStream) !== 0) {
      this.requests++
      connection.requests++
      options.onRequest?.(connection, stream, this.requests)
    }
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  async close(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** SETTINGS with one entry. 3: MAX_CONCURRENT_STREAMS, 4: INITIAL_WINDOW_SIZE. */
export const setting = (id: number, value: number): Buffer =>
  Buffer.concat([Buffer.from([0, id]), uint32(value)])
