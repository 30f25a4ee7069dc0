/** What is open or running now, so that limits can count it, and draining see it and wait for the last one. */
import { Effect } from "effect"

export class OpenSet<A> extends Set<A> {
  readonly #waiters = new Set<() => void>()

  override delete(one: A): boolean {
    const wasThere = super.delete(one)
    if (this.size > 0) return wasThere
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
    return wasThere
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
}
