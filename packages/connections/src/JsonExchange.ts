/**
 * One request with a whole body over kept HTTP/1.1 sockets, its answer as text. Leaving it really stops
 * it: the request is destroyed, also while it waits for a socket.
 */
import { type Agent, type IncomingMessage, request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { type Socket } from "node:net"

export interface JsonRequest {
  readonly url: URL
  /** `POST` unless told. A `HEAD` has no body. */
  readonly method?: "POST" | "HEAD"
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface JsonAnswer {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  readonly text: string
}

const connectMs = 1_000
/** Callers have shorter deadlines; this ends what nobody waits for. */
const answerMs = 10_000
/** A batch of items has 16 MB. */
const mostBytes = 32 * 1024 * 1024

/** The name by which the SDK calls it. */
const timeoutError = (what: string, ms: number): Error =>
  Object.assign(new Error(`${what} took longer than ${ms} ms`), { name: "TimeoutError" })

/**
 * `agent` must fit the protocol. Calls one of the two once, and not in this tick; fails with the socket's
 * error or a `TimeoutError`. Returns how to stop it, after which neither is called.
 */
export const exchangeJson = (
  { url, method = "POST", path, headers, body }: JsonRequest,
  agent: Agent,
  onAnswer: (answer: JsonAnswer) => void,
  onFailure: (error: Error) => void,
): (() => void) => {
  const send = url.protocol === "http:" ? httpRequest : httpsRequest
  const sent = send({
    agent,
    host: bare(url.hostname),
    ...(url.port === "" ? {} : { port: url.port }),
    method,
    path,
    headers:
      method === "HEAD" ? headers : { ...headers, "content-length": Buffer.byteLength(body) },
  })
  let isOver = false
  let connecting: NodeJS.Timeout | undefined
  const answering = setTimeout(() => {
    sent.destroy(timeoutError("the answer", answerMs))
  }, answerMs)
  const over = (): boolean => {
    if (isOver) return false
    isOver = true
    clearTimeout(answering)
    clearTimeout(connecting)
    return true
  }
  const fail = (error: Error) => {
    if (over()) onFailure(error)
  }
  // One that was left fails once more, by being destroyed.
  sent.on("error", fail)
  sent.once("socket", (socket: Socket) => {
    if (!socket.connecting) return
    connecting = setTimeout(() => {
      sent.destroy(timeoutError("the connection", connectMs))
    }, connectMs)
    socket.once("connect", () => {
      clearTimeout(connecting)
    })
  })
  sent.once("response", (response) => {
    const chunks: Array<Buffer> = []
    let bytes = 0
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= mostBytes) chunks.push(chunk)
      else sent.destroy(new RangeError(`an answer of more than ${mostBytes} bytes`))
    })
    response.once("end", () => {
      // In the next tick the socket is free again: who asks at once for more needs no other one.
      process.nextTick(() => {
        if (!over()) return
        const [only] = chunks
        const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
        const { statusCode = 0, headers: told } = response
        onAnswer({ status: statusCode, headers: told, text: whole.toString("utf8") })
      })
    })
    // A body that is cut, which is no error of the request any more.
    response.once("error", fail)
  })
  sent.end(method === "HEAD" ? undefined : body)
  return () => {
    if (over()) sent.destroy()
  }
}

/** The same as a promise. Rejects with an `AbortError` when the signal aborts. */
export const postJson = (
  request: JsonRequest,
  agent: Agent,
  signal: AbortSignal | undefined,
): Promise<JsonAnswer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted())
      return
    }
    const onAbort = () => {
      stop()
      reject(aborted())
    }
    const stop = exchangeJson(
      request,
      agent,
      (answer) => {
        signal?.removeEventListener("abort", onAbort)
        resolve(answer)
      },
      (error) => {
        signal?.removeEventListener("abort", onAbort)
        reject(error)
      },
    )
    signal?.addEventListener("abort", onAbort, { once: true })
  })

/** A URL has IPv6 addresses in brackets, a socket takes them without. */
const bare = (hostname: string): string =>
  hostname.startsWith("[") ? hostname.slice(1, -1) : hostname

const aborted = (): Error => new DOMException("the call was given up", "AbortError")
