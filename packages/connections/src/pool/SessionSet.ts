/**
 * The open HTTP/2 sessions of one origin, and the choice of the least loaded one for the next request. Sessions that
 * are due to be replaced are chosen last.
 */
import type { PooledSession } from "./PooledSession.ts"

export class SessionSet {
  readonly #sessions = new Set<PooledSession>()

  add(session: PooledSession): void {
    this.#sessions.add(session)
  }

  delete(session: PooledSession): boolean {
    return this.#sessions.delete(session)
  }

  has(session: PooledSession): boolean {
    return this.#sessions.has(session)
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Those that take requests, suspects included. */
  get usable(): ReadonlyArray<PooledSession> {
    return [...this.#sessions].filter((session) => session.usable)
  }

  /**
   * `usable` take requests; of those that are neither suspect nor due to be replaced, `shut` allow no streams for now and
   * `live` allow some. `load` are the streams on usable ones that are not suspect.
   */
  tally(): Readonly<Record<"usable" | "live" | "load" | "shut", number>> {
    let usable = 0
    let live = 0
    let load = 0
    let shut = 0
    for (const session of this.#sessions) {
      if (!session.usable) continue
      usable++
      if (session.suspect) continue
      load += session.streams
      if (session.tooOld) continue
      if (session.limit === 0) shut++
      else live++
    }
    return { usable, live, load, shut }
  }

  /** One that allows no streams and carries none: a better one may have its place. */
  idleShut(): PooledSession | undefined {
    return this.usable.find(({ limit, streams }) => limit === 0 && streams === 0)
  }

  /** No session stands that a request could be given to, be it after a wait. */
  get dark(): boolean {
    for (const session of this.#sessions) if (session.usable && !session.suspect) return false
    return true
  }

  get streams(): number {
    let streams = 0
    for (const session of this.#sessions) streams += session.streams
    return streams
  }

  /** Of those with room: young before old, then by streams. */
  leastLoaded(): PooledSession | undefined {
    let best: PooledSession | undefined
    for (const session of this.#sessions) {
      if (session.room === 0) continue
      const younger = best?.tooOld === true && !session.tooOld
      const older = best?.tooOld === false && session.tooOld
      if (best === undefined || younger || (!older && session.streams < best.streams)) {
        best = session
      }
    }
    return best
  }

  countOn(address: string): number {
    let count = 0
    for (const session of this.#sessions) if (session.address === address) count++
    return count
  }

  /** Lets those go that carried nothing for `idleMs`, down to `floor`. */
  drainIdle(idleMs: number, floor: number): void {
    const now = performance.now()
    let left = this.usable.length
    for (const session of this.usable) {
      if (left <= floor) return
      if (session.streams > 0 || now - session.idleSince < idleMs) continue
      left--
      session.drain("idle")
    }
  }

  destroy(): void {
    for (const session of this.#sessions) session.destroy("destroyed")
  }
}
