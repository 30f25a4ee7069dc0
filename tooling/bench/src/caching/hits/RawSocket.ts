/**
 * A minimal WebSocket client over a bare TCP connection, for text frames in both directions. It costs as little as Node
 * allows, so that a load of thousands of messages a second is bound by the server and not by its client.
 *
 * Frames are masked with a key of zeros, which servers unmask as any other. Pings are answered; a fragmented or
 * compressed frame ends the socket.
 */
import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"

const openWithinMs = 10_000
const textFrame = 0x81
const pingFrame = 0x89
const pongFrame = 0x8a
const maskBit = 0x80

/** One masked frame. @throws RangeError above 65,535 bytes */
export const clientFrame = (content: Uint8Array, kind = textFrame): Buffer => {
  const { length } = content
  const head = length < 126 ? 6 : 8
  if (length > 0xffff) throw new RangeError(`a frame of ${length} bytes`)
  const frame = Buffer.alloc(head + length)
  frame[0] = kind
  frame[1] = maskBit | (length < 126 ? length : 126)
  if (length >= 126) frame.writeUInt16BE(length, 2)
  frame.set(content, head)
  return frame
}

/** Whole frames of a server out of pieces of a stream. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0)

  /** Calls with the content of each whole text frame and ping. @throws Error on any other kind */
  push(
    piece: Buffer,
    onPayload: (payload: Buffer) => void,
    onPing: (content: Buffer) => void = () => {},
  ): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let at = 0
    for (;;) {
      const kind = bytes[at]
      const short = bytes[at + 1]
      if (kind === undefined || short === undefined) break
      const head = short < 126 ? 2 : short === 126 ? 4 : 10
      if (bytes.length < at + head) break
      const length =
        short < 126
          ? short
          : short === 126
            ? bytes.readUInt16BE(at + 2)
            : Number(bytes.readBigUInt64BE(at + 2))
      const end = at + head + length
      if (bytes.length < end) break
      if (kind === textFrame) onPayload(bytes.subarray(at + head, end))
      else if (kind === pingFrame) onPing(bytes.subarray(at + head, end))
      else throw new Error(`a frame of kind ${kind.toString(16)}`)
      at = end
    }
    this.#rest = bytes.subarray(at)
  }
}

export class RawSocket {
  readonly #socket: Socket
  readonly #frames = new FrameSplitter()
  onPayload: (payload: Buffer) => void = () => {}
  onEnd: (error: Error) => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** `address`: `http://host:port/path?query`. @throws Error when it is no WebSocket */
  static open(address: string): Promise<RawSocket> {
    const { hostname, pathname, port, search } = new URL(address)
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    const opened = new RawSocket(socket)
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        socket.destroy()
        reject(error)
      }
      const timer = setTimeout(() => fail(new Error(`${address} did not open`)), openWithinMs)
      let answer = Buffer.alloc(0)
      const onData = (piece: Buffer) => {
        answer = Buffer.concat([answer, piece])
        const end = answer.indexOf("\r\n\r\n")
        if (end < 0) return
        clearTimeout(timer)
        const status = answer.toString("latin1", 0, answer.indexOf("\r\n"))
        if (!status.startsWith("HTTP/1.1 101")) return fail(new Error(status))
        socket.off("data", onData)
        opened.#read(answer.subarray(end + 4))
        socket.on("data", (data: Buffer) => opened.#read(data))
        resolve(opened)
      }
      socket.on("data", onData)
      socket.on("error", (error) => {
        fail(error)
        opened.onEnd(error)
      })
      socket.once("close", () => {
        fail(new Error(`${address} was closed`))
        opened.onEnd(new Error("the server closed the socket"))
      })
      socket.write(
        [
          `GET ${pathname}${search} HTTP/1.1`,
          `Host: ${hostname}:${port}`,
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
          "\r\n",
        ].join("\r\n"),
      )
    })
  }

  #read(piece: Buffer): void {
    try {
      this.#frames.push(
        piece,
        (payload) => this.onPayload(payload),
        (content) => this.#socket.write(clientFrame(content, pongFrame)),
      )
    } catch (error) {
      this.#socket.destroy()
      this.onEnd(error instanceof Error ? error : new Error(String(error)))
    }
  }

  send(text: string): void {
    this.#socket.write(clientFrame(Buffer.from(text)))
  }

  close(): void {
    this.#socket.destroy()
  }
}
