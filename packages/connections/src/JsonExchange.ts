/**
 * One request with a whole body over kept HTTP/1.1 sockets, its answer as text. The signal really stops
 * it: the request is destroyed, also while it waits for a socket.
 */
import { type Agent, type IncomingMessage, request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { type Socket } from "node:net"

export interface JsonRequest {
  readonly url: URL
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

/** `agent` must fit the protocol. Rejects with the socket's error, a `TimeoutError` or an `AbortError`. */
export const postJson = (
  { url, path, headers, body }: JsonRequest,
  agent: Agent,
  signal: AbortSignal | undefined,
): Promise<JsonAnswer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(aborted())
      return
    }
    const length = String(Buffer.byteLength(body))
    const send = url.protocol === "http:" ? httpRequest : httpsRequest
    const sent = send({
      agent,
      host: bare(url.hostname),
      ...(url.port === "" ? {} : { port: url.port }),
      method: "POST",
      path,
      headers: { ...headers, "content-length": length },
    })
    const onAbort = () => {
      sent.destroy(aborted())
    }
    let connecting: NodeJS.Timeout | undefined
    const answering = setTimeout(() => {
      sent.destroy(timeoutError("the answer", answerMs))
    }, answerMs)
    const over = () => {
      clearTimeout(answering)
      clearTimeout(connecting)
      signal?.removeEventListener("abort", onAbort)
    }
    const fail = (error: Error) => {
      over()
      reject(error)
    }
    signal?.addEventListener("abort", onAbort, { once: true })
    sent.once("error", fail)
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
        over()
        const [only] = chunks
        const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
        const { statusCode = 0, headers: told } = response
        resolve({ status: statusCode, headers: told, text: whole.toString("utf8") })
      })
      // A body that is cut, which is no error of the request any more.
      response.once("error", fail)
    })
    sent.end(body)
  })

/** A URL has IPv6 addresses in brackets, a socket takes them without. */
const bare = (hostname: string): string =>
  hostname.startsWith("[") ? hostname.slice(1, -1) : hostname

const aborted = (): Error => new DOMException("the call was given up", "AbortError")
