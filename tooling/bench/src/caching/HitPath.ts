/**
 * What a hit costs the whole server, from memory and from Redis, with the same questions asked of small
 * servers over other caches in the same run.
 *
 * The cost is processor time of the server's process, so that it does not matter that customers and
 * Redis share the other core. At half load the rate is half of what our own server could do by that cost.
 */
import type { Measuring, Part } from "../Benchmark.ts"
import { atLeast, atMost, type Figure, figure } from "../Figure.ts"
import { median } from "../Statistics.ts"
import { type Kind, kinds, repeated } from "./HitQuestions.ts"
import { type HitLaboratory, type HitServer, withHitServers } from "./HitServers.ts"
import type { Latency } from "./LoadProcess.ts"
import type { CachePlace } from "./PeerCaches.ts"

const places = ["memory", "redis"] as const
const placeNames = { memory: "from memory", redis: "from Redis" } as const
const kindNames = { words: "in words alone", products: "with product cards" } as const

/** From `docs/decisions`; measured with a bare composition of the same parts. */
const microseconds = { memory: 16, redis: 38 } as const
const perSecond = { memory: 60_000, redis: 26_000 } as const

/** These many questions are asked again and again; the others are asked of Redis, once in a while. */
const hotQuestions = 20
/** A copy in memory answers alone for so long. */
const nearMs = 5_200
/** Cards are verified by a read of the table, which the emulated one does slowly. */
const concurrency = { words: 64, products: 8 } as const

interface Cost {
  readonly microseconds: number
  readonly hitShare: number
}

interface Case {
  readonly kind: Kind
  readonly server: HitServer
}

type Costs = ReadonlyMap<Case, Cost>
type Latencies = ReadonlyMap<Case, Latency>

const textsOf = ({ texts }: HitLaboratory, { kind, server }: Case): ReadonlyArray<string> =>
  server.place === "memory" || !server.own
    ? texts[kind].slice(0, hotQuestions)
    : texts[kind].slice(hotQuestions)

/** Keeps each wave of our own server's Redis hits apart from the last by more than memory answers alone. */
const waves = () => {
  const asked = new Map<Case, number>()
  return {
    wait: async (each: Case) => {
      const ago = performance.now() - (asked.get(each) ?? performance.now())
      const fresh = each.server.own && each.server.place === "redis"
      if (fresh && ago < nearMs) await new Promise((resolve) => setTimeout(resolve, nearMs - ago))
    },
    asked: (each: Case) => void asked.set(each, performance.now()),
  }
}

type Waves = ReturnType<typeof waves>

/** Processor time of one message; the reading of the clock itself is taken off. */
const cost = async (
  { load }: HitLaboratory,
  each: Case,
  texts: ReadonlyArray<string>,
): Promise<Cost> => {
  const { kind, server } = each
  const empty = await server.processorTime()
  const before = await server.processorTime()
  const asked = await load.call("ask", {
    name: server.customers,
    texts,
    concurrency: concurrency[kind],
  })
  const after = await server.processorTime()
  if (asked.answered < 0.9 * texts.length) {
    throw new Error(`${server.name}: ${asked.failed} of ${texts.length}: ${asked.firstFailure}`)
  }
  return {
    microseconds: (after - before - (before - empty)) / asked.answered,
    hitShare: asked.hits / asked.answered,
  }
}

/** As many messages as take so much processor time; from Redis no more than there are questions. */
const sized = (
  laboratory: HitLaboratory,
  each: Case,
  budgetMs: number,
  expected: number,
): ReadonlyArray<string> => {
  const texts = textsOf(laboratory, each)
  const once = each.server.own && each.server.place === "redis"
  const count = Math.min(20_000, Math.max(100, Math.round((1_000 * budgetMs) / expected)))
  return once ? texts.slice(0, count) : repeated(texts, count)
}

const measureHits = async (
  { overRounds, progress, quick, rounds, seed }: Measuring,
  laboratory: HitLaboratory,
) => {
  const cases = kinds.flatMap((kind) => laboratory.servers.map((server) => ({ kind, server })))
  const wave = waves()
  const expected = new Map<Case, number>()
  for (const each of cases) {
    progress.step(`hit-path: warming up, ${labelOf(each)}`)
    for (let time = 0; time < 2; time += 1) {
      const texts = sized(laboratory, each, quick ? 150 : 500, expected.get(each) ?? 100)
      const { microseconds: found } = await cost(laboratory, each, texts)
      expected.set(each, Math.max(5, found))
    }
    wave.asked(each)
  }
  const budgetMs = quick ? 250 : 1_500
  return overRounds(rounds, async (round) => {
    const costs = new Map<Case, Cost>()
    for (const each of rotated(cases, round)) {
      progress.step(`hit-path: round ${round + 1} of ${rounds}, ${labelOf(each)}`)
      await wave.wait(each)
      const texts = sized(laboratory, each, budgetMs, expected.get(each) ?? 100)
      costs.set(each, await cost(laboratory, each, texts))
      wave.asked(each)
    }
    const latencies = await halfLoad(laboratory, cases, costs, wave, { quick, seed: seed + round })
    return { costs, latencies }
  })
}

