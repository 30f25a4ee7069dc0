/**
 * Schedules the writes of the stub of Bedrock (`StubServer.ts`): writes deltas at their times, never two on one
 * connection in the same tick of the event loop.
 *
 * Node joins writes to one HTTP/2 session within a tick into one TLS record, which a service of many machines does not
 * do. Otherwise streams would look cheaper the more of them share a session.
 */
interface Due {
  readonly connection: object
  readonly write: () => void
}

export class DeltaPacer {
  #ready: Array<Due> = []
  #isScheduled = false

  /** Writes at `dueAt` (on `performance.now`) or as soon after it as the connection is free. */
  at(dueAt: number, connection: object, write: Due["write"]): NodeJS.Timeout | undefined {
    const wait = dueAt - performance.now()
    // A timer would be a millisecond late.
    if (wait > 0) return setTimeout(() => this.#offer({ connection, write }), wait)
    this.#offer({ connection, write })
    return undefined
  }

  #offer(due: Due): void {
    this.#ready.push(due)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#drain())
  }

  #drain(): void {
    const due = this.#ready
    // What is written may offer what comes next: that is for the next turn.
    this.#ready = []
    const written = new Set<object>()
    const rest: Array<Due> = []
    for (const entry of due) {
      if (written.has(entry.connection)) rest.push(entry)
      else {
        written.add(entry.connection)
        entry.write()
      }
    }
    this.#ready = [...rest, ...this.#ready]
    this.#isScheduled = this.#ready.length > 0
    if (this.#isScheduled) setImmediate(() => this.#drain())
  }
}
