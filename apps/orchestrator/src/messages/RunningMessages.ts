/**
 * Every message being answered in this process, so that draining can wait for the last one.
 */
import { Effect } from "effect"
import type { ErrorCode } from "@manga-assist/protocol"

/** What draining needs of a message that is being answered. */
export interface RunningMessage {
  /** Ends it now with an error. */
  readonly stop: (code: ErrorCode, message: string) => void
}

export class RunningMessages {
  readonly #runs = new Set<RunningMessage>()
  readonly #waiters = new Set<() => void>()

  get size(): number {
    return this.#runs.size
  }

  add(run: RunningMessage): void {
    this.#runs.add(run)
  }

  delete(run: RunningMessage): void {
    this.#runs.delete(run)
    if (this.#runs.size > 0) return
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }

  all(): ReadonlyArray<RunningMessage> {
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
