/**
 * Measures what a cache hit costs the whole server, from memory and from Redis, beside minimal servers around other
 * caches in the same round. The cost is the processor time of the server's process, so customers and Redis may share the
 * other core.
 */
import { row, type RowFigure } from "../../command/Row.ts"
import { atLeast, atMost } from "../../measure/Figure.ts"
import { rotated } from "../../measure/Order.ts"
import { settle } from "../../measure/Settle.ts"
import { median } from "../../measure/Statistics.ts"
import { type Kind, kinds } from "./HitQuestions.ts"
import {
  compared,
  type HitLaboratory,
  type HitServer,
  isHit,
  openHitServers,
  type Place,
} from "./HitServers.ts"

const placeNames = { memory: "from memory", redis: "from Redis" } as const
const kindNames = { words: "in words alone", products: "with product cards" } as const

export interface HitCost {
  /** Of processor time, for one message. */
  readonly microseconds: number
  /** Percent. */
  readonly hits: number
  /** Why one was no hit, where one was not. */
  readonly firstMiss: string | undefined
  /** Values read from Redis for one message, as Redis counts them; of our own server alone it means something. */
  readonly reads: number
}

export interface HitRound {
  readonly costs: ReadonlyMap<string, HitCost>
}

/**
 * Messages under way. From Redis fewer, or those behind wait longer than a read of Redis may take; cards may be verified
 * by a read of the table, which the emulated one does slowly.
 */
const atOnceOf = (kind: Kind, place: Place): number =>
  kind === "products" ? 4 : place === "memory" ? 64 : 16

const most = 20_000
/** A server that leaves more than this unanswered measures something else. */
const leastAnswered = 0.9

/** An entry is read by GETRANGE. */
const readCommands = ["get", "getrange", "mget", "getex", "hget", "hmget"]

const readsOf = async ({ redis }: HitLaboratory): Promise<number> => {
  const calls = await redis.calls()
  return readCommands.reduce((sum, command) => sum + (calls.get(command) ?? 0), 0)
}

/** What the reading of the processor's time itself takes is taken off. */
const hitCost = async (
  laboratory: HitLaboratory,
  { name, place, processorTime, url }: HitServer,
  kind: Kind,
  count: number,
): Promise<HitCost> => {
  const known = laboratory.texts[kind]
  const texts = Array.from({ length: count }, (_, at) => known[at % known.length] ?? "")
  const readsBefore = await readsOf(laboratory)
  const empty = await processorTime()
  const before = await processorTime()
  const told = await laboratory.customers.call("ask", {
    urls: [url],
    texts,
    atOnce: atOnceOf(kind, place),
  })
  const after = await processorTime()
  const reads = (await readsOf(laboratory)) - readsBefore
  const answered = told.filter(({ source }) => source !== undefined)
  if (answered.length < leastAnswered * count) {
    const failed = told.find(({ source }) => source === undefined)
    throw new Error(`${name}: ${answered.length} of ${count} answered: ${failed?.outcome}`)
  }
  return {
    microseconds: Math.max(0, after - before - (before - empty)) / answered.length,
    hits: (100 * answered.filter(isHit).length) / answered.length,
    firstMiss: answered.find((each) => !isHit(each))?.reason,
    reads: reads / answered.length,
  }
}

const keyOf = (name: string, place: Place, kind: Kind): string => `${name} ${place} ${kind}`

/** So many messages as take so much processor time, by what one cost before. */
const countFor = (budgetMs: number, expected: HitCost | undefined): number => {
  const count = (1_000 * budgetMs) / Math.max(5, expected?.microseconds ?? Infinity)
  return Math.round(Math.min(most, Math.max(60, count)))
}

const costsOf = (rounds: ReadonlyArray<HitRound>, ...where: Parameters<typeof keyOf>) =>
  rounds.flatMap(({ costs }) => costs.get(keyOf(...where)) ?? [])

/** What a bare composition of the same parts was measured to cost. */
const mostMicroseconds = { memory: 16, redis: 38 } as const
const leastPerSecond = { memory: 60_000, redis: 26_000 } as const

