/**
 * The sessions whose context is held, bounded in number; who was longest not asked for gives way.
 *
 * A closed session stays for a grace, so that a reconnect finds its results, and is then forgotten
 * at the next call. An entry belongs to one user: under another the session starts empty.
 */
import type { Slot } from "./Slot.ts"
import type { PrefetchKey } from "./Source.ts"

type Slots = ReadonlyMap<string, Slot>

interface Entry {
  readonly user: string | undefined
  readonly slots: Slots
}

export interface SessionsOptions {
  readonly maxSessions: number
  readonly graceMs: number
  readonly make: (key: PrefetchKey) => Slots
}

export class Sessions {
  readonly #options: SessionsOptions
  /** From the longest not asked for to the latest. */
  readonly #entries = new Map<string, Entry>()
  /** When each closed session was closed, the earliest first. */
  readonly #closed = new Map<string, number>()

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  open(key: PrefetchKey, now: number): Slots {
    this.#sweep(now)
    const found = this.#entries.get(key.session)
    if (found !== undefined && found.user === key.user) {
      this.#closed.delete(key.session)
      this.#entries.delete(key.session)
      this.#entries.set(key.session, found)
      return found.slots
    }
    this.#forget(key.session)
    const slots = this.#options.make(key)
    this.#entries.set(key.session, { user: key.user, slots })
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= Math.max(1, this.#options.maxSessions)) break
      this.#forget(oldest)
    }
    return slots
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
