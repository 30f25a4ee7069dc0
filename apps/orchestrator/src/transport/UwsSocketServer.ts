/**
 * Transport over uWebSockets.js: about twice the messages of `ws` on one core, a sixth of its memory.
 *
 * The only file that imports the native addon, and only when the layer is built: where its prebuilt binary cannot load
 * (it needs glibc 2.38), the layer fails with `AddonUnavailable`. A frame that breaks the WebSocket protocol ends the
 * socket without a close frame.
 */
import { Data, Effect, Layer } from "effect"
import type * as uWebSockets from "uWebSockets.js"
import type { TemplatedApp, us_listen_socket, WebSocket } from "uWebSockets.js"
import { FrameTurns } from "./FrameTurns.ts"
import { headerList } from "./HeaderList.ts"
import { listenFailure } from "./ListenFailure.ts"
import {
  idleTimeoutSeconds,
  ListenError,
  maxBufferedBytes,
  maxHeadBytes,
  maxPayloadBytes,
} from "./SocketServer.ts"
import {
  type ListenOptions,
  mayBeBack,
  type SendResult,
  type Socket,
  type SocketListener,
  SocketServer,
  type SocketServerHandlers,
} from "./SocketServer.ts"
import { isAmbiguous, targetOf, uwsExchange, writeReply } from "./UwsExchange.ts"

/** The addon cannot be loaded here; `message` is the loader's. */
export class AddonUnavailable extends Data.TaggedError("AddonUnavailable")<{
  readonly message: string
}> {}

interface Attached {
  readonly open: (socket: Socket) => SocketListener
  listener: SocketListener | undefined
  frames: FrameTurns | undefined
  isOpen: boolean
  isOffending: boolean
}

/** `LIBUS_LISTEN_EXCLUSIVE_PORT`, which the addon's types do not export. */
const exclusivePort = 1

type Addon = typeof uWebSockets

/** The addon reads its setting once, as it loads. By itself it takes 4 KB, which the cookies of a load balancer exceed. */
const load = async (): Promise<Addon> => {
  const name = "UWS_HTTP_MAX_HEADERS_SIZE"
  const before = process.env[name]
  process.env[name] = String(maxHeadBytes)
  try {
    return await import("uWebSockets.js")
  } finally {
    if (before === undefined) delete process.env[name]
    else process.env[name] = before
  }
}

/** Once for all: another load would take what this one has set for the operator's. */
let loading: Promise<Addon> | undefined

/** Of a class: tens of thousands are idle, and none has its methods for itself. */
class UwsSocket implements Socket {
  readonly #ws: WebSocket<Attached>
  readonly #state: Attached

  constructor(ws: WebSocket<Attached>, state: Attached) {
    this.#ws = ws
    this.#state = state
  }

  // Any use of a closed socket throws, from a timer even past every handler: each asks the flag first.
  send(text: string): SendResult {
    if (!this.#state.isOpen) return "dropped"
    const result = this.#ws.send(text)
    return result === 1 ? "sent" : result === 0 ? "buffered" : "dropped"
  }

  cork(write: () => void): void {
    if (this.#state.isOpen) this.#ws.cork(write)
  }

  close(code: number, reason: string): void {
    if (this.#state.isOpen) this.#ws.end(code, reason)
  }

  cut(): void {
    if (this.#state.isOpen) this.#ws.close()
  }

  bufferedAmount(): number {
    return this.#state.isOpen ? this.#ws.getBufferedAmount() : 0
  }
}

/** The subprotocol when the client offered it; an empty one is left out of the answer. */
const echoed = (offered: string, subprotocol: string): string =>
  headerList(offered).includes(subprotocol) ? subprotocol : ""

const register = (addon: Addon, app: TemplatedApp, handlers: SocketServerHandlers): void => {
  app.ws<Attached>("/*", {
    maxPayloadLength: maxPayloadBytes,
    maxBackpressure: maxBufferedBytes,
    idleTimeout: idleTimeoutSeconds,
    compression: addon.DISABLED,
    sendPingsAutomatically: true,
    upgrade: (res, req, context) => {
      const target = targetOf(res, req)
      const header = (name: string) => target.header(`sec-websocket-${name}`)
      const answer = handlers.upgrade(target)
      if ("refuse" in answer) {
        writeReply(res, answer.refuse, false, true)
        return
      }
      res.upgrade<Attached>(
        {
          open: answer.open,
          listener: undefined,
          frames: undefined,
          isOpen: true,
          isOffending: false,
        },
        header("key"),
        echoed(header("protocol"), handlers.subprotocol),
        header("extensions"),
        context,
      )
    },
    open: (ws) => {
      const state = ws.getUserData()
      const listener = state.open(new UwsSocket(ws, state))
      state.listener = listener
      state.frames = new FrameTurns((data, binary) => listener.message(data, binary))
      // Refused while opening: `close` came before there was a listener to tell.
      if (!state.isOpen) listener.closed("goodbye")
    },
    message: (ws, data, binary) => {
      const state = ws.getUserData()
      if (!state.isOpen || state.frames?.add(new Uint8Array(data), binary) !== false) return
      state.isOffending = true
      ws.close()
    },
    ping: (ws) => {
      ws.getUserData().listener?.pinged()
    },
    pong: (ws) => {
      ws.getUserData().listener?.pinged()
    },
    drain: (ws) => {
      ws.getUserData().listener?.drained()
    },
    close: (ws, code) => {
      const state = ws.getUserData()
      state.isOpen = false
      state.frames?.end()
      state.listener?.closed(!mayBeBack(code) ? "goodbye" : state.isOffending ? "offence" : "lost")
    },
  })
  app.any("/*", (res, req) => {
    const exchange = uwsExchange(res, req)
    // Any answer would let the library go on with what it takes for the next request.
    if (isAmbiguous(exchange)) res.close()
    else handlers.request(exchange)
  })
}

const listen = (addon: Addon) =>
  Effect.fnUntraced(function* (options: ListenOptions, handlers: SocketServerHandlers) {
    const app = addon.App()
    register(addon, app, handlers)
    const bind = Effect.callback<us_listen_socket | false>((resume) => {
      // The default would share a port that another process listens on.
      Reflect.apply(app.listen, app, [
        options.host,
        options.port,
        exclusivePort,
        (listening: us_listen_socket | false) => {
          resume(Effect.succeed(listening))
        },
      ])
    })
    const listening = yield* Effect.acquireRelease(bind, () =>
      Effect.callback<void>((resume) => {
        app.close()
        // The native loop lets go of the port at the end of its turn.
        setTimeout(() => {
          resume(Effect.void)
        }, 10)
      }),
    )
    if (listening === false) {
      return yield* new ListenError({ ...options, code: yield* listenFailure(options) })
    }
    return { port: addon.us_socket_local_port(listening) }
  })

export const layerUws: Layer.Layer<SocketServer, AddonUnavailable> = Layer.effect(
  SocketServer,
  Effect.gen(function* () {
    const addon = yield* Effect.tryPromise({
      try: () => (loading ??= load()),
      catch: (cause) => new AddonUnavailable({ message: String(cause) }),
    })
    return SocketServer.of({ name: "uws", listen: listen(addon) })
  }),
)
