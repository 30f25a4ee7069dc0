/**
 * A TCP connection that says exactly what a test wants, and reads only when asked to.
 */
import { once } from "node:events"
import { connect, type Socket } from "node:net"

export class RawConnection {
  readonly socket: Socket
  received = Buffer.alloc(0)
  readonly #closed: Promise<unknown>
  isClosed = false

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1")
    this.socket.on("error", () => {})
    this.#closed = new Promise((resolve) => {
      this.socket.once("close", () => {
        this.isClosed = true
        resolve(undefined)
      })
    })
  }

  static async open(port: number): Promise<RawConnection> {
    const connection = new RawConnection(port)
    await once(connection.socket, "connect")
    connection.socket.on("data", (chunk: Buffer) => {
      connection.received = Buffer.concat([connection.received, chunk])
    })
    return connection
  }

  /** After the opening handshake, as a client that never negotiated anything. */
  static async webSocket(port: number, query = "", headers = ""): Promise<RawConnection> {
    const connection = await RawConnection.open(port)
    connection.write(
      `GET /chat${query} HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        `sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n${headers}\r\n`,
    )
    await connection.until('"ready"')
    return connection
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data)
  }

  get text(): string {
    return this.received.toString("utf8")
  }

  until(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`no ${text} in ${this.text.slice(-1_000)}`))
      }, 8_000)
      const check = () => {
        if (!this.text.includes(text)) return
        clearTimeout(deadline)
        this.socket.off("data", check)
        resolve()
      }
      this.socket.on("data", check)
      check()
    })
  }

  async closed(): Promise<void> {
    await this.#closed
  }

  end(): void {
    this.socket.destroy()
  }
}

/** One masked frame of a client; `first` is the byte with FIN, RSV and opcode. */
export const clientFrame = (first: number, payload: Uint8Array): Buffer => {
  const length = payload.length
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const head = Buffer.alloc(2 + extended + 4)
  head[0] = first
  head[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127)
  if (extended === 2) head.writeUInt16BE(length, 2)
  if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2)
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, payload])
}
