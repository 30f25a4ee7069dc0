/**
 * Back-off after the model refused: from 2 s to 5 min, doubled with each refusal, half of it jitter; or as long as
 * the service demands, at most an hour. Then one question is sent first, and the rest only after it was answered.
 *
 * Plain state; the caller passes monotonic milliseconds and a random number from 0 to 1.
 */
import type { BedrockReason } from "@manga-assist/connections"

/** The model is overloaded, away, or not for us: no other question fares better, and none of them costs anything. */
export const refusals: ReadonlySet<BedrockReason> = new Set<BedrockReason>([
  "throttled",
  "unavailable",
  "first-token-timeout",
  "connection",
  "access-denied",
  "certificate",
])

const firstMs = 2_000
const longestMs = 300_000
/** A proxy may ask for years. */
const longestAskedMs = 3_600_000

export class ModelPause {
  #refusals = 0
  #until = 0

  refused(now: number, random: number, askedMs = 0): void {
    const pauseMs = Math.min(longestMs, firstMs * 2 ** Math.min(this.#refusals, 10))
    this.#refusals += 1
    this.#until = Math.ceil(
      now + Math.max(Math.min(askedMs, longestAskedMs), pauseMs * (0.5 + random / 2)),
    )
  }

  answered(): void {
    this.#refusals = 0
    this.#until = 0
  }

  /** Milliseconds; 0 when the model may be asked. */
  leftMs(now: number): number {
    return Math.min(longestMs, Math.max(0, this.#until - now))
  }

  /** The model has refused and not answered since. */
  get tentative(): boolean {
    return this.#refusals > 0
  }
}
