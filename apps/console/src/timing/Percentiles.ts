/** Percentiles of the answers of this visit, grouped by what answered them: hits and misses are never mixed. */
import type { AnswerSource, TurnEnd } from "@manga-assist/client"

export interface Line {
  readonly source: AnswerSource
  readonly turns: number
  readonly p50: number
  readonly p95: number
}

/** Of sorted values, by the nearest rank. */
const percentile = (sorted: ReadonlyArray<number>, share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0

/** Times to the first content, of complete answers. */
export const percentiles = (ends: ReadonlyArray<TurnEnd>): ReadonlyArray<Line> => {
  const bySource = new Map<AnswerSource, Array<number>>()
  for (const { budget, finish, source } of ends) {
    if (finish !== "complete") continue
    const times = bySource.get(source)
    if (times === undefined) bySource.set(source, [budget.usedMs])
    else times.push(budget.usedMs)
  }
  return [...bySource].map(([source, times]) => {
    const sorted = times.toSorted((one, other) => one - other)
    return {
      source,
      turns: sorted.length,
      p50: percentile(sorted, 0.5),
      p95: percentile(sorted, 0.95),
    }
  })
}