/** Of servers that do nothing else the cheapest; and why the cost is not that of hits alone, where it is not. */
const noteOf = (rounds: ReadonlyArray<HitRound>, place: Place, kind: Kind): string => {
  const costOf = (name: string) =>
    median(costsOf(rounds, name, place, kind).map(({ microseconds }) => microseconds))
  const [cheapest] = compared
    .flatMap(([name, of]) => (of === place && name !== "MangaAssist" ? [name] : []))
    .toSorted((a, b) => costOf(a) - costOf(b))
  const own = costsOf(rounds, "MangaAssist", place, kind)
  const missed = Math.round(100 - median(own.map(({ hits }) => hits)))
  const why = own.find(({ firstMiss }) => firstMiss !== undefined)?.firstMiss ?? "unknown"
  return [
    "a whole turn: limits, understanding, ledger, record; where it goes is on the page of limits",
    `${cheapest}, which does nothing else, takes ${costOf(cheapest ?? "").toPrecision(3)} here`,
    ...(missed > 1 ? [`${missed} % were no hits and are counted in: ${why}`] : []),
  ].join("; ")
}

const figuresOfKind = <const K extends Kind>(kind: K) => {
  const ofServers = compared.map(([name, place]) => {
    const isOwn = name === "MangaAssist"
    return {
      name: `processor time of a hit ${placeNames[place]}, ${kindNames[kind]}: ${name}` as const,
      unit: "µs",
      of: (round: HitRound) => costsOf([round], name, place, kind)[0]?.microseconds,
      target: isOwn ? atMost(mostMicroseconds[place]) : undefined,
      note: (rounds: ReadonlyArray<HitRound>) => (isOwn ? noteOf(rounds, place, kind) : undefined),
    }
  })
  const ofPlaces = (["memory", "redis"] as const).flatMap((place) => {
    const own = (round: HitRound) => costsOf([round], "MangaAssist", place, kind)[0]
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

const rate = <const P extends Place>(place: P) =>
  ({
    name: `hits a second on one core: ${placeNames[place]}` as const,
    unit: "/s",
    of: (round: HitRound) =>
      1e6 / (costsOf([round], "MangaAssist", place, "words")[0]?.microseconds ?? Number.NaN),
    target: atLeast(leastPerSecond[place]),
    note: "1 s ÷ processor time",
  }) satisfies RowFigure<HitRound, string>

export const hitFigures = () => [
  ...figuresOfKind("words"),
  ...figuresOfKind("products"),
  rate("memory"),
  rate("redis"),
]

const expected = new Map<string, HitCost>()

/** Of one server: as much as takes so much processor time. */
const costWithin = (laboratory: HitLaboratory, server: HitServer, kind: Kind, budgetMs: number) => {
  const known = expected.get(keyOf(server.name, server.place, kind))
  return hitCost(laboratory, server, kind, countFor(budgetMs, known))
}

export const hitPath = row({
  name: "hit-path",
  processes: openHitServers,
  warm: async (laboratory, { quick }) => {
    for (const kind of kinds) {
      for (const server of laboratory.servers) {
        const warmUp = async (budgetMs: number) => {
          const cost = await costWithin(laboratory, server, kind, budgetMs)
          expected.set(keyOf(server.name, server.place, kind), cost)
          return { cost: cost.microseconds }
        }
        await warmUp(100)
        const budgetMs = quick ? 400 : 1_000
        // The others have little code to compile.
        await (server.name === "MangaAssist" ? settle(() => warmUp(budgetMs)) : warmUp(budgetMs))
      }
    }
  },
  load: async (laboratory, { quick }, round): Promise<HitRound> => {
    const costs = new Map<string, HitCost>()
    for (const kind of kinds) {
      for (const server of rotated(laboratory.servers, round)) {
        const cost = await costWithin(laboratory, server, kind, quick ? 200 : 1_500)
        costs.set(keyOf(server.name, server.place, kind), cost)
      }
    }
    return { costs }
  },
  figures: hitFigures,
})
