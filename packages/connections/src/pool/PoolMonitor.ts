/**
 * Counts the pool's events and passes them to the listener. A listener that throws is removed with a process warning. The
 * pool's cache of names is told whose address yielded no session.
 */
import type { DnsCache } from "../dns/DnsCache.ts"
import type { PoolEvent, PoolListener } from "./PoolEvent.ts"
import { type PoolCounters, poolCounters } from "./PoolStats.ts"

export class PoolMonitor {
  readonly counters: PoolCounters = poolCounters()
  #listener: PoolListener | undefined
  readonly #dns: Pick<DnsCache, "doubt">
  #sessions = 0

  constructor(listener: PoolListener | undefined, dns: Pick<DnsCache, "doubt">) {
    this.#listener = listener
    this.#dns = dns
  }

  nextSession(): number {
    return ++this.#sessions
  }

  emit(event: PoolEvent): void {
    this.#count(event)
    try {
      this.#listener?.(event)
    } catch (cause) {
      this.#listener = undefined
      process.emitWarning(`onEvent threw and is not called any more: ${String(cause)}`)
    }
  }

  #count(event: PoolEvent): void {
    const { counters } = this
    switch (event.type) {
      case "handshake":
        counters.handshakes++
        if (event.resumed) counters.resumed++
        break
      case "connect-failed":
        counters.connectFailures++
        this.#dns.doubt(new URL(event.origin).hostname)
        break
      case "session-opened":
        counters.sessionsOpened++
        if (event.replacement) counters.reconnects++
        break
      case "session-closed":
        counters.sessionsClosed++
        if (event.reason === "evicted") counters.evictions++
        break
      case "goaway":
        counters.goaways++
        break
      case "ping":
        counters.pings++
        break
      case "moved":
        counters.moved++
        break
      case "waited":
        counters.waited++
        counters.longestWaitMs = Math.max(counters.longestWaitMs, event.waitedMs)
        break
      case "suspected":
        break
    }
  }
}
