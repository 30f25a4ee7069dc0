/** Timer for the token behind an open socket: warns a minute before it expires and reports when it has expired. */
const toldBeforeMs = 60_000
/** A token that is nearly over when it comes still leaves its bearer time to renew it. */
const atLeastMs = 10_000
/** The longest a timer of Node can wait. */
const longestMs = 2_147_483_647

export interface TokenEvents {
  readonly expiring: (expiresAt: number) => void
  readonly expired: () => void
}

export class TokenLife {
  readonly #events: TokenEvents
  #timer: NodeJS.Timeout | undefined

  constructor(events: TokenEvents) {
    this.#events = events
  }

  /** Follows this token from now on; without a date nothing follows. Epoch milliseconds. */
  follow(expiresAt: number | undefined): void {
    this.stop()
    if (expiresAt === undefined) return
    this.#at(expiresAt - toldBeforeMs, () => {
      const endsAt = Math.max(expiresAt, Date.now() + atLeastMs)
      this.#events.expiring(expiresAt)
      this.#at(endsAt, () => this.#events.expired())
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #at(whenMs: number, then: () => void): void {
    const waitMs = whenMs - Date.now()
    this.#timer =
      waitMs > longestMs
        ? setTimeout(() => this.#at(whenMs, then), longestMs)
        : setTimeout(then, Math.max(waitMs, 0))
  }
}
