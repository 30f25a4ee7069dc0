/**
 * A cache library (lru-cache, bentocache, …) in the plain server, to compare what a hit costs there with this project's
 * server: normalises and hashes the question as that does, and sends the cached answer as the same frames at once.
 *
 * It does less than the orchestrator: no limits, no session owner, no parsing of the question, no timing of stages, no
 * record of the turn.
 */
import { keyOf, serveTurns, type WholeTurn } from "./TurnServer.ts"
import { type Peer, peerCache, type Place } from "../stores/PeerCaches.ts"

const [, , peer, place, redisUrl = ""] = process.argv
const cache = peerCache<WholeTurn>(peer as Peer, place as Place, redisUrl) // Started by `HitServers.ts`.

const missing = (): Promise<WholeTurn> => Promise.reject(new Error("not in the cache"))

const calls = await serveTurns((text) => cache.get(keyOf("simple", text), missing), {
  put: async (entries: ReadonlyArray<{ readonly text: string; readonly turn: WholeTurn }>) => {
    for (const { text, turn } of entries) await cache.put(keyOf("simple", text), turn)
  },
})

export type PeerServerCalls = typeof calls
