/**
 * The transport interface of the orchestrator: sockets, requests and callbacks. It never parses frames.
 *
 * Two layers implement it: `UwsSocketServer.ts` (native, where its addon loads) and `WsSocketServer.ts` (Node's HTTP
 * server and `ws`). Every method of a socket or response is a no-op after the peer has gone. Callbacks run on the
 * event loop and must not throw.
 */
import { Context, Data, type Effect, type Scope } from "effect"

/** `dropped`: the text was not taken, because the socket is closed or `maxBufferedBytes` wait already. */
export type SendResult = "sent" | "buffered" | "dropped"

/** Bytes that may wait for one reader before more are dropped: far above any answer, far below trouble. */
export const maxBufferedBytes = 1_048_576

/** Payload bytes of one message beyond which the socket is cut without a close frame. */
export const maxPayloadBytes = 65_536

/** Bytes of the head of a request: a load balancer that signs visitors in adds two cookies of 4 KB to its own header. */
export const maxHeadBytes = 16_384

/** Requests of a connection that may come before their answers: no browser and no proxy sends any. */
export const maxPipelined = 4

/** Seconds without a sign of life before a socket is cut: below the 60 s of a load balancer. */
export const idleTimeoutSeconds = 48

export interface Socket {
  readonly send: (text: string) => SendResult
  /** Everything sent inside `write` leaves in one system call. */
  readonly cork: (write: () => void) => void
  /** Says goodbye with a close frame; `closed` follows. */
  readonly close: (code: number, reason: string) => void
  /** Ends at once, without a close frame; what was buffered is freed. */
  readonly cut: () => void
  readonly bufferedAmount: () => number
}

/**
 * `goodbye`: one side has said it. `offence`: the peer was cut for what it sent, as far as the library tells. `lost`:
 * anything else.
 */
export type Ending = "goodbye" | "lost" | "offence"

/** No close frame has come (1006), or a page is left, perhaps to be loaded anew (1001): who was there may be back. */
export const mayBeBack = (closeCode: number): boolean => closeCode === 1006 || closeCode === 1001

export interface SocketListener {
  /** `data` is valid only during the call. */
  readonly message: (data: Uint8Array, binary: boolean) => void
  /** A ping or pong of the WebSocket protocol has come; it is answered already. */
  readonly pinged: () => void
  /** What was buffered has left. */
  readonly drained: () => void
  /** Called exactly once, last. */
  readonly closed: (ending: Ending) => void
}

export interface Target {
  /** Upper case. */
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
  /** Of the peer, as text: the visitor's, or that of the nearest proxy. */
  readonly address: string
  /** Of the names and values of its headers, and of its path and query. */
  readonly headBytes: number
  /** By its lower-case name; empty when it was not sent. Several are joined by commas. */
  readonly header: (name: string) => string
}

export type HttpHeaders = Readonly<Record<string, string>>

export interface HttpReply {
  readonly status: number
  readonly headers: HttpHeaders
  readonly body: string | Uint8Array
}

export type UpgradeAnswer =
  | { readonly open: (socket: Socket) => SocketListener }
  | { readonly refuse: HttpReply }

/** A response that goes on: chunks until `end`. */
export interface HttpStream {
  readonly write: (text: string) => SendResult
  readonly end: () => void
  readonly cut: () => void
}

export interface HttpExchange extends Target {
  /**
   * Collects the body; to be called inside the request callback, once. `done` is not called when the client
   * leaves first. A body beyond `limitBytes` is `"too-large"`, and the connection ends with the reply. `mayGoOn` hears
   * of each piece that comes; false cuts the connection.
   */
  readonly readBody: (
    limitBytes: number,
    done: (body: Uint8Array | "too-large") => void,
    mayGoOn?: (bytes: number) => boolean,
  ) => void
  readonly respond: (reply: HttpReply) => void
  readonly stream: (status: number, headers: HttpHeaders) => HttpStream
  /** The client left before the response ended. At most one listener. */
  readonly onAborted: (listener: () => void) => void
}

export interface SocketServerHandlers {
  /** Echoed to a client that offers it; others are ignored. */
  readonly subprotocol: string
  readonly upgrade: (target: Target) => UpgradeAnswer
  readonly request: (exchange: HttpExchange) => void
}

export interface ListenOptions {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** What they are called in the environment, for the operator. */
  readonly names: { readonly host: string; readonly port: string }
}

/** The address cannot be listened on; the message is for the operator and names the variable. */
export class ListenError extends Data.TaggedError("ListenError")<{
  readonly host: string
  readonly port: number
  readonly names: ListenOptions["names"]
  /** Node's name of the failure, such as `EADDRINUSE`. */
  readonly code: string
}> {
  override get message(): string {
    const { host, port } = this.names
    const where = `${port} ${this.port} on ${this.host}`
    if (this.code === "EADDRINUSE") return `${where} is already in use`
    if (this.code === "EACCES") return `${where} may not be used by this user`
    if (this.code === "EADDRNOTAVAIL")
      return `${host} ${this.host} is not an address of this machine`
    return `${where} cannot be listened on (${this.code})`
  }
}

export class SocketServer extends Context.Service<
  SocketServer,
  {
    /** Which implementation answers, for logs. */
    readonly name: "uws" | "ws"
    /** Listens until the scope closes, which cuts every connection that is left. */
    readonly listen: (
      options: ListenOptions,
      handlers: SocketServerHandlers,
    ) => Effect.Effect<{ readonly port: number }, ListenError, Scope.Scope>
  }
>()("orchestrator/SocketServer") {}