/** Questions answered in words, of every server at one rate. */
const halfLoad = async (
  laboratory: HitLaboratory,
  cases: ReadonlyArray<Case>,
  costs: Costs,
  wave: Waves,
  { quick, seed }: { readonly quick: boolean; readonly seed: number },
): Promise<Latencies> => {
  const latencies = new Map<Case, Latency>()
  for (const place of places) {
    const compared = cases.filter(({ kind, server }) => kind === "words" && server.place === place)
    const ours = compared.find(({ server }) => server.own)
    const each = ours === undefined ? undefined : costs.get(ours)
    if (each === undefined) continue
    const rate = Math.min(mostPerSecond, 500_000 / each.microseconds)
    for (const one of compared) {
      await wave.wait(one)
      const texts = textsOf(laboratory, one)
      const wanted = Math.round(rate * (quick ? 0.7 : 3))
      const count = one.server.place === "redis" ? Math.min(wanted, texts.length) : wanted
      const { failed, firstFailure, p50, p99 } = await laboratory.load.call("askAtRate", {
        name: one.server.customers,
        texts,
        perSecond: rate,
        count: Math.max(50, count),
        seed,
      })
      wave.asked(one)
      if (failed > 0) throw new Error(`${labelOf(one)}: ${failed} failed: ${firstFailure}`)
      latencies.set(one, { p50, p99 })
    }
  }
  return latencies
}

/** What the customers' own core affords. */
const mostPerSecond = 8_000

const labelOf = ({ kind, server }: Case): string =>
  `${server.name} ${placeNames[server.place]}, ${kindNames[kind]}`

/** Another one begins in each round, so that none is always first after a pause. */
const rotated = <A>(list: ReadonlyArray<A>, by: number): ReadonlyArray<A> => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
]

type Rounds = Awaited<ReturnType<typeof measureHits>>

const notes = {
  memory: "the whole turn: limits, understanding, ledger, record; the other servers do none of it",
  peer: "uWebSockets.js, one parse, the same key and frames, nothing else",
  floor: "what a hit costs at least",
} as const

const figuresOf = (measured: Rounds, cases: ReadonlyArray<Case>): ReadonlyArray<Figure> => {
  const costsOf = (each: Case) =>
    measured.map(({ costs }) => costs.get(each)?.microseconds ?? Number.NaN)
  const chosen = (kind: Kind, place: CachePlace) =>
    cases.filter((each) => each.kind === kind && each.server.place === place)
  const costFigures = kinds.flatMap((kind) =>
    places.flatMap((place) =>
      chosen(kind, place).map((each) =>
        figure(
          `processor time of a hit ${placeNames[place]}, ${kindNames[kind]}: ${each.server.name}`,
          "µs",
          costsOf(each),
          each.server.own
            ? { target: atMost(microseconds[place]), note: notes.memory }
            : { note: each.server.name === "lru-cache alone" ? notes.floor : notes.peer },
        ),
      ),
    ),
  )
  const own = cases.filter(({ server }) => server.own)
  const rates = own
    .filter(({ kind }) => kind === "words")
    .map((each) =>
      figure(
        `hits a second on one core: ${placeNames[each.server.place]}`,
        "/s",
        costsOf(each).map((value) => 1e6 / value),
        { target: atLeast(perSecond[each.server.place]), note: "1 s ÷ processor time" },
      ),
    )
  const shares = own.map((each) =>
    figure(
      `repeated questions answered from the cache: ${placeNames[each.server.place]}, ${kindNames[each.kind]}`,
      "%",
      measured.map(({ costs }) => 100 * (costs.get(each)?.hitShare ?? 0)),
      { target: atLeast(99) },
    ),
  )
  const latencyFigures = places.flatMap((place) =>
    chosen("words", place).flatMap((each) =>
      (["p50", "p99"] as const).map((percentile) =>
        figure(
          `a hit ${placeNames[place]} at half load, send to turn-end: ${each.server.name}, ${percentile}`,
          "ms",
          measured.map(({ latencies }) => latencies.get(each)?.[percentile] ?? Number.NaN),
          each.server.own
            ? {
                note: `all at one rate, half of what our cost allows, at most ${mostPerSecond}/s: ${Math.round(
                  Math.min(mostPerSecond, 500_000 / median(costsOf(each))),
                )}/s`,
              }
            : {},
        ),
      ),
    ),
  )
  return [...costFigures, ...rates, ...shares, ...latencyFigures]
}

export const hitPath: Part = {
  name: "hit-path",
  measure: (measuring) =>
    withHitServers(
      { questions: measuring.quick ? 150 : 320, progress: measuring.progress },
      async (laboratory) => {
        const measured = await measureHits(measuring, laboratory)
        const [first] = measured
        return first === undefined ? [] : figuresOf(measured, [...first.costs.keys()])
      },
    ),
}
