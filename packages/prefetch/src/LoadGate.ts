/**
 * Limits the number of concurrent loads, so that ten thousand sessions opening within a second do not block the
 * process.
 *
 * Further loads wait and start in order of arrival. `hurry` starts a waiting load at once, beyond the limit, because
 * a message needs it.
 */
import { Effect } from "effect"

export interface Admission<A, E, R> {
  /** The load, begun when there is room. */
  readonly load: Effect.Effect<A, E, R>
  /** Begins now, however many run. */
  readonly hurry: () => void
}

export class LoadGate {
  readonly #most: number
  readonly #waiting = new Set<() => void>()
  #running = 0

  constructor(most: number) {
    this.#most = Math.max(1, most)
  }

  admit<A, E, R>(load: Effect.Effect<A, E, R>): Admission<A, E, R> {
    let begin: (() => void) | undefined
    let isIn = false
    const goIn = () => {
      isIn = true
      this.#running += 1
    }
    const enter = Effect.callback<void>((resume) => {
      const go = () => {
        this.#waiting.delete(go)
        begin = undefined
        goIn()
        resume(Effect.void)
      }
      begin = go
      this.#waiting.add(go)
      return Effect.sync(() => {
        begin = undefined
        this.#waiting.delete(go)
      })
    })
    const leave = Effect.sync(() => {
      if (!isIn) return
      this.#running -= 1
      if (this.#running < this.#most) for (const go of this.#waiting) return go()
    })
    return {
      // Around all of it: a load may be cancelled after it was let in and before it began.
      load: Effect.suspend(() => {
        if (this.#running >= this.#most) return Effect.andThen(enter, load)
        goIn()
        return load
      }).pipe(Effect.ensuring(leave)),
      hurry: () => begin?.(),
    }
  }
}
