/**
 * Summarises simulated traffic by the source of each answer (model, kind of cache hit, …): shares and latencies.
 * Figures over all sources together are given only beside those by source.
 *
 * Pure. Latencies count from the intended sending; failures have none and are counted. `edgeMs` is the time of the
 * network edge in front of the server: loopback has none, so it is added where a figure says so.
 */
import { atLeast, atMost, type Figure, figure, type FigureOptions } from "../measure/Figure.ts"
import { LatencyHistogram } from "../measure/LatencyHistogram.ts"
import type { Turn } from "./Play.ts"

/** The edge of the source document after its measures, which loopback does not have. */
export const edgeMs = 8
const budgetMs = 2_000
/** Below so many a percentile says nothing; only the middle is told. */
const enough = { p95: 20, p99: 200 }

const order = ["precomputed", "exact", "canonical", "alias", "stale", "store", "catalogue", "model"]

const sourceOf = (turn: Turn): string => turn.end?.source ?? "none"

const contentMs = (turn: Turn): number | undefined => {
  const times = [turn.firstProductsMs, turn.firstTokenMs].filter((each) => each !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

const times: ReadonlyArray<readonly [string, (turn: Turn) => number | undefined]> = [
  ["first products", (turn) => turn.firstProductsMs],
  ["first content", contentMs],
  ["first token", (turn) => turn.firstTokenMs],
  ["complete", (turn) => turn.totalMs],
]

const percentiles = (
  name: string,
  turns: ReadonlyArray<Turn>,
  note: string,
): ReadonlyArray<Figure> =>
  times.flatMap(([what, of]) => {
    const histogram = LatencyHistogram.of(turns.flatMap((turn) => of(turn) ?? []))
    if (histogram.count === 0) return []
    const wanted = [
      50,
      ...(histogram.count < enough.p95 ? [] : [95]),
      ...(histogram.count < enough.p99 ? [] : [99]),
    ]
    return wanted.map((percent) =>
      figure(
        `${name}, ${what}: p${percent}`,
        "ms",
        [histogram.percentile(percent)],
        percent === 50 ? { note } : {},
      ),
    )
  })

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)

const shareFigure = (
  name: string,
  part: ReadonlyArray<Turn>,
  turns: ReadonlyArray<Turn>,
  options: FigureOptions,
) => figure(name, "share", [share(part.length, turns.length)], options)

const isSharedCall = (turn: Turn) => turn.end?.source === "model" && turn.end.usage === undefined

/** Answered completely without tokens bought for this question. */
const isWithoutModel = (turn: Turn) =>
  turn.outcome === "complete" && (turn.end?.source !== "model" || isSharedCall(turn))

export const sharesBySource = (turns: ReadonlyArray<Turn>): ReadonlyArray<Figure> => {
  const known = [...Map.groupBy(turns, sourceOf)].toSorted(
    ([a], [b]) => order.indexOf(a) - order.indexOf(b),
  )
  const failed = turns.filter(({ outcome }) => outcome !== "complete")
  return [
    ...known.map(([source, all]) =>
      shareFigure(`answers by source: ${source}`, all, turns, {
        note: `${all.length} of ${turns.length}`,
      }),
    ),
    shareFigure("answered without a fresh model call", turns.filter(isWithoutModel), turns, {
      target: atLeast(0.57),
      note: `the source document's share of questions that are answered ahead; ${turns.filter(isSharedCall).length} of them shared the call of another customer`,
    }),
    shareFigure("answers that are not complete", failed, turns, {
      note: [...Map.groupBy(failed, ({ outcome }) => outcome)]
        .map(([outcome, all]) => `${outcome}: ${all.length}`)
        .join(", "),
    }),
  ]
}

const whyNot = (turns: ReadonlyArray<Turn>): string => {
  const reasons = Map.groupBy(
    turns.filter((turn) => !isWithoutModel(turn)),
    ({ end, outcome }) =>
      end === undefined
        ? outcome
        : (end.timeline.find(({ stage }) => stage === "recall")?.outcome ?? "not looked up"),
  )
  return [...reasons].map(([reason, all]) => `${reason} ${all.length}`).join(", ")
}

export const sharesByPattern = (turns: ReadonlyArray<Turn>): ReadonlyArray<Figure> =>
  [...Map.groupBy(turns, ({ pattern }) => pattern)].map(([pattern, all]) =>
    shareFigure(
      `answered without a fresh model call, by pattern: ${pattern}`,
      all.filter(isWithoutModel),
      all,
      {
        note: `of ${all.length}, ${(100 * share(all.length, turns.length)).toFixed(1)} % of all; the others: ${whyNot(all)}`,
      },
    ),
  )

export const latenciesBySource = (turns: ReadonlyArray<Turn>): ReadonlyArray<Figure> => {
  const groups = Map.groupBy(turns, sourceOf)
  const split = order.flatMap((source) =>
    percentiles(source, groups.get(source) ?? [], `${groups.get(source)?.length ?? 0} turns`),
  )
  const over = turns.filter((turn) => (contentMs(turn) ?? Infinity) + edgeMs > budgetMs)
  return [
    ...split,
    ...percentiles("all sources together", turns, "beside the split ones: hits hide misses"),
    shareFigure(`without content within ${budgetMs} ms`, over, turns, {
      target: atMost(0.001),
      note: `${over.length} of ${turns.length}; ${edgeMs} ms of edge and turns without any content included`,
    }),
  ]
}
