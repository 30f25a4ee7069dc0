/**
 * Back-off for prompts whose paid answer was useless: blocked by the guardrail, cut at its limit, or broken. Each is
 * sent again after 30 s, then after twice as long each time, up to an hour. Where an entry (an answer to keep ready
 * ahead of demand) gets a changed prompt, for example after a new price, that one may be sent at once.
 *
 * Plain state: for each entry the last such prompt, for at most 10,000 entries; the caller passes
 * monotonic milliseconds.
 */
const firstMs = 30_000
const longestMs = 3_600_000
const mostKept = 10_000

export class FailedAsks {
  readonly #ofEntry = new Map<string, { prompt: string; times: number; until: number }>()

  failed(entry: string, prompt: string, now: number): void {
    const before = this.#ofEntry.get(entry)
    const times = before?.prompt === prompt ? before.times + 1 : 1
    const waitMs = Math.min(longestMs, firstMs * 2 ** Math.min(times - 1, 10))
    this.#ofEntry.delete(entry)
    this.#ofEntry.set(entry, { prompt, times, until: now + waitMs })
    const [oldest] = this.#ofEntry.keys()
    if (this.#ofEntry.size > mostKept && oldest !== undefined) this.#ofEntry.delete(oldest)
  }

  answered(entry: string): void {
    this.#ofEntry.delete(entry)
  }

  /** Milliseconds; 0 when it may be asked. A clock that is set back lengthens no wait beyond the longest. */
  leftMs(entry: string, prompt: string, now: number): number {
    const last = this.#ofEntry.get(entry)
    return last?.prompt === prompt ? Math.min(longestMs, Math.max(0, last.until - now)) : 0
  }
}
