/**
 * Distinguishes a second signal of the user from an echo of the first.
 *
 * A terminal signals the whole group, and a package manager in it may forward the same signal within milliseconds.
 * Only a signal that comes clearly later counts as the second.
 */

/** Signals within this many milliseconds of the last counted one belong to it. */
export const echoMs = 150

export class SignalGate {
  #last: number | undefined

  /** `now`: monotonic milliseconds. */
  judge(now: number): "first" | "echo" | "second" {
    if (this.#last === undefined) {
      this.#last = now
      return "first"
    }
    return now - this.#last < echoMs ? "echo" : "second"
  }
}
