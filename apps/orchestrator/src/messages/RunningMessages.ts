/**
 * Every message being answered in this process, so that draining can wait for the last one.
 */
import { Effect } from "effect"
import type { MessageRun } from "./MessageRun.ts"

export class RunningMessages {
  readonly #runs = new Set<MessageRun>()
  readonly #waiters = new Set<() => void>()

  get size(): number {
    return this.#runs.size
  }

  add(run: MessageRun): void {
    this.#runs.add(run)
  }

  delete(run: MessageRun): void {
    this.#runs.delete(run)
    if (this.#runs.size > 0) return
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }

  all(): ReadonlyArray<MessageRun> {
    return [...this.#runs]
  }

  /** Resumes when none is left. */
  get idle(): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const wake = () => {
        resume(Effect.void)
      }
      if (this.#runs.size === 0) wake()
      else this.#waiters.add(wake)
      return Effect.sync(() => this.#waiters.delete(wake))
    })
  }
}
