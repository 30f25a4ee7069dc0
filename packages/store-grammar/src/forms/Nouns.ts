/**
 * Inflects the English nouns of the standard sentences (the store's own wordings of questions): with "a" or "an", and
 * whether they are countable; also the readers of a demographic ("shonen" is for boys). It goes by
 * endings and knows only the nouns of this grammar.
 */

/** "an 8-year-old", "an 11-year-old", "an 18-year-old". */
const asVowel = /^(?:[aeiou]|8|1[18]\b)/iu

export const withArticle = (words: string): string => `${asVowel.test(words) ? "an" : "a"} ${words}`

/** "a box set", but "digital". */
export const isCounted = (words: string): boolean =>
  /(?:card|cheque|voucher|invoice|receipt|old|edition|set|book|cover|bunkoban)$/u.test(words)

const readers: Readonly<Record<string, string>> = {
  "children's": "children",
  shonen: "boys",
  seinen: "men",
  shojo: "girls",
  josei: "women",
}

/** Whom a demographic is for. */
export const readersOf = (demographic: string): string => readers[demographic] ?? demographic
