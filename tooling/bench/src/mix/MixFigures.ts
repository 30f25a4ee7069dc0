/**
 * The figures of simulated traffic: shares and latencies by the source of each answer (model, kind of cache hit, …) and
 * what the tokens of customers' turns cost. Figures over all sources together stand only beside those by source.
 *
 * Latencies count from the intended sending; failures have none and are counted. `edgeMs` is the time of the network edge
 * in front of the server: loopback has none, so it is added where a figure says so.
 */
import type { RowFigure } from "../command/Row.ts"
import { atLeast, atMost } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import { costOf, priceSource } from "./Cost.ts"
import type { Hits } from "./Hits.ts"
import type { Turn } from "./Play.ts"

/** The edge of the source document after its measures, which loopback does not have. */
export const edgeMs = 8
const budgetMs = 2_000

export interface Mixed extends Hits {
  readonly turns: ReadonlyArray<Turn>
}

const contentMs = ({ firstProductsMs = Infinity, firstTokenMs = Infinity }: Turn): number =>
  Math.min(firstProductsMs, firstTokenMs)

const of = {
  content: contentMs,
  products: ({ firstProductsMs = Infinity }: Turn) => firstProductsMs,
  token: ({ firstTokenMs = Infinity }: Turn) => firstTokenMs,
}

const isFrom = (source: string) => (turn: Turn) => (turn.end?.source ?? "none") === source
const isFromModel = isFrom("model")

const shareOf = (turns: ReadonlyArray<Turn>, is: (turn: Turn) => boolean) =>
  turns.filter(is).length / Math.max(1, turns.length)

const isSharedCall = ({ end }: Turn) => end?.source === "model" && end.usage === undefined

/** Answered completely without tokens bought for this question. */
const isWithoutModel = (turn: Turn) =>
  turn.outcome === "complete" && (!isFromModel(turn) || isSharedCall(turn))

const bought = (turns: ReadonlyArray<Turn>): ReadonlyArray<number> =>
  turns.flatMap(({ end }) =>
    end?.usage === undefined || end.model === undefined ? [] : [costOf(end.model, end.usage)],
  )

/** Of a thousand questions, if these costs are those of so many. */
const ofThousand = (costs: ReadonlyArray<number>, questions: number) =>
  (1_000 * costs.reduce((sum, cost) => sum + cost, 0)) / Math.max(1, questions)

/** Why others of a pattern were not answered ahead. */
const whyNot = (seen: ReadonlyArray<Mixed>): string =>
  [...Map.groupBy(seen[0]?.turns ?? [], ({ pattern }) => pattern)]
    .map(([pattern, all]) => {
      const others = Map.groupBy(
        all.filter((turn) => !isWithoutModel(turn)),
        ({ end, outcome }) =>
          end?.timeline.find(({ stage }) => stage === "recall")?.outcome ?? outcome,
      )
      const reasons = [...others].map(([reason, some]) => `${reason} ${some.length}`).join(", ")
      return `${pattern} ${(100 * shareOf(all, isWithoutModel)).toFixed(0)} % of ${all.length} (${reasons})`
    })
    .join("; ")

const sources = [
  ...(["precomputed", "exact", "canonical", "alias", "stale", "store"] as const),
  ...(["catalogue", "model", "none"] as const),
]

const latency = <const Name extends string>(
  name: Name,
  is: (turn: Turn) => boolean,
  time: keyof typeof of,
  percent: number,
) => ({
  name,
  unit: "ms",
  of: ({ turns }: Mixed) =>
    LatencyHistogram.of(turns.filter(is).map(of[time]).filter(Number.isFinite)).percentile(percent),
})

const all = () => true

const checked =
  "while no change feed is live, the table is asked for its prices and stock before it is shown (8 ms in the 95th percentile)"

const hit = <const Name extends string>(
  name: Name,
  hits: keyof Hits,
  target: number,
  note = checked,
): RowFigure<Mixed, Name> => ({
  name,
  unit: "ms",
  of: (mixed) => LatencyHistogram.of(mixed[hits]).percentile(95),
  target: atMost(target),
  note,
})

export const mixFigures = () => [
  ...sources.map((source) => ({
    name: `answers by source: ${source}` as const,
    unit: "share",
    of: ({ turns }: Mixed) => shareOf(turns, isFrom(source)),
  })),
  {
    name: "answered without a fresh model call",
    unit: "share",
    of: ({ turns }: Mixed) => shareOf(turns, isWithoutModel),
    target: atLeast(0.57),
    note: whyNot,
  } as const,
  hit("hit from Redis, first content: p95", "redis", 15),
  hit("hit from memory, first content: p95", "memory", 3),
  hit(
    "hit from memory that names no product, first content: p95",
    "plain",
    3,
    "nothing is asked anywhere",
  ),
  latency("model, first products: p50", isFromModel, "products", 50),
  latency("model, first token: p50", isFromModel, "token", 50),
  latency("model, first token: p95", isFromModel, "token", 95),
  latency("all sources together, first content: p50", all, "content", 50),
  latency("all sources together, first content: p95", all, "content", 95),
  latency("all sources together, first token: p95", all, "token", 95),
  {
    name: "without content within 2000 ms",
    unit: "share",
    of: ({ turns }: Mixed) => shareOf(turns, (turn) => contentMs(turn) + edgeMs > budgetMs),
    target: atMost(0.001),
    note: `${edgeMs} ms of edge and turns without any content included`,
  } as const,
  {
    name: "cost of 1,000 questions: turns",
    unit: "USD",
    of: ({ turns }: Mixed) => ofThousand(bought(turns), turns.length),
    note: priceSource,
  } as const,
  {
    name: "cost of 1,000 questions: if each had been a fresh call",
    unit: "USD",
    of: ({ turns }: Mixed) => ofThousand(bought(turns), bought(turns).length),
    note: "the mean of those that were",
  } as const,
]
