/**
 * One WebSocket to the server: opened with a deadline, watched for silence, and reported as lost exactly once. `Door`
 * is what it is opened with: the server's address, session, user and tokens.
 */
import type { ClientFrame, ServerFrame } from "./Frames.ts"
import { readFrame } from "./ReadFrame.ts"
import { isSendable, openMs } from "./Token.ts"

/** What is shown when it opens. */
export interface Door {
  readonly url: string | URL
  readonly session: string | undefined
  readonly user: string | undefined
  readonly token: string | undefined
  /** Left out where it cannot be sent: then it is none that a server gave. */
  readonly resumeToken: string | undefined
}

export interface Lost {
  /** Of the close frame; 1006 where there was none. */
  readonly code: number
  readonly why: string
}

export interface SocketEvents {
  readonly onFrame: (frame: ServerFrame, text: string) => void
  readonly onLost: (lost: Lost) => void
  /** Whether the server owes an answer: only then its silence means something. */
  readonly isAwaited: () => boolean
}

const goodbyeMs = 500
const defaultSilenceMs = 30_000

const addressOf = ({ session, url, user }: Door): URL => {
  const address = new URL(url)
  if (address.protocol.startsWith("http")) {
    address.protocol = address.protocol.replace("http", "ws")
    if (address.pathname === "/") address.pathname = "/chat"
  }
  if (user !== undefined) address.searchParams.set("user", user)
  if (session !== undefined) address.searchParams.set("session", session)
  address.searchParams.set("accepts", "retract")
  return address
}

const protocolsOf = ({ resumeToken, token }: Door): Array<string> => [
  "manga-assist.v1",
  ...(token === undefined ? [] : [`bearer.${token}`]),
  ...(resumeToken !== undefined && isSendable(resumeToken) ? [`resume.${resumeToken}`] : []),
]

export class ServerSocket {
  readonly #socket: WebSocket
  readonly #events: SocketEvents
  readonly #silenceMs: number
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Of a check. */
  #checking: ReturnType<typeof setTimeout> | undefined
  #isLost = false

  constructor(door: Door, silenceMs: number | undefined, events: SocketEvents) {
    this.#events = events
    this.#silenceMs = silenceMs ?? defaultSilenceMs
    const address = addressOf(door)
    const socket = new WebSocket(address, protocolsOf(door))
    this.#socket = socket
    this.#timer = setTimeout(
      () => this.#lose(1006, `The server did not open within ${openMs / 1_000} s.`),
      openMs,
    )
    socket.addEventListener("message", ({ data }) => {
      const frame = typeof data === "string" ? readFrame(data) : undefined
      if (frame === undefined || this.#isLost) return
      clearTimeout(this.#checking)
      events.onFrame(frame, data)
      this.watch()
    })
    // The close event follows every error and says all there is to say.
    socket.addEventListener("error", () => undefined)
    let wasOpen = false
    socket.addEventListener("open", () => (wasOpen = true))
    socket.addEventListener("close", ({ code, reason }) => {
      const detail = `${code}${reason === "" ? "" : `: ${reason}`}`
      const at = `${address.origin}${address.pathname}`
      const why = wasOpen
        ? `The connection was lost (${detail}).`
        : `The server cannot be reached at ${at}.`
      this.#lose(code, why)
    })
  }

  send(frame: ClientFrame): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
    this.watch()
  }

  /** Starts to listen for silence anew; a ping at half of it, so that a server that only thinks is not left. */
  watch(isAsked = false): void {
    clearTimeout(this.#timer)
    if (this.#isLost || !this.#events.isAwaited()) return
    this.#timer = setTimeout(() => {
      if (isAsked) {
        this.#lose(1006, `The server said nothing for ${this.#silenceMs / 1_000} s.`)
        return
      }
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('{"type":"ping"}')
      this.watch(true)
    }, this.#silenceMs / 2)
  }

  /** Asks whether the server is still there: without a word of it in time it is lost. */
  check(withinMs: number): void {
    if (this.#isLost || this.#socket.readyState !== WebSocket.OPEN) return
    clearTimeout(this.#checking)
    this.#socket.send('{"type":"ping"}')
    this.#checking = setTimeout(
      () => this.#lose(1006, `The server did not answer within ${withinMs / 1_000} s.`),
      withinMs,
    )
  }

  /** Resolves once closed, or after half a second; nothing is told any more. */
  close(): Promise<void> {
    this.#isLost = true
    clearTimeout(this.#timer)
    clearTimeout(this.#checking)
    const socket = this.#socket
    if (socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, goodbyeMs)
      socket.addEventListener("close", () => {
        clearTimeout(timer)
        resolve()
      })
      socket.close()
    })
  }

  #lose(code: number, why: string): void {
    if (this.#isLost) return
    void this.close()
    this.#events.onLost({ code, why })
  }
}

/** The socket, or why there can be none: an address that is none, or that the page may not reach. */
export const openSocket = (
  ...given: ConstructorParameters<typeof ServerSocket>
): ServerSocket | { readonly why: string } => {
  try {
    return new ServerSocket(...given)
  } catch (cause) {
    return { why: `There is no server at this address (${String(cause)}).` }
  }
}
