/**
 * Registry of every open WebSocket and HTTP request for an answer: their number, which callers compare with their
 * limit, and the sockets that draining must close. `idle` completes when none is left.
 */
import { Effect } from "effect"

/** What draining needs of a socket. */
export interface OpenSocket {
  /** What waits is refused, what runs goes on. */
  readonly drain: () => void
  /** Says what is left to say, then goodbye. */
  readonly close: (code: number, reason: string) => void
}

export class OpenConnections {
  readonly #sockets = new Set<OpenSocket>()
  readonly #waiters = new Set<() => void>()
  #streams = 0

  get size(): number {
    return this.#sockets.size + this.#streams
  }

  sockets(): ReadonlyArray<OpenSocket> {
    return [...this.#sockets]
  }

  addSocket(socket: OpenSocket): void {
    this.#sockets.add(socket)
  }

  deleteSocket(socket: OpenSocket): void {
    this.#sockets.delete(socket)
    this.#wake()
  }

  addStream(): void {
    this.#streams += 1
  }

  deleteStream(): void {
    this.#streams -= 1
    this.#wake()
  }

  /** Resumes when none is left. */
  get idle(): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const wake = () => {
        resume(Effect.void)
      }
      if (this.size === 0) wake()
      else this.#waiters.add(wake)
      return Effect.sync(() => this.#waiters.delete(wake))
    })
  }

  #wake(): void {
    if (this.size > 0) return
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }
}
