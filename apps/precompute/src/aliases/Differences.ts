/**
 * Finds the words by which two questions differ. They are pointed out in the prompt of the judge, a model that decides
 * whether both questions can share one answer. Pure.
 */

const segmenters = {
  en: new Intl.Segmenter("en", { granularity: "word" }),
  ja: new Intl.Segmenter("ja", { granularity: "word" }),
}

const wordsOf = (text: string, locale: "en" | "ja"): ReadonlyArray<string> => [
  ...new Set(
    [...segmenters[locale].segment(text.toLowerCase())]
      .filter(({ isWordLike }) => isWordLike === true)
      .map(({ segment }) => segment),
  ),
]

export interface Differences {
  readonly onlyInFirst: ReadonlyArray<string>
  readonly onlyInSecond: ReadonlyArray<string>
}

export const differences = (first: string, second: string, locale: "en" | "ja"): Differences => {
  const [left, right] = [wordsOf(first, locale), wordsOf(second, locale)]
  return {
    onlyInFirst: left.filter((word) => !right.includes(word)),
    onlyInSecond: right.filter((word) => !left.includes(word)),
  }
}
