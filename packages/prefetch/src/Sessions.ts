/**
 * The sessions with prefetched values, bounded in number and bytes; the least recently used is evicted.
 *
 * A closed session is kept for a grace period for reconnects. An entry belongs to one user: for another user the
 * session starts empty.
 */
import type { Slot } from "./Slot.ts"
import type { PrefetchKey } from "./SourceOptions.ts"

type Slots = ReadonlyMap<string, Slot>

interface Entry {
  readonly user: string | undefined
  readonly slots: Slots
  askedAt: number
}

export interface SessionsOptions {
  readonly maxSessions: number
  readonly maxBytes: number
  readonly graceMs: number
  readonly make: (key: PrefetchKey) => Slots
}

export class Sessions {
  readonly #options: SessionsOptions
  /** From the longest not asked for to the latest. */
  readonly #entries = new Map<string, Entry>()
  /** When each closed session was closed, the earliest first. */
  readonly #closed = new Map<string, number>()
  #bytes = 0

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Slots of sessions whose socket is open and that were asked for since `since`. */
  *alive(since: number): Generator<readonly [name: string, slot: Slot]> {
    for (const [session, { askedAt, slots }] of this.#entries) {
      if (askedAt >= since && !this.#closed.has(session)) yield* slots
    }
  }

  open(key: PrefetchKey, now: number): Slots {
    this.#sweep(now)
    const found = this.#entries.get(key.session)
    if (found !== undefined && found.user === key.user) {
      this.#closed.delete(key.session)
      this.#entries.delete(key.session)
      this.#entries.set(key.session, found)
      found.askedAt = now
      return found.slots
    }
    this.#forget(key.session)
    const slots = this.#options.make(key)
    this.#entries.set(key.session, { user: key.user, slots, askedAt: now })
    this.#makeRoom()
    return slots
  }

  /** To be told of every value of a session's slots that is kept or let go. */
  resized(bytes: number): void {
    this.#bytes += bytes
    if (bytes > 0) this.#makeRoom()
  }

  close(key: PrefetchKey, now: number): void {
    const entry = this.#entries.get(key.session)
    if (entry !== undefined && entry.user === key.user) {
      for (const slot of entry.slots.values()) slot.cancel()
      this.#closed.delete(key.session)
      this.#closed.set(key.session, now)
    }
    this.#sweep(now)
  }

  /** The latest session always stays, however large it is. */
  #makeRoom(): void {
    const { maxBytes, maxSessions } = this.#options
    const fits = () => {
      const { size } = this.#entries
      return size <= 1 || (size <= maxSessions && this.#bytes <= maxBytes)
    }
    // Looked at first: to find a map's first key costs a walk over what was deleted in front of it.
    if (fits()) return
    for (const oldest of this.#entries.keys()) {
      this.#forget(oldest)
      if (fits()) return
    }
  }

  #sweep(now: number): void {
    for (const [session, closedAt] of this.#closed) {
      if (now - closedAt < this.#options.graceMs) break
      this.#forget(session)
    }
  }

  #forget(session: string): void {
    this.#closed.delete(session)
    const entry = this.#entries.get(session)
    this.#entries.delete(session)
    if (entry !== undefined) for (const slot of entry.slots.values()) slot.forget()
  }
}
