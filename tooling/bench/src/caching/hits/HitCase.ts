/**
 * Types and labels of the hit benchmark. A case is one server, the cache tier it answers from (memory or Redis), and
 * one kind of answer (words alone or with product cards). `asOften` repeats a list of texts, from the front again, up
 * to a given number of texts.
 */
import type { Kind } from "./HitQuestions.ts"
import type { CacheTier } from "../stores/PeerCaches.ts"

export interface HitServer {
  readonly name: string
  readonly place: CacheTier
  readonly own: boolean
  /** Of its customers in the load process. */
  readonly customers: string
  /** Microseconds so far, user and system. */
  readonly processorTime: () => Promise<number>
}

export interface HitCase {
  readonly kind: Kind
  readonly server: HitServer
}

export const places = ["memory", "redis"] as const
export const placeNames = { memory: "from memory", redis: "from Redis" } as const
export const kindNames = { words: "in words alone", products: "with product cards" } as const

export const labelOf = ({ kind, server }: HitCase): string =>
  `${server.name} ${placeNames[server.place]}, ${kindNames[kind]}`

/** `texts` again and again, until they are `count`. */
export const asOften = (texts: ReadonlyArray<string>, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, at) => texts[at % texts.length] ?? "")
