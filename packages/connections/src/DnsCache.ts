/**
 * A `lookup` for sockets and agents that asks the resolver once per name and TTL.
 *
 * Within [60 s, 300 s] the record's own TTL is kept; a failed refresh serves what was known; concurrent
 * questions for a name share one query; addresses rotate from call to call. Names that DNS does not know
 * (hosts file, `localhost`) fall back to the system's resolution, kept for the floor.
 */
import { type LookupAddress, type LookupOptions } from "node:dns"
import { lookup as systemLookup, Resolver } from "node:dns/promises"
import { isIP, type LookupFunction } from "node:net"

export interface Answer {
  readonly addresses: ReadonlyArray<LookupAddress>
  /** Seconds, as the record says; absent when the source has none. */
  readonly ttl: number | undefined
}

export interface DnsCacheOptions {
  /** Milliseconds; 60,000. */
  readonly minTtlMs?: number
  /** Milliseconds; 300,000. */
  readonly maxTtlMs?: number
  /** How long a failure is remembered when nothing is known of the name; 1,000 ms. */
  readonly negativeMs?: number
  /** How long after its expiry an answer may still be served when the refresh fails; 1 h. */
  readonly staleMs?: number
  /** Names kept at most; 256. */
  readonly maxNames?: number
  readonly now?: () => number
  readonly resolve?: (name: string) => Promise<Answer>
}

export interface DnsStats {
  readonly names: number
  readonly hits: number
  readonly misses: number
  readonly stale: number
  readonly failures: number
}

interface Entry {
  addresses: ReadonlyArray<LookupAddress>
  error: unknown
  refreshAt: number
  expiresAt: number
  /** When the record itself ran out; a stale answer is served until long after. */
  validUntil: number
  pending: Promise<void> | undefined
  turn: number
}

export class DnsCache {
  readonly #options: Required<DnsCacheOptions>
  readonly #entries = new Map<string, Entry>()
  #counts = { hits: 0, misses: 0, stale: 0, failures: 0 }

  constructor(options: DnsCacheOptions = {}) {
    this.#options = {
      minTtlMs: 60_000,
      maxTtlMs: 300_000,
      negativeMs: 1_000,
      staleMs: 3_600_000,
      maxNames: 256,
      now: () => performance.now(),
      resolve: resolveName,
      ...options,
    }
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
    const entry = await this.#current(hostname.toLowerCase())
    const family = familyOf(options.family)
    const fitting = entry.addresses.filter((each) => family === 0 || each.family === family)
    if (fitting.length === 0) throw entry.error instanceof Error ? entry.error : notFound(hostname)
    return arrange(fitting, entry.turn++, options.order)
  }

  async #current(name: string): Promise<Entry> {
    const now = this.#options.now()
    const entry = this.#entries.get(name)
    if (entry !== undefined && now < entry.expiresAt) {
      this.#counts.hits++
      if (now >= entry.refreshAt) void this.#refresh(name, entry)
      return entry
    }
    this.#counts.misses++
    const fresh = entry ?? this.#add(name)
    await this.#refresh(name, fresh)
    return fresh
  }

  #add(name: string): Entry {
    const entry: Entry = {
      addresses: [],
      error: undefined,
      refreshAt: 0,
      expiresAt: 0,
      validUntil: 0,
      pending: undefined,
      turn: 0,
    }
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < this.#options.maxNames) break
      this.#entries.delete(oldest)
    }
    this.#entries.set(name, entry)
    return entry
  }

  /** Never fails: the outcome stands in the entry. */
  #refresh(name: string, entry: Entry): Promise<void> {
    const { resolve, now, minTtlMs, maxTtlMs, negativeMs, staleMs } = this.#options
    entry.pending ??= resolve(name)
      .then(({ addresses, ttl }) => {
        if (addresses.length === 0) throw notFound(name)
        const ttlMs = Math.min(maxTtlMs, Math.max(minTtlMs, (ttl ?? 0) * 1_000))
        entry.addresses = addresses
        entry.error = undefined
        entry.expiresAt = now() + ttlMs
        entry.validUntil = entry.expiresAt
        // A name in use is asked again before its answer expires, so that no request waits for it.
        entry.refreshAt = now() + ttlMs * 0.8
      })
      .catch((error: unknown) => {
        this.#counts.failures++
        const tooOld = now() >= entry.validUntil + staleMs
        if (entry.addresses.length > 0 && !tooOld) {
          this.#counts.stale++
          entry.refreshAt = now() + negativeMs
          // Kept as it is while valid; served a little longer once expired, then asked again.
          entry.expiresAt = Math.max(entry.expiresAt, now() + negativeMs)
          return
        }
        entry.addresses = []
        entry.error = error
        entry.expiresAt = now() + negativeMs
        entry.refreshAt = entry.expiresAt
      })
      .finally(() => {
        entry.pending = undefined
      })
    return entry.pending
  }
}

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

/** DNS first, for the TTL; then the system, which also knows the hosts file. Bounded to about 4 s. */
const resolveName = async (name: string): Promise<Answer> => {
  if (name === "localhost" || name.endsWith(".localhost") || !name.includes("."))
    return system(name)
  const resolver = new Resolver({ timeout: 1_000, tries: 2 })
  const [four, six] = await Promise.allSettled([
    resolver.resolve4(name, { ttl: true }),
    resolver.resolve6(name, { ttl: true }),
  ])
  const records = [
    ...(four.status === "fulfilled" ? four.value : []),
    ...(six.status === "fulfilled" ? six.value : []),
  ]
  if (records.length === 0) return system(name)
  return {
    addresses: records.map(({ address }) => ({ address, family: isIP(address) })),
    ttl: Math.min(...records.map((record) => record.ttl)),
  }
}

const system = async (name: string): Promise<Answer> => ({
  addresses: await systemLookup(name, { all: true }),
  ttl: undefined,
})
