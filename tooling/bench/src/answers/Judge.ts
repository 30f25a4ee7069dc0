/**
 * Checks an answer and its product cards against the expectations of a corpus, and returns those it does not meet.
 * Pure.
 */
import type { Expectation } from "./Corpus.ts"
import { languageOf, saysText } from "./Texts.ts"

/** What the customer saw. */
export interface Seen {
  readonly answer: string
  readonly products: ReadonlyArray<{
    readonly id: string
    readonly title: string
    readonly japanese?: string
  }>
}

export type Rule = keyof Expectation | "answered"

export interface Unmet {
  readonly rule: Rule
  readonly wanted: string
  /** What was there instead. */
  readonly got: string
}

/** `one-piece-v105-paperback`, `one-piece-box-3` → `one-piece`; a bundle has its series' id. */
export const seriesOf = (id: string): string =>
  id.replace(/-v\d+-(?:paperback|digital)$|-box-\d+$/u, "")

const list = (texts: ReadonlyArray<string>): string =>
  texts.length === 0 ? "none" : texts.join(", ")

export const unmet = (expected: Expectation, { answer, products }: Seen): ReadonlyArray<Unmet> => {
  const ids = products.map(({ id }) => id)
  const series = [...new Set(ids.map(seriesOf))]
  const titles = products.flatMap(({ japanese = "", title }) => [title, japanese])
  const found: Array<Unmet> = []
  const add = (rule: Rule, wanted: string, got: string) => void found.push({ rule, wanted, got })

  const { among, first, language, none } = expected
  if (first !== undefined && ids[0] !== first) add("first", first, list(ids.slice(0, 3)))
  for (const each of among ?? []) {
    if (!ids.includes(each)) add("among", each, list(ids))
  }
  if (none !== undefined && none !== (ids.length === 0)) {
    add("none", none ? "no products" : "products", list(ids))
  }
  for (const each of expected.series ?? []) {
    if (!series.includes(each)) add("series", each, list(series))
  }
  for (const each of expected.notSeries ?? []) {
    if (series.includes(each)) add("notSeries", `not ${each}`, list(series))
  }
  for (const each of expected.says ?? []) {
    if (!saysText(answer, each)) add("says", each, answer)
  }
  for (const choices of expected.saysOneOf ?? []) {
    if (!choices.some((each) => saysText(answer, each))) {
      add("saysOneOf", choices.join(" | "), answer)
    }
  }
  for (const each of expected.never ?? []) {
    if (saysText(answer, each)) add("never", `not ${each}`, answer)
  }
  const spoken = languageOf(answer, titles)
  if (language !== undefined && spoken !== language) add("language", language, spoken ?? "none")
  return found
}
