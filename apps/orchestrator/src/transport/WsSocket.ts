/**
 * Adapts one `ws` WebSocket to `Socket`: bounded buffers, writes coalesced on the raw stream, no close frame on
 * protocol violations.
 */
import type { Duplex } from "node:stream"
import { WebSocket } from "ws"
import { maxBufferedBytes, type Socket, type SocketListener } from "./SocketServer.ts"

/** Codes with which `ws` answers a frame that breaks the protocol; it passes no reason then. */
const violations = new Set([1002, 1003, 1006, 1007, 1009])

/** Sends no close frame on a protocol violation, as the native server does. */
export class ChatWebSocket extends WebSocket {
  isOffending = false

  override close(code?: number, reason?: string | Buffer): void {
    if (code === undefined || reason !== undefined || !violations.has(code)) {
      super.close(code, reason)
      return
    }
    // Its error follows, and who listens to that ends it.
    this.isOffending = true
  }
}

/** How long a client may take to answer a close frame. */
const closeTimeoutMs = 5_000

export const wsSocket = (
  ws: WebSocket,
  raw: Duplex,
  open: (socket: Socket) => SocketListener,
): SocketListener =>
  open({
    send: (text) => {
      if (ws.readyState !== WebSocket.OPEN || raw.writableLength > maxBufferedBytes)
        return "dropped"
      ws.send(text)
      return raw.writableNeedDrain ? "buffered" : "sent"
    },
    cork: (write) => {
      raw.cork()
      write()
      raw.uncork()
    },
    close: (code, reason) => {
      ws.close(code, reason)
      const unanswered = setTimeout(() => {
        ws.terminate()
      }, closeTimeoutMs)
      ws.once("close", () => {
        clearTimeout(unanswered)
      })
    },
    cut: () => {
      ws.terminate()
    },
    bufferedAmount: () => raw.writableLength,
  })
