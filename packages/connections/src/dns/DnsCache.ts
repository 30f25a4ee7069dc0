/**
 * A caching `lookup` for sockets and agents: one DNS query for each name and TTL.
 *
 * The record's TTL is respected within 60 to 300 s. Names in use are refreshed before expiry, and a failed or slow
 * refresh serves the old addresses. Concurrent look-ups share one query, and addresses rotate between calls. Whoever could
 * not connect may `doubt` an answer. `close` stops refreshing; look-ups still work.
 */
import type { LookupAddress, LookupOptions } from "node:dns"
import { isIP, type LookupFunction } from "node:net"
import { checksOf, func, number, object, whole } from "@manga-assist/options"
import { type Answer, resolveName } from "./NameResolution.ts"

export interface DnsCacheOptions {
  /** Milliseconds; 60,000. */
  readonly minTtlMs?: number
  /** Milliseconds; 300,000. */
  readonly maxTtlMs?: number
  /** How long a failure is remembered when nothing is known of the name, and a doubted name is not asked again; 1,000 ms. */
  readonly negativeMs?: number
  /** How long after its expiry an answer may still be served when the refresh fails; 1 h. */
  readonly staleMs?: number
  /** An expired answer is served when the refresh takes longer than this; 200 ms. */
  readonly patienceMs?: number
  /** A name that nobody asked for in this time is no longer refreshed; 900,000 ms. */
  readonly inUseMs?: number
  /** Names kept at most, the longest unused goes first; 256. */
  readonly maxNames?: number
  /** Monotonic milliseconds. */
  readonly now?: () => number
  /** All addresses of a name; hosts file, DNS and the system's resolution unless given. */
  readonly resolve?: (name: string) => Promise<Answer>
}

/** `names` is a gauge, the others count since the start. */
export interface DnsStats {
  readonly names: number
  /** Answered from the cache at once. */
  readonly hits: number
  /** Had to wait for the resolver, or shared such a wait. */
  readonly misses: number
  /** Questions to the resolver, refreshes included. */
  readonly queries: number
  /** Refreshes of an answer that was still valid. */
  readonly prefetches: number
  /** Answers served past their time, because the refresh failed or was slow. */
  readonly stale: number
  /** Questions that the resolver failed, or answered with no address. */
  readonly failures: number
}

const check = checksOf("@manga-assist/connections")
const ms = number({ above: 0 })
const rules = object<DnsCacheOptions>({
  minTtlMs: ms,
  maxTtlMs: ms,
  negativeMs: ms,
  staleMs: ms,
  patienceMs: ms,
  inUseMs: ms,
  maxNames: whole(1),
  now: func,
  resolve: func,
})

interface Entry {
  addresses: ReadonlyArray<LookupAddress>
  error: unknown
  /** Until here an answer, or a failure, needs no question. */
  freshUntil: number
  /** When the record itself ran out; a stale answer is served until long after. */
  validUntil: number
  usedAt: number
  /** When the last question was sent. */
  askedAt: number
  pending: Promise<void> | undefined
  prefetch: NodeJS.Timeout | undefined
  turn: number
}

export class DnsCache {
  readonly #options: Required<DnsCacheOptions>
  readonly #entries = new Map<string, Entry>()
  readonly #counts = { hits: 0, misses: 0, queries: 0, prefetches: 0, stale: 0, failures: 0 }
  #closed = false

