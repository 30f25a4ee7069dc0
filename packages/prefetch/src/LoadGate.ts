/**
 * How many loads run at once, so that ten thousand sessions that open in one second do not keep the
 * process from everything else. Loads wait in the order they came; a load that a message needs goes
 * first.
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

  get waiting(): number {
    return this.#waiting.size
  }

  admit<A, E, R>(load: Effect.Effect<A, E, R>): Admission<A, E, R> {
    let begin: (() => void) | undefined
    const enter = Effect.callback<void>((resume) => {
      const go = () => {
        this.#waiting.delete(go)
        begin = undefined
        this.#running += 1
        resume(Effect.void)
      }
      begin = go
      this.#waiting.add(go)
      return Effect.sync(() => {
        this.#waiting.delete(go)
      })
    })
    const leave = Effect.sync(() => {
      this.#running -= 1
      if (this.#running < this.#most) for (const go of this.#waiting) return go()
    })
    return {
      load: Effect.suspend(() => {
        if (this.#running >= this.#most) return Effect.andThen(enter, Effect.ensuring(load, leave))
        this.#running += 1
        return Effect.ensuring(load, leave)
      }),
      hurry: () => begin?.(),
    }
  }
}
