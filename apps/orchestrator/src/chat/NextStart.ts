/**
 * Says whether the next message of a socket may start: not while its reader leaves the last answers unread, while its
 * address owes processor time, or while other messages take this turn of the event loop.
 */
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Socket } from "../transport/SocketServer.ts"

/** No new turn starts while this much of the last ones waits for the reader. */
const maxUnreadBytes = 65_536
/** How long a reader may leave that unread before it is cut. */
const stallMs = 15_000
/** Between two looks whether the address has time again. */
const owesMs = 50

export interface NextStartOptions {
  readonly services: ChatServices
  readonly address: string
  readonly socket: Socket
  /** To be called when a message may start that might not before. */
  readonly pump: () => void
  readonly stalled: () => void
}

export class NextStart {
  readonly #options: NextStartOptions
  #stalled: NodeJS.Timeout | undefined
  #owing: NodeJS.Timeout | undefined

  constructor(options: NextStartOptions) {
    this.#options = options
  }

  /** After a "no", `pump` is called later. */
  may(): boolean {
    const { address, pump, services, socket, stalled } = this.#options
    if (socket.bufferedAmount() > maxUnreadBytes) {
      this.#stalled ??= setTimeout(stalled, stallMs)
      return false
    }
    if (!services.visitorLimits.mayRead(address)) {
      clearTimeout(this.#owing)
      this.#owing = setTimeout(pump, owesMs)
      return false
    }
    return services.starts.mayStart(pump)
  }

  timed(start: () => void): void {
    const { address, services } = this.#options
    services.starts.timed(() => services.visitorLimits.timed(address, start))
  }

  drained(): void {
    clearTimeout(this.#stalled)
    this.#stalled = undefined
    this.#options.pump()
  }

  stop(): void {
    clearTimeout(this.#stalled)
    clearTimeout(this.#owing)
  }
}
