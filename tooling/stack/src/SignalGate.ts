/**
 * Is this signal a new wish, or the echo of the last one?
 *
 * A terminal signals the whole group, and a package manager in that group may pass the same wish on
 * once more within milliseconds: only a signal that comes clearly later is a second one.
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
