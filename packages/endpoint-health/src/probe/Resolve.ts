/**
 * Resolves all addresses of a name, IPv4 and IPv6, by asking the DNS server.
 *
 * `getaddrinfo` is avoided, because it occupies threads that file and crypto calls share. Only a name unknown to DNS
 * is looked up in the hosts file too.
 */
import { lookup, Resolver } from "node:dns/promises"
import { isIP } from "node:net"

export type Resolve = (host: string) => Promise<ReadonlyArray<string>>

export interface ResolveOptions {
  /** Addresses, with `:port` where it is not 53; the system's unless given. */
  readonly servers?: ReadonlyArray<string>
  /** For a whole resolution, in milliseconds. */
  readonly deadlineMs: number
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : ""

/** DNS has no such address; the hosts file may. `ECONNREFUSED`: this machine has no DNS server. */
const hostsMayKnow: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA", "ECONNREFUSED"])

const fromSystem = async (host: string): Promise<ReadonlyArray<string>> =>
  (await lookup(host, { all: true, order: "verbatim" })).map(({ address }) => address)

export const resolveWith =
  ({ servers, deadlineMs }: ResolveOptions): Resolve =>
  async (host) => {
    if (isIP(host) !== 0) return [host]
    if (/^(?:.+\.)?localhost\.?$/i.test(host)) return fromSystem(host)
    // The second try waits twice as long as the first: both together stay below the deadline.
    const resolver = new Resolver({ timeout: Math.max(1, Math.trunc(deadlineMs * 0.3)), tries: 2 })
    if (servers !== undefined) resolver.setServers(servers)
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    const addresses = answers.flatMap((answer) =>
      answer.status === "fulfilled" ? answer.value : [],
    )
    if (addresses.length > 0) return addresses
    const causes: ReadonlyArray<unknown> = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason] : [],
    )
    const broken = causes.find((cause) => !hostsMayKnow.has(codeOf(cause)))
    if (broken !== undefined) throw broken
    if (servers === undefined) return fromSystem(host)
    const [first] = causes
    if (first !== undefined) throw first
    return []
  }
