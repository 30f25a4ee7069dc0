/** Reduces English words to stems for the embedding. */

const words = /[a-z][a-z'’]*|\d+/g

/** Words that say nothing about a story. */
const stopWords = new Set(
  `a an and are about any as at be by can could do does for from get give good great has have
   how i in is it its like looking love loves loved likes liked enjoy enjoys manga me my of
   on one or please recommend read reading recommendation series show some something story
   suggest tell than that the their there they this to was want what which who will with
   would you your`.split(/\s+/u),
)

/** Light stemming: plural, past, progressive. "Vikings" and "viking" are one; so are "cooks", "cooking". */
export const stem = (word: string): string => {
  const plain = word.replace(/['’]s?$/, "")
  if (plain.length <= 3) return plain
  if (plain.endsWith("ies") && plain.length > 4) return `${plain.slice(0, -3)}y`
  const cut = plain
    .replace(/(?<=[a-z]{3})(?:ing|ed)$/, "")
    .replace(/(?<=[a-z]{2}(?:s|x|z|ch|sh))es$/, "")
    .replace(/(?<=[a-z]{2}[^su])s$/, "")
  const undoubled = /([bdfgmnprt])\1$/.test(cut) && cut !== plain ? cut.slice(0, -1) : cut
  return undoubled.length > 4 ? undoubled.replace(/e$/, "") : undoubled
}

/** Stems of a lower-case text, stop words left out. */
export const stemsOf = (folded: string): ReadonlyArray<string> =>
  [...folded.matchAll(words)].flatMap(([word]) => (stopWords.has(word) ? [] : [stem(word)]))
