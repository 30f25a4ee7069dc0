/**
 * One WebSocket to the server: opened with a deadline, frames decoded, its end told once.
 *
 * What cannot be decoded is dropped: a newer server may send frames this client does not know.
 */
import { ServerFrame, type Locale } from "@manga-assist/protocol"
import { Exit, Schema } from "effect"

/** Where to connect and as whom. */
export interface Door {
  readonly url: URL
  readonly user: string | undefined
  readonly session: string | undefined
  readonly token: string | undefined
  /** Proof of the session, as the server gave it. */
  readonly resumeToken?: string | undefined
}

export interface Closed {
  readonly code: number
  readonly reason: string
}

export interface SocketEvents {
  readonly onFrame: (frame: ServerFrame) => void
  /** Every text frame as it came, before decoding. */
  readonly onRaw: (raw: string) => void
  readonly onClosed: (closed: Closed) => void
}

export type Outgoing =
  | {
      readonly type: "message"
      readonly id: string
      readonly text: string
      readonly locale?: Locale
    }
  | { readonly type: "cancel"; readonly id: string }
  | { readonly type: "draft"; readonly text: string }

const openMs = 10_000
const goodbyeMs = 500

const decode = Schema.decodeUnknownExit(Schema.fromJsonString(ServerFrame))

const address = ({ url, user, session }: Door): URL => {
  const full = new URL(url)
  if (user !== undefined) full.searchParams.set("user", user)
  if (session !== undefined) full.searchParams.set("session", session)
  return full
}

/** Never in the address: those are written into logs. */
const protocols = ({ resumeToken, token }: Door): Array<string> => [
  "manga-assist.v1",
  ...(token === undefined ? [] : [`bearer.${token}`]),
  ...(resumeToken === undefined ? [] : [`resume.${resumeToken}`]),
]

export class ServerSocket {
  readonly #socket: WebSocket
  /** True once open; false when it could not be opened within 10 s. `onClosed` comes only after true. */
  readonly opened: Promise<boolean>

  constructor(door: Door, events: SocketEvents) {
    const socket = new WebSocket(address(door), protocols(door))
    this.#socket = socket
    this.opened = new Promise((resolve) => {
      let open = false
      const timer = setTimeout(() => socket.close(), openMs)
      socket.addEventListener("open", () => {
        open = true
        clearTimeout(timer)
        resolve(true)
      })
      socket.addEventListener("close", ({ code, reason }) => {
        clearTimeout(timer)
        if (open) events.onClosed({ code, reason })
        else resolve(false)
      })
    })
    // The close event follows every error and says all there is to say.
    socket.addEventListener("error", () => undefined)
    socket.addEventListener("message", ({ data }) => {
      if (typeof data !== "string") return
      events.onRaw(data)
      const frame = decode(data)
      if (Exit.isSuccess(frame)) events.onFrame(frame.value)
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  send(frame: Outgoing): void {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame))
  }

  /** Resolves once closed, or after half a second. */
  close(): Promise<void> {
    const socket = this.#socket
    if (socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    return new Promise((resolve) => {
      setTimeout(resolve, goodbyeMs).unref()
      socket.addEventListener("close", () => resolve())
      socket.close()
    })
  }
}
