/**
 * Finds the policy whose words fit a question best: English words by their first letters, Japanese by runs of kanji and
 * katakana. A word that few policies have says more than one that many have.
 */
import type { Locale } from "./Language.ts"
import type { Policies } from "./PromptReader.ts"

/** A word of a single policy, or two that two have. */
const leastFit = 1
const stemLength = 5
const said =
  /[a-z]{4,}|\p{Script=Katakana}[\p{Script=Katakana}ー]+|\p{Script=Han}{2}|\p{Script=Han}/gu
/** Words that policies share with questions about anything. */
const common = new Set(
  "about also book books does have long many much that they this what when with your 本 何 日 円 私".split(
    " ",
  ),
)

/** "Pre-order" is one word. */
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(?<=[a-z])-(?=[a-z])/g, "")

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    Array.from(folded(text).matchAll(said), ([word]) => word)
      .filter((word) => !common.has(word))
      .map((word) => word.slice(0, stemLength)),
  )

export const fittingPolicy = (
  policies: Policies,
  question: string,
  locale: Locale,
): string | undefined => {
  const words = Array.from(policies, ([topic, { en = "", ja = "" }]) =>
    wordsOf(`${topic} ${en} ${ja}`),
  )
  const asked = [...wordsOf(question)]
  const fit = (own: ReadonlySet<string>): number =>
    asked
      .filter((word) => own.has(word))
      .reduce((sum, word) => sum + 1 / words.filter((each) => each.has(word)).length, 0)
  const fits = words.map(fit)
  const best = Math.max(0, ...fits)
  return best < leastFit ? undefined : [...policies.values()][fits.indexOf(best)]?.[locale]
}
