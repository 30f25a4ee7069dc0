/** Connections begun in a row, and the pause before the next one. */
import type { ChatOptions } from "./ChatOptions.ts"

const defaultRetryMs = [250, 500, 1_000, 2_000, 4_000, 8_000]

/** A socket that lasted so long was a good one: the next try is a first one. */
const stableMs = 60_000

export class Tries {
  readonly #options: Pick<ChatOptions, "retryMs" | "tries">
  #begun = 0
  #openedAt = 0

  constructor(options: Pick<ChatOptions, "retryMs" | "tries">) {
    this.#options = options
  }

  /** The next connection is a first one again. */
  reset(): void {
    this.#begun = 0
  }

  begin(): void {
    this.#begun += 1
  }

  opened(): void {
    this.#openedAt = performance.now()
  }

  /** A connection that was open; whether it was a good one. */
  lost(): boolean {
    const wasStable = performance.now() - this.#openedAt > stableMs
    if (wasStable) this.reset()
    return wasStable
  }

  /** Milliseconds, ± 20 %; `undefined` where there is no further try. */
  pauseMs(): number | undefined {
    const { retryMs = defaultRetryMs, tries = Infinity } = this.#options
    if (this.#begun >= tries) return undefined
    const wait = retryMs[Math.min(Math.max(0, this.#begun - 1), retryMs.length - 1)] ?? 0
    return wait * (0.8 + 0.4 * Math.random())
  }
}
