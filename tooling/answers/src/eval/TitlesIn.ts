/** Finds the series of the catalogue that an answer names. Pure. */
import type { Series } from "@manga-assist/catalogue"

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&")

/** One word that is a word of the language as well (`Another`, `Real`) is a title only where it is not a sentence's first. */
const patternOf = (title: string): RegExp => {
  if (!/^[\x20-\x7e]+$/u.test(title)) {
    // Between Japanese letters a short title is part of any word; answers quote them.
    return new RegExp(`(?<=[『「])${escaped(title)}(?=[』」])`, "gu")
  }
  const first = title.includes(" ") ? "" : String.raw`(?<!(?:^|[.!?]) *)`
  return new RegExp(`${first}(?<![\\p{L}\\p{M}\\d])${escaped(title)}(?![\\p{L}\\p{M}\\d])`, "gu")
}

/** Ids. Of two titles of which one holds the other, the longer one is meant where it stands. */
export const titlesIn = (answer: string, series: ReadonlyArray<Series>): ReadonlySet<string> => {
  const titles = series
    .flatMap(({ english, id, japanese }) =>
      [english, japanese].map((title) => ({ id, title: title.normalize("NFKC") })),
    )
    .toSorted((a, b) => b.title.length - a.title.length)
  const found = new Set<string>()
  let rest = answer.normalize("NFKC")
  for (const { id, title } of titles) {
    if (!rest.includes(title)) continue
    const without = rest.replaceAll(patternOf(title), " ")
    if (without !== rest) found.add(id)
    rest = without
  }
  return found
}