  /** @throws OptionError naming the option that is unknown, of another kind, or out of range. */
  constructor(options: DnsCacheOptions = {}) {
    check("DnsCache", rules, options)
    const given = Object.entries(options).filter(([, value]) => value !== undefined)
    this.#options = {
      minTtlMs: 60_000,
      maxTtlMs: 300_000,
      negativeMs: 1_000,
      staleMs: 3_600_000,
      patienceMs: 200,
      inUseMs: 900_000,
      maxNames: 256,
      now: () => performance.now(),
      resolve: (name) => resolveName(name),
      ...Object.fromEntries(given),
    }
    const { maxTtlMs, minTtlMs } = this.#options
    check("DnsCache", number({ above: 0, most: maxTtlMs }), minTtlMs, "minTtlMs")
  }

  get stats(): DnsStats {
    return { names: this.#entries.size, ...this.#counts }
  }

  /** As `dns.lookup`, for `net`, `tls`, `http.Agent` and `http2`. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    const failed = (error: Error) => {
      if (options.all === true) callback(error, [])
      else callback(error, "")
    }
    const found = (addresses: ReadonlyArray<LookupAddress>) => {
      const first = addresses[0]
      if (first === undefined) failed(notFound(hostname))
      else if (options.all === true) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    }
    // Outside the promise, so that what the callback throws is not taken for a failed resolution.
    this.resolve(hostname, options).then(
      (addresses) => process.nextTick(found, addresses),
      (cause: unknown) =>
        process.nextTick(failed, cause instanceof Error ? cause : notFound(hostname)),
    )
  }

  /** Every address of the name that the options allow, another one first each time. */
  async resolve(
    hostname: string,
    options: LookupOptions = {},
  ): Promise<ReadonlyArray<LookupAddress>> {
    const literal = isIP(hostname)
    if (literal !== 0) return [{ address: hostname, family: literal }]
    const entry = await this.#current(nameOf(hostname))
    const family = familyOf(options.family)
    const fitting = entry.addresses.filter((each) => family === 0 || each.family === family)
    if (fitting.length === 0) throw entry.error instanceof Error ? entry.error : notFound(hostname)
    return arrange(fitting, entry.turn++, options.order)
  }

  /**
   * To be told when an address of the name could not be connected to: the name may lead elsewhere by now. The next look-up
   * asks again, unless the last question is not older than `negativeMs`. The old answer stays good if that fails or is slow.
   */
  doubt(hostname: string): void {
    const entry = this.#entries.get(nameOf(hostname))
    // Where nothing is known, nothing can have failed to connect: a failure is remembered for its time.
    if (entry === undefined || entry.addresses.length === 0 || entry.pending !== undefined) return
    const now = this.#options.now()
    if (now - entry.askedAt >= this.#options.negativeMs) entry.freshUntil = now
  }

  /** Stops the refreshing ahead of expiry; nothing holds a timer afterwards. */
  close(): void {
    this.#closed = true
    for (const entry of this.#entries.values()) clearTimeout(entry.prefetch)
  }

  async #current(name: string): Promise<Entry> {
    const now = this.#options.now()
    const known = this.#entries.get(name)
    const entry = known ?? this.#add()
    entry.usedAt = now
    // Last in the map is last used.
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    this.#bound()
    if (now < entry.freshUntil) {
      this.#counts.hits++
      return entry
    }
    this.#counts.misses++
    await this.#patiently(entry, this.#refresh(name, entry))
    return entry
  }

  /** Waits for the refresh; not for long when there is an old answer to serve. */
  async #patiently(entry: Entry, refresh: Promise<void>): Promise<void> {
    const servable = this.#options.now() < entry.validUntil + this.#options.staleMs
    if (entry.addresses.length === 0 || !servable) return refresh
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<"slow">((resolve) => {
      timer = setTimeout(() => resolve("slow"), this.#options.patienceMs)
      timer.unref()
    })
    const outcome = await Promise.race([refresh, enough])
    clearTimeout(timer)
    if (outcome === "slow") this.#counts.stale++
  }

  #add(): Entry {
    return {
      addresses: [],
      error: undefined,
      freshUntil: 0,
      validUntil: 0,
      usedAt: 0,
      askedAt: 0,
      pending: undefined,
      prefetch: undefined,
      turn: 0,
    }
  }

  #bound(): void {
    for (const [name, entry] of this.#entries) {
      if (this.#entries.size <= this.#options.maxNames) return
      clearTimeout(entry.prefetch)
      this.#entries.delete(name)
    }
  }

  /** Never fails: the outcome stands in the entry. */
  #refresh(name: string, entry: Entry): Promise<void> {
    const { now, resolve, minTtlMs, maxTtlMs, negativeMs, staleMs } = this.#options
    if (entry.pending !== undefined) return entry.pending
    this.#counts.queries++
    entry.askedAt = now()
    entry.pending = resolve(name)
      .then(({ addresses, ttl }) => {
        if (addresses.length === 0) throw notFound(name)
        const ttlMs = Math.min(maxTtlMs, Math.max(minTtlMs, (ttl ?? 0) * 1_000))
        entry.addresses = addresses
        entry.error = undefined
        entry.freshUntil = now() + ttlMs
        entry.validUntil = entry.freshUntil
        this.#prefetchAfter(name, entry, ttlMs * 0.8)
      })
      .catch((error: unknown) => {
        this.#counts.failures++
        if (entry.addresses.length > 0 && now() < entry.validUntil + staleMs) {
          if (now() >= entry.validUntil) this.#counts.stale++
          // Kept while valid, also where it was doubted; served a little longer once expired, then asked again.
          entry.freshUntil = Math.max(entry.validUntil, now() + negativeMs)
          this.#prefetchAfter(name, entry, 10 * negativeMs)
          return
        }
        entry.addresses = []
        entry.error = error
        entry.freshUntil = now() + negativeMs
      })
      .finally(() => {
        entry.pending = undefined
        // From the end of a question that took long to the next one lies a while as well.
        entry.askedAt = now()
      })
    return entry.pending
  }

  /** A name in use is asked again before its answer expires, so that no request waits for it. */
  #prefetchAfter(name: string, entry: Entry, afterMs: number): void {
    clearTimeout(entry.prefetch)
    if (this.#closed) return
    entry.prefetch = setTimeout(() => {
      const forgotten = this.#entries.get(name) !== entry
      if (forgotten || this.#options.now() - entry.usedAt >= this.#options.inUseMs) return
      this.#counts.prefetches++
      void this.#refresh(name, entry)
    }, afterMs)
    entry.prefetch.unref()
  }
}

/** A final dot only says that the name is complete. */
const nameOf = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, "")

const familyOf = (family: LookupOptions["family"]): number =>
  family === "IPv4" ? 4 : family === "IPv6" ? 6 : (family ?? 0)

const arrange = (
  addresses: ReadonlyArray<LookupAddress>,
  turn: number,
  order: LookupOptions["order"],
): ReadonlyArray<LookupAddress> => {
  const start = turn % addresses.length
  const rotated = [...addresses.slice(start), ...addresses.slice(0, start)]
  if (order !== "ipv4first" && order !== "ipv6first") return rotated
  const first = order === "ipv4first" ? 4 : 6
  return [
    ...rotated.filter((a) => a.family === first),
    ...rotated.filter((a) => a.family !== first),
  ]
}

const notFound = (name: string): Error =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND", hostname: name })
