/**
 * Connects one session over all addresses of a name (happy eyeballs, RFC 8305): the next address is tried when one
 * fails, or beside one that does not advance; the first session wins.
 *
 * The race fails at once when a certificate is refused, else when every address has failed and no attempt is open, or
 * at its deadline. `poke` is for a request that came to wait: it renews the deadline, readmits failed addresses, and
 * tries one now if all open attempts hang.
 */
import type { LookupAddress } from "node:dns"
import type { AddressBook } from "../dns/AddressBook.ts"
import type { PoolMonitor } from "./PoolMonitor.ts"
import { type AttemptContext, type Attained, SessionAttempt } from "./SessionAttempt.ts"
import { connectError, isCertificateReason, TransportError } from "./TransportError.ts"

/** RFC 8305, section 5: the recommended delay between attempts. */
const hangsAfterMs = 250
/** Attempts under way at once. */
const maxOpen = 4

export interface RaceContext extends AttemptContext {
  readonly origin: string
  readonly book: AddressBook
  readonly monitor: PoolMonitor
  /** Sessions and attempts on an address, other races included. */
  readonly loadOf: (address: string) => number
}

export class SessionRace {
  readonly #context: RaceContext
  readonly #onSettled: (result: Attained | TransportError) => void
  readonly #open = new Set<SessionAttempt>()
  readonly #failed = new Set<string>()
  readonly #deadline: NodeJS.Timeout
  #hedge: NodeJS.Timeout | undefined
  #addresses: ReadonlyArray<LookupAddress> = []
  #lastError: TransportError | undefined
  #over = false

  constructor(context: RaceContext, onSettled: (result: Attained | TransportError) => void) {
    this.#context = context
    this.#onSettled = onSettled
    const { connector, connectMs } = context
    this.#deadline = setTimeout(() => this.#timeout(), connectMs)
    connector.addresses().then(
      (addresses) => this.#start(addresses),
      (cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause))
        this.#report(undefined, connectError(connector.host, error))
        this.#settle(this.#lastError ?? connectError(connector.host, error))
      },
    )
  }

  on(address: string): number {
    let count = 0
    for (const attempt of this.#open) if (attempt.address === address) count++
    return count
  }

  poke(): void {
    if (this.#over) return
    this.#deadline.refresh()
    // What refused a moment ago may be back for this request.
    this.#failed.clear()
    if (this.#hangs()) this.#next()
  }

  /** What has not come yet, for an error. */
  missing(): string {
    const { host } = this.#context.connector
    const [first] = this.#open
    return first?.missing() ?? `${host} has no address after ${this.#context.connectMs} ms`
  }

  giveUp(): void {
    if (this.#over) return
    this.#end()
  }

  #start(addresses: ReadonlyArray<LookupAddress>): void {
    if (this.#over) return
    this.#addresses = addresses
    if (addresses.length > 0) return this.#next()
    const detail = `${this.#context.connector.host} has no address`
    this.#report(undefined, new TransportError("name-unresolved", detail))
    this.#settle(new TransportError("name-unresolved", detail))
  }

  /** Every attempt under way has stood still for a while. */
  #hangs(): boolean {
    const now = performance.now()
    // Timers may fire up to a millisecond early.
    return [...this.#open].every(({ progressAt }) => now - progressAt + 1 >= hangsAfterMs)
  }

  #next(): void {
    if (this.#over || this.#addresses.length === 0) return
    const { book, loadOf } = this.#context
    const left = this.#addresses.filter(({ address }) => !this.#failed.has(address))
    const untried = left.filter(({ address }) => this.on(address) === 0)
    const choice = untried.length > 0 ? untried : left
    const next = book.order(choice, loadOf, performance.now())[0]
    if (next !== undefined && this.#open.size < maxOpen) {
      const attempt: SessionAttempt = new SessionAttempt(this.#context, next, (result) => {
        this.#open.delete(attempt)
        if (result instanceof TransportError) this.#attemptFailed(attempt, result)
        else this.#won(attempt, result)
      })
      this.#open.add(attempt)
    } else if (this.#open.size === 0 && this.#lastError !== undefined) {
      return this.#settle(this.#lastError)
    }
    this.#watch()
  }

  /** Looks again when the youngest attempt may be hanging. */
  #watch(): void {
    clearTimeout(this.#hedge)
    this.#hedge = setTimeout(() => {
      // A blocked event loop is not a hanging server: what has arrived is read first.
      setImmediate(() => {
        setImmediate(() => {
          if (this.#over) return
          if (this.#hangs()) this.#next()
          else this.#watch()
        })
      })
    }, hangsAfterMs)
  }

  #attemptFailed({ address }: SessionAttempt, error: TransportError): void {
    this.#report(address, error)
    if (isCertificateReason(error.reason)) return this.#settle(error)
    this.#context.book.failed(address, performance.now())
    // One that only hung may be reached by the next packet; it was raced all the while.
    if (error.reason !== "connect-timeout") this.#failed.add(address)
    if (this.#hangs() || error.reason !== "connect-timeout") this.#next()
  }

  #won(winner: SessionAttempt, result: Attained): void {
    const { book } = this.#context
    for (const attempt of this.#open) {
      if (performance.now() - attempt.progressAt >= hangsAfterMs) {
        book.failed(attempt.address, performance.now())
      }
    }
    book.worked(winner.address)
    this.#settle(result)
  }

  #timeout(): void {
    for (const { address } of this.#open) this.#context.book.failed(address, performance.now())
    const [first] = this.#open
    const error = new TransportError("connect-timeout", this.missing(), this.#lastError)
    this.#report(first?.address, error)
    this.#settle(error)
  }

  #report(address: string | undefined, error: TransportError): void {
    const { monitor, origin } = this.#context
    this.#lastError = error
    monitor.emit({ type: "connect-failed", origin, address, reason: error.reason })
  }

  #settle(result: Attained | TransportError): void {
    if (this.#over) return
    this.#end()
    this.#onSettled(result)
  }

  #end(): void {
    this.#over = true
    clearTimeout(this.#deadline)
    clearTimeout(this.#hedge)
    for (const attempt of this.#open) attempt.giveUp()
    this.#open.clear()
  }
}
