import { type LoadClock } from "../src/measure/OpenLoop.ts"

/** A clock that jumps from one appointment to the next as soon as nobody has anything left to do. */
export class SteppedClock implements LoadClock {
  #now = 0
  readonly #appointments: Array<{ readonly at: number; readonly keep: () => void }> = []

  readonly now = () => this.#now

  readonly until = (time: number) =>
    new Promise<void>((keep) => {
      this.#appointments.push({ at: Math.max(time, this.#now), keep })
    })

  async runUntilIdle(): Promise<void> {
    for (;;) {
      // All reactions to the last step are microtasks; one turn of the event loop is beyond them.
      await new Promise((resolve) => setImmediate(resolve))
      this.#appointments.sort((a, b) => a.at - b.at)
      const next = this.#appointments.shift()
      if (next === undefined) return
      this.#now = next.at
      next.keep()
    }
  }
}
