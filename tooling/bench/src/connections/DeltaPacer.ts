/**
 * Writes at their times, never two on one connection in the same turn of the event loop.
 *
 * Node joins what is written to one HTTP/2 session within a turn into one TLS record; a service in front
 * of many machines does not. Without this, the more streams share a session, the cheaper they would look.
 */
interface Due {
  readonly connection: object
  readonly write: () => void
}

export class DeltaPacer {
  #ready: Array<Due> = []
  #scheduled = false

  /** Writes at `dueAt` (on `performance.now`) or as soon after it as the connection is free. */
  at(dueAt: number, connection: object, write: Due["write"]): NodeJS.Timeout {
    return setTimeout(() => this.#offer(connection, write), Math.max(0, dueAt - performance.now()))
  }

  #offer(connection: object, write: Due["write"]): void {
    this.#ready.push({ connection, write })
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => this.#drain())
  }

  #drain(): void {
    const written = new Set<object>()
    const rest: Array<Due> = []
    for (const entry of this.#ready) {
      if (written.has(entry.connection)) rest.push(entry)
      else {
        written.add(entry.connection)
        entry.write()
      }
    }
    this.#ready = rest
    this.#scheduled = rest.length > 0
    if (this.#scheduled) setImmediate(() => this.#drain())
  }
}
