/**
 * Measures what a cache hit costs the whole server, from memory and from Redis, beside minimal servers around other
 * caches in the same round. The cost is the processor time of the server's process, so customers and Redis may share the
 * other core.
 */
import { row } from "../../command/Row.ts"
import { atLeast, atMost } from "../../measure/Figure.ts"
import { rotated } from "../../measure/Order.ts"
import { settle } from "../../measure/Settle.ts"
import { median } from "../../measure/Statistics.ts"
import type { Place } from "../stores/PeerCaches.ts"
import { type Kind, kinds } from "./HitQuestions.ts"
import {
  compared,
  type HitLaboratory,
  type HitServer,
  isHit,
  openHitServers,
} from "./HitServers.ts"

const placeNames = { memory: "from memory", redis: "from Redis" } as const
const kindNames = { words: "in words alone", products: "with product cards" } as const

/**
 * Messages under way. From Redis fewer, or those behind wait longer than a read of Redis may take; cards may be verified
 * by a read of the table, which the emulated one does slowly.
 */
const atOnceOf = (kind: Kind, place: Place): number =>
  kind === "products" ? 4 : place === "memory" ? 64 : 16

/** Others cost little, so that more of them are needed to be told apart. */
const messages = { own: { quick: 1_000, full: 5_000 }, others: { quick: 4_000, full: 20_000 } }
/** A server that leaves more than this unanswered measures something else. */
const leastAnswered = 0.9

/** An entry is read by GETRANGE. */
const readCommands = ["get", "getrange", "mget", "getex", "hget", "hmget"]

const readsOf = async ({ redis }: HitLaboratory): Promise<number> => {
  const calls = await redis.calls()
  return readCommands.reduce((sum, command) => sum + (calls.get(command) ?? 0), 0)
}

const hitCost = async (
  laboratory: HitLaboratory,
  { name, place, processorTime, url }: HitServer,
  kind: Kind,
  quick: boolean,
) => {
  const known = laboratory.texts[kind]
  const count = messages[name === "MangaAssist" ? "own" : "others"][quick ? "quick" : "full"]
  const texts = Array.from({ length: count }, (_, at) => known[at % known.length] ?? "")
  const readsBefore = await readsOf(laboratory)
  const before = await processorTime()
  const asked = { urls: [url], texts, atOnce: atOnceOf(kind, place) }
  const told = await laboratory.customers.call("ask", asked)
  const after = await processorTime()
  const reads = (await readsOf(laboratory)) - readsBefore
  const answered = told.filter(({ source }) => source !== undefined)
  if (answered.length < leastAnswered * count) {
    const failed = told.find(({ source }) => source === undefined)
    throw new Error(`${name}: ${answered.length} of ${count} answered: ${failed?.outcome}`)
  }
  return {
    /** Of processor time, for one message. */
    microseconds: (after - before) / answered.length,
    /** Percent. */
    hits: (100 * answered.filter(isHit).length) / answered.length,
    /** Why one was no hit, where one was not. */
    firstMiss: answered.find((each) => !isHit(each))?.reason,
    /** Values read from Redis for one message, as Redis counts them; of our own server alone it means something. */
    reads: reads / answered.length,
  }
}

export type HitCost = Awaited<ReturnType<typeof hitCost>>
/** In the order of `compared`. */
export type HitRound = Readonly<Record<Kind, ReadonlyArray<HitCost>>>

/** A bare server with the same effects takes 38 from memory; the packages' boundaries may take as much again. */
const mostMicroseconds = { memory: 80, redis: 150 } as const

const ownAt = (place: Place): number =>
  compared.findIndex(([name, of]) => name === "MangaAssist" && of === place)

/** And why the cost is not that of hits alone, where it is not. */
const noteOf = (own: ReadonlyArray<HitCost>): string => {
  const missed = Math.round(100 - median(own.map(({ hits }) => hits)))
  const why = own.find(({ firstMiss }) => firstMiss !== undefined)?.firstMiss ?? "unknown"
  const whole =
    "a whole turn: limits, understanding, ledger, record; where it goes is on the page of limits"
  return missed > 1 ? `${whole}; ${missed} % were no hits and are counted in: ${why}` : whole
}

const figuresOfKind = <const K extends Kind>(kind: K) => {
  const ofServers = compared.map(([name, place], at) => {
    const isOwn = name === "MangaAssist"
    return {
      name: `processor time of a hit ${placeNames[place]}, ${kindNames[kind]}: ${name}` as const,
      unit: "µs",
      of: (round: HitRound) => round[kind][at]?.microseconds,
      target: isOwn ? atMost(mostMicroseconds[place]) : undefined,
      note: (rounds: ReadonlyArray<HitRound>) =>
        isOwn ? noteOf(rounds.flatMap((round) => round[kind][at] ?? [])) : undefined,
    }
  })
  const ofPlaces = (["memory", "redis"] as const).flatMap((place) => {
    const own = (round: HitRound) => round[kind][ownAt(place)]
    const where = `${placeNames[place]}, ${kindNames[kind]}` as const
    return [
      {
        name: `repeated questions that were hits: ${where}` as const,
        unit: "%",
        of: (round: HitRound) => own(round)?.hits,
        target: atLeast(99),
      },
      {
        name: `values read from Redis for a hit: ${where}` as const,
        unit: "reads",
        of: (round: HitRound) => own(round)?.reads,
        // Of another place it would be another figure under this name; the shop's own words need none.
        target: place === "redis" && kind === "products" ? atLeast(0.9) : atMost(0.1),
        note: "as Redis counts them: tells where the hits came from",
      },
    ]
  })
  return [...ofServers, ...ofPlaces]
}

export const hitFigures = () => [...figuresOfKind("words"), ...figuresOfKind("products")]

export const hitPath = row({
  name: "hit-path",
  processes: openHitServers,
  warm: async (laboratory, { quick }) => {
    for (const kind of kinds) {
      for (const server of laboratory.servers) {
        const ask = async () => {
          return { cost: (await hitCost(laboratory, server, kind, quick)).microseconds }
        }
        // The others have little code to compile.
        await (server.name === "MangaAssist" ? settle(ask) : ask())
      }
    }
  },
  load: async (laboratory, { quick }, round): Promise<HitRound> => {
    const costsOf = async (kind: Kind) => {
      const costs: Array<HitCost> = []
      for (const [at, server] of rotated([...laboratory.servers.entries()], round)) {
        costs[at] = await hitCost(laboratory, server, kind, quick)
      }
      return costs
    }
    return { words: await costsOf("words"), products: await costsOf("products") }
  },
  figures: hitFigures,
})
