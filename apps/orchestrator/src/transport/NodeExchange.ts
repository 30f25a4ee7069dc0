/** Adapts one request of Node's HTTP server to the transport interface (`SocketServer.ts`). */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http"
import type { Duplex } from "node:stream"
import { BoundedBody } from "./BoundedBody.ts"
import { cutLater } from "./PacedReading.ts"
import {
  type HttpExchange,
  type HttpReply,
  type HttpStream,
  maxBufferedBytes,
} from "./SocketServer.ts"
import type { Target } from "./SocketServer.ts"

export const targetOf = (request: IncomingMessage): Target => {
  const url = request.url ?? "/"
  const mark = url.indexOf("?")
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    address: request.socket.remoteAddress ?? "",
    headBytes: request.rawHeaders.reduce((sum, text) => sum + text.length, url.length),
    header: (name) => {
      const value = request.headers[name]
      return typeof value === "string" ? value : (value?.join(", ") ?? "")
    },
  }
}

/** Answers an upgrade request that is not to become a socket. */
export const refuseUpgrade = (raw: Duplex, reply: HttpReply): void => {
  const headers = {
    ...reply.headers,
    connection: "close",
    "content-length": Buffer.byteLength(reply.body).toString(),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  raw.write(`HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ""}\r\n${lines.join("")}\r\n`)
  raw.end(reply.body)
}

const streamOf = (response: ServerResponse): HttpStream => ({
  write: (text) => {
    if (response.destroyed || response.writableEnded) return "dropped"
    if (response.writableLength > maxBufferedBytes) return "dropped"
    return response.write(text) ? "sent" : "buffered"
  },
  end: () => {
    response.end()
  },
  cut: () => {
    response.destroy()
  },
})

/** Bytes of a refused body that are still read, so that the sender sees the reply before the end. */
const lingeringBytes = 67_108_864

export const nodeExchange = (request: IncomingMessage, response: ServerResponse): HttpExchange => {
  const target = targetOf(request)
  request.on("error", () => {})
  response.on("error", () => {})
  return {
    ...target,
    readBody: (limitBytes, done, mayGoOn) => {
      const body = new BoundedBody(limitBytes)
      let received = 0
      let isCut = false
      const take = (chunk: Uint8Array, isLast: boolean) => {
        // The parser goes on to the end of what it was given.
        if (isCut) return
        received += chunk.length
        if (received > lingeringBytes || mayGoOn?.(chunk.length) === false) {
          isCut = true
          cutLater(request.socket)
          return
        }
        const outcome = body.add(chunk, isLast)
        if (outcome !== undefined) done(outcome)
      }
      request.on("data", (chunk: Buffer) => {
        take(chunk, false)
      })
      request.once("end", () => {
        take(new Uint8Array(), true)
      })
    },
    respond: (reply) => {
      if (response.destroyed || response.headersSent) return
      response.writeHead(reply.status, {
        ...reply.headers,
        "content-length": Buffer.byteLength(reply.body),
      })
      response.end(reply.body)
    },
    stream: (status, headers) => {
      if (!response.destroyed) {
        response.writeHead(status, headers)
        response.flushHeaders()
      }
      return streamOf(response)
    },
    onAborted: (listener) => {
      response.once("close", () => {
        if (!response.writableFinished) listener()
      })
    },
  }
}
