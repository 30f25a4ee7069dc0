/**
 * Finds the policy whose words fit a question best, and of it the sentences: English words by their first letters,
 * Japanese by runs of kanji and katakana. A word tells of the policies by how often each of them says it.
 */
import type { Locale } from "./Language.ts"
import type { Policies } from "./PromptReader.ts"

/** A word that one policy says nearly as often as all others together. */
const leastFit = 0.4
const stemLength = 5
const mostSentences = 4
const said =
  /[a-z]{4,}|\p{Script=Katakana}[\p{Script=Katakana}ー]+|\p{Script=Han}{2}|\p{Script=Han}/gu
/** Words that policies share with questions about anything. */
const common = new Set(
  "about also book books does have long many much number that stock them then there they this what when with your 本 何 日 円 私".split(
    " ",
  ),
)

/** "Pre-order" is one word. */
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(?<=[a-z])-(?=[a-z])/g, "")

const wordsOf = (text: string): ReadonlyArray<string> =>
  Array.from(folded(text).matchAll(said), ([word]) => word)
    .filter((word) => !common.has(word))
    .map((word) => word.slice(0, stemLength))

export const fittingPolicy = (
  policies: Policies,
  question: string,
  locale: Locale,
): string | undefined => {
  const words = Array.from(policies, ([topic, { en = "", ja = "" }]) =>
    wordsOf(`${topic} ${en} ${ja}`),
  )
  const all = words.flat()
  const times = (word: string, among: ReadonlyArray<string>): number =>
    among.filter((each) => each === word).length
  const asked = [...new Set(wordsOf(question))].filter((word) => all.includes(word))
  const fits = words.map((own) =>
    asked.reduce((sum, word) => sum + times(word, own) / times(word, all), 0),
  )
  const best = Math.max(0, ...fits)
  if (best < leastFit) return undefined
  const fitting = [...policies.values()][fits.indexOf(best)]
  return nearest(fitting?.[locale] ?? fitting?.en ?? "", asked)
}

/** Those of its sentences that say most of what is asked for, in their order. */
const nearest = (policy: string, asked: ReadonlyArray<string>): string => {
  const sentences = policy.split(/(?<=[.。]) ?/u)
  const fit = (sentence: string): number =>
    wordsOf(sentence).filter((word) => asked.includes(word)).length
  const told = new Set(sentences.toSorted((a, b) => fit(b) - fit(a)).slice(0, mostSentences))
  return sentences.filter((sentence) => told.has(sentence)).join(" ")
}
