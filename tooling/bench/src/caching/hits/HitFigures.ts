/** Turns the rounds of the hit benchmark into figures with targets and notes. */
import { atLeast, atMost, type Figure, figure, figuresOver } from "../../measure/Figure.ts"
import { median } from "../../measure/Statistics.ts"
import { type HitCase, kindNames, placeNames, places } from "./HitCase.ts"
import type { HitCosts } from "./HitCost.ts"
import type { HitLatencies } from "./HitLatency.ts"
import { type Kind, kinds } from "./HitQuestions.ts"
import type { CacheTier } from "../stores/PeerCaches.ts"

export interface HitRound {
  readonly costs: HitCosts
  readonly latencies: HitLatencies
}

/** What a bare composition of the same parts was measured to cost. */
const mostMicroseconds = { memory: 16, redis: 38 } as const
const leastPerSecond = { memory: 60_000, redis: 26_000 } as const
const leastHitPercent = 99

/** Of servers that look up and send the same frames, and do nothing else, the cheapest. */
const cheapestNote = (
  others: ReadonlyArray<HitCase>,
  costsOf: (each: HitCase) => ReadonlyArray<number>,
): string => {
  const [first] = others
    .map((each) => ({ name: each.server.name, cost: median(costsOf(each)) }))
    .toSorted((a, b) => a.cost - b.cost)
  return first === undefined
    ? ""
    : `; ${first.name}, which does nothing else, takes ${first.cost.toPrecision(3)} here`
}

const wholeTurn =
  "a whole turn: limits, understanding, ledger, record; where it goes is on the page of limits"

export const hitFigures = (measured: ReadonlyArray<HitRound>): ReadonlyArray<Figure> => {
  const cases = [...(measured[0]?.costs.keys() ?? [])]
  const chosen = (kind: Kind, place: CacheTier) =>
    cases.filter((each) => each.kind === kind && each.server.place === place)
  const own = cases.filter(({ server }) => server.own)
  const costsOf = (each: HitCase) =>
    measured.map(({ costs }) => costs.get(each)?.microseconds ?? Number.NaN)

  const costFigures = kinds.flatMap((kind) =>
    places.flatMap((place) =>
      chosen(kind, place).map((each) =>
        figure(
          `processor time of a hit ${placeNames[place]}, ${kindNames[kind]}: ${each.server.name}`,
          "µs",
          costsOf(each),
          each.server.own
            ? {
                target: atMost(mostMicroseconds[place]),
                note:
                  wholeTurn +
                  cheapestNote(
                    chosen(kind, place).filter(({ server }) => !server.own),
                    costsOf,
                  ) +
                  missNote(measured, each),
              }
            : {},
        ),
      ),
    ),
  )
  const rateFigures = own
    .filter(({ kind }) => kind === "words")
    .map((each) =>
      figure(
        `hits a second on one core: ${placeNames[each.server.place]}`,
        "/s",
        costsOf(each).map((value) => 1e6 / value),
        { target: atLeast(leastPerSecond[each.server.place]), note: "1 s ÷ processor time" },
      ),
    )
  const of = figuresOver(measured)
  const shareFigures = own.map((each) =>
    of(
      `repeated questions that were hits: ${placeNames[each.server.place]}, ${kindNames[each.kind]}`,
      "%",
      ({ costs }) => 100 * (costs.get(each)?.hitShare ?? 0),
      { target: atLeast(leastHitPercent) },
    ),
  )
  const readFigures = own.map((each) =>
    of(
      `values read from Redis for a hit: ${placeNames[each.server.place]}, ${kindNames[each.kind]}`,
      "reads",
      ({ costs }) => costs.get(each)?.reads,
      {
        // Of another place it would be another figure under this name; the shop's own words need none.
        target:
          each.server.place === "redis" && each.kind === "products" ? atLeast(0.9) : atMost(0.1),
        note: "as Redis counts them: tells where the hits came from",
      },
    ),
  )
  const latencyFigures = places.flatMap((place) =>
    chosen("words", place).flatMap((each) =>
      (["p50", "p99"] as const).map((percentile) =>
        of(
          `a hit ${placeNames[place]} at half load, message to turn-end: ${each.server.name}, ${percentile}`,
          "ms",
          ({ latencies }) => latencies.get(each)?.[percentile],
          each.server.own && percentile === "p50" ? { note: rateNote(measured, each) } : {},
        ),
      ),
    ),
  )
  return [...costFigures, ...rateFigures, ...shareFigures, ...readFigures, ...latencyFigures]
}

/** Empty where all were hits: else the cost is not that of hits alone. */
const missNote = (measured: ReadonlyArray<HitRound>, each: HitCase): string => {
  const costs = measured.flatMap((round) => round.costs.get(each) ?? [])
  const share = median(costs.map(({ hitShare }) => hitShare))
  const { firstMiss = "unknown" } = costs.find((cost) => cost.firstMiss !== undefined) ?? {}
  if (share >= leastHitPercent / 100) return ""
  return `; ${Math.round(100 * (1 - share))} % were no hits and are counted in: ${firstMiss}`
}

const rateNote = (measured: ReadonlyArray<HitRound>, each: HitCase): string => {
  const rates = measured.map(({ latencies }) => latencies.get(each)?.rate ?? Number.NaN)
  return `all at ${Math.round(median(rates))} messages a second, half of what this one could answer; 8,000 at most`
}
