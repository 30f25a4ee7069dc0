/**
 * Percentiles of the time to the first content over this visit's complete answers, by source of the answer; cache hits
 * and new answers are separate groups. Also sums up what the answers' tokens cost and what caches saved.
 */
import type { AnswerSource, TurnEnd } from "@manga-assist/client"
import { firstContentMs } from "../chat/FirstContent.ts"

export interface Line {
  readonly source: AnswerSource
  readonly turns: number
  readonly p50: number
  readonly p95: number
}

export interface Group {
  readonly kind: "hits" | "misses"
  readonly lines: ReadonlyArray<Line>
}

/** Written anew: by a model, or by the catalogue where none answered. */
const misses = new Set<AnswerSource>(["model", "catalogue"])

/** Of sorted values, by the nearest rank. */
const percentile = (sorted: ReadonlyArray<number>, share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0

/** Times to the first content, of complete answers; groups without one are left out. */
export const percentiles = (ends: ReadonlyArray<TurnEnd>): ReadonlyArray<Group> => {
  const complete = ends.filter(({ finish }) => finish === "complete")
  const bySource = Map.groupBy(complete, ({ source }) => source)
  const lines = [...bySource].map(([source, all]): Line => {
    const sorted = all.map(firstContentMs).toSorted((one, other) => one - other)
    const of = (share: number) => percentile(sorted, share)
    return { source, turns: sorted.length, p50: of(0.5), p95: of(0.95) }
  })
  return (["hits", "misses"] as const)
    .map((kind) => ({
      kind,
      lines: lines.filter(({ source }) => misses.has(source) === (kind === "misses")),
    }))
    .filter((group) => group.lines.length > 0)
}

/** What the tokens of a visit cost and what was saved, in the currency of its turns; undefined where none is priced. */
export const spent = (
  ends: ReadonlyArray<TurnEnd>,
): { readonly currency: string; readonly amount: number; readonly saved: number } | undefined => {
  const costs = ends.flatMap(({ cost }) => cost ?? [])
  const [first] = costs
  if (first === undefined) return undefined
  return {
    currency: first.currency,
    amount: costs.reduce((sum, { amount }) => sum + amount, 0),
    saved: costs.reduce((sum, { saved = 0 }) => sum + saved, 0),
  }
}
