/**
 * The messages being answered now, by key. The server's key is a hash of user, session, message id and text: a message
 * that repeats all four waits for the running one instead of starting another generation; any other is a new message.
 */
import { Effect } from "effect"

export class InFlight {
  readonly #waiters = new Map<string, Set<() => void>>()

  /** True for the first to come; it must leave. */
  enter(key: string): boolean {
    if (this.#waiters.has(key)) return false
    this.#waiters.set(key, new Set())
    return true
  }

  has(key: string): boolean {
    return this.#waiters.has(key)
  }

  leave(key: string): void {
    const waiters = this.#waiters.get(key)
    this.#waiters.delete(key)
    for (const wake of waiters ?? []) wake()
  }

  /** Resumes once the one inside has left. */
  wait(key: string): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const waiters = this.#waiters.get(key)
      const wake = () => {
        resume(Effect.void)
      }
      if (waiters === undefined) wake()
      else waiters.add(wake)
      return Effect.sync(() => waiters?.delete(wake))
    })
  }
}
