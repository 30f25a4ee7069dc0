/**
 * An expiring identity (AWS credentials, an API key), held in memory and renewed before it expires.
 *
 * `current` returns at once while a valid identity is held. Renewals run one at a time in the background; after a
 * failure the old identity is used until its expiry. The timer does not keep the process alive; `stop` ends it.
 */
export interface Identity {
  readonly expiration?: Date | undefined
}

/** AWS hands out new credentials at least five minutes before the old ones expire. */
const aheadMs = 300_000
/** Between two renewals, so that a source which hands out the same or expired ones is not flooded. */
const leastMs = 5_000
const retryMs = 30_000
/** A source that has not answered for this long is asked again. */
const hungMs = 20_000
/** Node's timers hold no longer delay than 2^31 milliseconds. */
const longestMs = 86_400_000

export class RefreshedIdentity<A extends Identity> {
  readonly #source: (force: boolean) => Promise<A>
  #held: A | undefined
  #usableUntil = 0
  #renewAt = 0
  #loading: Promise<A> | undefined
  #loadingSince = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  /** `force` asks the source not to answer from a cache of its own. */
  constructor(source: (force: boolean) => Promise<A>) {
    this.#source = source
  }

  /** The identity, at once when it is held and not expired. Rejects with the source's error. */
  current(): A | Promise<A> {
    const held = this.#held
    const now = performance.now()
    if (held === undefined || now >= this.#usableUntil) return this.#load(held !== undefined)
    if (now >= this.#renewAt) this.#renewInBackground()
    return held
  }

  /** After the service refused `used`: another one, or the same when the source has no other. */
  renewed(used: A): A | Promise<A> {
    return this.#held !== undefined && this.#held !== used ? this.#held : this.#load(true)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #load(force: boolean): Promise<A> {
    const now = performance.now()
    if (this.#loading !== undefined && now < this.#loadingSince + hungMs) return this.#loading
    const over = () => {
      if (this.#loading === loading) this.#loading = undefined
    }
    const loading = this.#source(force).then(
      (identity) => {
        over()
        this.#keep(identity)
        return identity
      },
      (cause: unknown) => {
        over()
        throw cause
      },
    )
    this.#loading = loading
    this.#loadingSince = now
    return loading
  }

  #keep(identity: A): void {
    this.#held = identity
    const { expiration } = identity
    if (expiration === undefined) {
      this.#usableUntil = Number.POSITIVE_INFINITY
      this.#renewAt = Number.POSITIVE_INFINITY
      return
    }
    const now = performance.now()
    // Counted from now on by a clock that nobody sets.
    const leftMs = expiration.getTime() - Date.now()
    this.#usableUntil = now + Math.max(leftMs, leastMs)
    // A short-lived identity is renewed when a third of its life is left.
    const ahead = Math.min(aheadMs, Math.max(0, leftMs) / 3)
    this.#renewAt = now + Math.max(leftMs - ahead, leastMs)
    this.#arm(this.#renewAt - now)
  }

  #renewInBackground(): void {
    // A failure leaves the held identity as it is; the next attempt comes before its expiry.
    this.#renewAt = performance.now() + retryMs
    this.#arm(retryMs)
    this.#load(true).catch(() => {})
  }

  #arm(afterMs: number): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(
      () => {
        const now = performance.now()
        if (now < this.#renewAt) this.#arm(this.#renewAt - now)
        else if (now < this.#usableUntil) this.#renewInBackground()
      },
      Math.min(longestMs, Math.max(1, afterMs)),
    )
    this.#timer.unref()
  }
}
