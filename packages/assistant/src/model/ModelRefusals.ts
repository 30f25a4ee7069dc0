/**
 * What models refuse: throttled calls, withdrawn access, requests that are not valid. One line for the log a minute of each
 * model and reason, and what operators are told until a minute after the last.
 */
import type { BedrockError, BedrockReason } from "@manga-assist/connections"

/** What the service says itself; that it is late or away shows elsewhere. */
const refusals: ReadonlySet<BedrockReason> = new Set<BedrockReason>([
  "throttled",
  "access-denied",
  "validation",
  "unavailable",
])

const sayEveryMs = 60_000
const troubledMs = 60_000

interface Seen {
  readonly text: string
  saidAt: number
  lastAt: number
  unsaid: number
}

export class ModelRefusals {
  /** By model and reason; there are as many as models and reasons. */
  readonly #seen = new Map<string, Seen>()

  /** The line for the log, if one is due. Times are monotonic milliseconds. */
  note(model: string, error: BedrockError, now: number): string | undefined {
    if (!refusals.has(error.reason)) return undefined
    const key = `${model} ${error.reason}`
    const before = this.#seen.get(key)
    const text = `${model}: ${error.message}`
    if (before !== undefined && now - before.saidAt < sayEveryMs) {
      before.lastAt = now
      before.unsaid += 1
      return undefined
    }
    this.#seen.set(key, { text, saidAt: now, lastAt: now, unsaid: 0 })
    const more = before === undefined || before.unsaid === 0 ? "" : `; ${before.unsaid} more since`
    return `the model refused a call, ${text}${more}`
  }

  /** What was refused within the last minute; undefined: nothing. */
  trouble(now: number): string | undefined {
    const recent = [...this.#seen.values()].filter(({ lastAt }) => now - lastAt < troubledMs)
    return recent.length === 0 ? undefined : recent.map(({ text }) => text).join("; ")
  }
}
