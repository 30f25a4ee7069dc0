/**
 * Resolves a name to all its addresses with their TTL, in the system's order: hosts file, DNS, then the system's
 * resolver, which knows search domains.
 *
 * A failing or slow address family never affects the other. Bounded by a deadline.
 */
import type { LookupAddress } from "node:dns"
import { lookup as systemLookup, Resolver } from "node:dns/promises"
import { isIP } from "node:net"
import { hostsFile } from "./HostsFile.ts"

export interface Answer {
  readonly addresses: ReadonlyArray<LookupAddress>
  /** Seconds, as the record says; absent when the source has none. */
  readonly ttl: number | undefined
}

type Query = (
  name: string,
) => Promise<ReadonlyArray<{ readonly address: string; readonly ttl: number }>>

export interface NameSources {
  readonly hosts: (name: string) => Promise<ReadonlyArray<LookupAddress>>
  readonly four: Query
  readonly six: Query
  readonly system: (name: string) => Promise<ReadonlyArray<LookupAddress>>
}

/** How long the slower family is waited for once the other answered; RFC 8305, section 3. */
const otherFamilyMs = 50
/** Two questions of a second each to the resolver, and what the system needs when that fails. */
const deadlineMs = 4_000

const liveSources = (): NameSources => {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 })
  return {
    hosts: hostsFile,
    four: (name) => resolver.resolve4(name, { ttl: true }),
    six: (name) => resolver.resolve6(name, { ttl: true }),
    system: (name) => systemLookup(name, { all: true }),
  }
}

export const resolveName = (name: string, sources = liveSources()): Promise<Answer> =>
  within(deadlineMs, answer(name, sources), name)

const answer = async (name: string, sources: NameSources): Promise<Answer> => {
  const hosts = await sources.hosts(name)
  if (hosts.length > 0) return { addresses: hosts, ttl: undefined }
  // `localhost` never leaves the machine, and a single label is meant for the search domains.
  const local = name === "localhost" || name.endsWith(".localhost") || !name.includes(".")
  const records = local ? [] : await bothFamilies(name, sources)
  if (records.length === 0) return { addresses: await sources.system(name), ttl: undefined }
  return {
    addresses: records.map(({ address }) => ({ address, family: isIP(address) })),
    ttl: Math.min(...records.map((record) => record.ttl)),
  }
}

/** What both families answered; empty when neither did. Never fails. */
const bothFamilies = (name: string, { four, six }: NameSources) =>
  new Promise<ReadonlyArray<{ readonly address: string; readonly ttl: number }>>((resolve) => {
    const found: [Awaited<ReturnType<Query>>, Awaited<ReturnType<Query>>] = [[], []]
    let open = 2
    let timer: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(timer)
      resolve(found.flat())
    }
    const ask = (index: 0 | 1, query: Query) => {
      query(name)
        .then((records) => {
          found[index] = records
        })
        .catch(() => {})
        .finally(() => {
          open--
          if (open === 0) finish()
          else if (found[index].length > 0) timer = setTimeout(finish, otherFamilyMs)
        })
    }
    ask(0, four)
    ask(1, six)
  })

const within = <A>(limitMs: number, promise: Promise<A>, name: string): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new Error(`queryA ETIMEOUT ${name}: no answer in ${limitMs} ms`)
      reject(Object.assign(error, { code: "ETIMEOUT", hostname: name }))
    }, limitMs)
    timer.unref()
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
