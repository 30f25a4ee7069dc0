/**
 * Writes the store's own wording of a question (its standard sentence) in the question's language, from its canonical
 * form: what the grammar understood, the same for all wordings. `undefined` where the grammar does not understand the
 * question as a whole, or the store has no sentence for it. Pure; 20,000 sentences are memoized.
 */
import { LRUCache } from "lru-cache"
import { perNames } from "./PerNames.ts"
import type { Question } from "./Question.ts"

/** A few hundred bytes each. */
const madeBy = perNames(
  () => new LRUCache<string, { readonly sentence: string | undefined }>({ max: 20_000 }),
)

/** Titles in it are in the quotes for quotes within quotes then. */
export const inJapaneseQuotes = (sentence: string): string =>
  `「${sentence.replaceAll("「", "『").replaceAll("」", "』")}」`

/** `undefined`: the question has no form, or a form that no sentence of ours says. */
export const formSentence = ({
  locale,
  names,
  reading,
}: Pick<Question, "locale" | "names" | "reading">): string | undefined => {
  if (!reading.known) return undefined
  const made = madeBy(names)
  const key = `${locale} ${reading.form}`
  const known = made.get(key)
  if (known !== undefined) return known.sentence
  const sentence = names.sentenceOf(reading, locale)
  made.set(key, { sentence })
  return sentence
}
