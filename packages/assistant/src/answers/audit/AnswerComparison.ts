/**
 * Compares a cached answer with a fresh one and finds contradictions. `compareWords` compares what the two texts state:
 * yes or no, the titles that they name, amounts and other numbers; other wording is no contradiction. `compareProducts`
 * compares the products shown. Pure.
 *
 * Where the question itself determines the products, one missing or additional product is a contradiction. Where they
 * were found by similarity, which varies a little with the wording, it is a contradiction only if the two lists have no
 * product in common. A price, stock or release date that changed since the answer was written is reported as `changed`,
 * not as a contradiction.
 */
import { type Comparison, makeTextComparison } from "@manga-assist/answer-audit"
import type { StoreReader } from "@manga-assist/store-grammar"
import { oncePer } from "../../reading/OncePer.ts"
import { differing, type Figure } from "../../products/Figure.ts"
import type { CachedAnswer } from "../CachedAnswer.ts"

/** What is found now for a question. */
export interface Findings {
  readonly figures: ReadonlyArray<Figure>
  /** The question's slots determine the products; otherwise nearness does, which differs a little by wording. */
  readonly determined: boolean
}

const same: Comparison = { kind: "same" }
const different = (reason: string): Comparison => ({ kind: "different", reason })

const some = (ids: ReadonlyArray<string>) => ids.slice(0, 3).join(", ")

/** Products, prices and stock: what was kept with the answer beside what is found now. */
export const compareProducts = (
  held: Pick<CachedAnswer, "figures">,
  { determined, figures }: Findings,
): Comparison => {
  const now = new Map(figures.map((figure) => [figure.id, figure]))
  for (const figure of held.figures) {
    const current = now.get(figure.id)
    const what = current === undefined ? undefined : differing(figure, current)
    if (what !== undefined) {
      return { kind: "changed", reason: `the ${what} of ${figure.id} changed` }
    }
  }
  const ids = held.figures.map(({ id }) => id)
  const missing = figures.flatMap(({ id }) => (ids.includes(id) ? [] : [id]))
  const strange = ids.filter((id) => !now.has(id))
  const common = ids.length - strange.length
  const apart = determined
    ? missing.length + strange.length > 0
    : common === 0 && ids.length + figures.length > 0
  if (!apart) return same
  if (strange.length === 0) return different(`it is about ${some(missing)} as well`)
  if (missing.length === 0) return different(`it is not about ${some(strange)}`)
  return different(`it is about ${some(missing)}, not ${some(strange)}`)
}

const forPublisherOrGenre = /\bpublishers?\b|\bgenres?\b|出版社|ジャンル/iu

/** What the words say: yes or no, titles, people, amounts, numbers, and whether it is what the question wants. */
export const compareWords = oncePer(({ titlesIn }: StoreReader) =>
  makeTextComparison((text) => {
    const { others, people, rest, series } = titlesIn(text)
    return { names: series, people, others, rest }
  }, forPublisherOrGenre),
)
