/**
 * Writes the store's own wording of a question (its standard sentence) in the question's language, from its canonical
 * form: what the grammar understood, the same for all wordings. `undefined` where the grammar does not understand the
 * question as a whole, or the store has no sentence for it. Pure; 20,000 sentences are memoized.
 */
import { type Form, sentenceOf, type StoreReading } from "@manga-assist/store-grammar"
import type { Locale } from "@manga-assist/protocol"
import { LRUCache } from "lru-cache"

/** A few hundred bytes each. */
const made = new LRUCache<string, { readonly sentence: string | undefined }>({ max: 20_000 })

const sentenceFor = (form: Form, locale: Locale, key: string): string | undefined => {
  const known = made.get(key)
  if (known !== undefined) return known.sentence
  const sentence = sentenceOf(form, locale)
  made.set(key, { sentence })
  return sentence
}

/** Titles in it are in the quotes for quotes within quotes then. */
export const inJapaneseQuotes = (sentence: string): string =>
  `「${sentence.replaceAll("「", "『").replaceAll("」", "』")}」`

/** `undefined`: the question has no form, or a form that no sentence of ours says. */
export const formSentence = ({
  locale,
  reading,
}: Pick<StoreReading, "locale" | "reading">): string | undefined =>
  reading.known ? sentenceFor(reading, locale, `${locale} ${reading.form}`) : undefined
