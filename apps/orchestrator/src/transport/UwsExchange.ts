/**
 * Adapts one request of uWebSockets.js to the transport interface.
 *
 * The request object is invalid after its callback, so everything needed later is copied first. The response is
 * invalid once the client has left, so every use checks a flag.
 */
import { STATUS_CODES } from "node:http"
import type { HttpRequest, HttpResponse } from "uWebSockets.js"
import { BoundedBody } from "./BoundedBody.ts"
import {
  type HttpExchange,
  type HttpHeaders,
  type HttpReply,
  type HttpStream,
  maxBufferedBytes,
  maxPipelined,
  type Target,
} from "./SocketServer.ts"

const writeHead = (res: HttpResponse, status: number, headers: HttpHeaders): void => {
  res.writeStatus(`${status} ${STATUS_CODES[status] ?? ""}`)
  for (const [name, value] of Object.entries(headers)) res.writeHeader(name, value)
}

export const writeReply = (
  res: HttpResponse,
  reply: HttpReply,
  headOnly: boolean,
  closeConnection = false,
): void => {
  res.cork(() => {
    writeHead(res, reply.status, reply.headers)
    if (headOnly) res.endWithoutBody(Buffer.byteLength(reply.body), closeConnection)
    else res.end(reply.body, closeConnection)
  })
}

/** Copied: the request dies with its callback. */
export const targetOf = (res: HttpResponse, req: HttpRequest): Target => {
  const headers = new Map<string, string>()
  let headBytes = 0
  req.forEach((name, value) => {
    headBytes += name.length + value.length
    const before = headers.get(name)
    const joint = name === "cookie" ? "; " : ", "
    headers.set(name, before === undefined ? value : `${before}${joint}${value}`)
  })
  const path = req.getUrl()
  // Undefined without a question mark, whatever its type says.
  const query = (req.getQuery() as string | undefined) ?? ""
  return {
    method: req.getCaseSensitiveMethod(),
    path,
    query,
    headBytes: path.length + query.length + headBytes,
    address: Buffer.from(res.getRemoteAddressAsText()).toString("latin1"),
    header: (name) => headers.get(name) ?? "",
  }
}

/** Two lengths, or a coding that is not known: where this request ends, and another begins, is anybody's guess. */
export const isAmbiguous = ({ header }: Target): boolean =>
  header("content-length").includes(",") || !["", "chunked"].includes(header("transfer-encoding"))

/** A response in progress: `live` turns false when it ended or the client left, `gone` when the client left. */
interface Progress {
  live: boolean
  gone: boolean
  aborted: (() => void) | undefined
}

const streamOf = (res: HttpResponse, progress: Progress): HttpStream => {
  let waiting = 0
  res.onWritable(() => {
    waiting = 0
    return true
  })
  return {
    write: (text) => {
      if (!progress.live || waiting > maxBufferedBytes) return "dropped"
      let flowing = true
      res.cork(() => {
        flowing = res.write(text)
      })
      if (flowing) return "sent"
      waiting += text.length
      return "buffered"
    },
    end: () => {
      if (!progress.live) return
      progress.live = false
      res.cork(() => {
        res.end()
      })
    },
    cut: () => {
      if (!progress.live) return
      progress.live = false
      res.close()
    },
  }
}

/** In this turn of the event loop. */
let replies = 0

/**
 * A few replies at once, others in the next turn: the library ends a connection on which a request comes behind one
 * that is not answered. Thousands may come in one turn, and everybody would wait for their answers.
 */
const soon = (reply: () => void): void => {
  replies += 1
  if (replies === 1) {
    setImmediate(() => {
      replies = 0
    })
  }
  if (replies <= maxPipelined) reply()
  else setImmediate(reply)
}

export const uwsExchange = (res: HttpResponse, req: HttpRequest): HttpExchange => {
  const target = targetOf(res, req)
  const progress: Progress = { live: true, gone: false, aborted: undefined }
  res.onAborted(() => {
    const wasLive = progress.live
    progress.live = false
    progress.gone = true
    if (wasLive) progress.aborted?.()
  })
  return {
    ...target,
    readBody: (limitBytes, done, mayGoOn) => {
      // Of a request that was answered the library reads the rest, and lets nobody end it.
      if (!progress.live) return
      const body = new BoundedBody(limitBytes)
      res.onData((chunk, isLast) => {
        if (!progress.live) return
        if (mayGoOn?.(chunk.byteLength) === false) {
          res.close()
          return
        }
        const outcome = body.add(new Uint8Array(chunk), isLast)
        if (outcome !== undefined) done(outcome)
      })
    },
    respond: (reply) => {
      if (!progress.live) return
      progress.live = false
      soon(() => {
        if (!progress.gone) writeReply(res, reply, target.method === "HEAD")
      })
    },
    stream: (status, headers) => {
      if (progress.live) {
        res.cork(() => {
          writeHead(res, status, headers)
        })
      }
      return streamOf(res, progress)
    },
    onAborted: (listener) => {
      progress.aborted = listener
    },
  }
}
