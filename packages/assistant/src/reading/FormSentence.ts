/** The standard sentence of a canonical form, computed once for each form and language. Pure. */
import { sentenceOf } from "@manga-assist/store-grammar"
import { LRUCache } from "lru-cache"
import type { Question } from "./Question.ts"

/** A few hundred bytes each. */
const made = new LRUCache<string, { readonly sentence: string | undefined }>({ max: 20_000 })

/** `undefined`: the question has no form, or a form that no sentence of ours says. */
export const formSentence = ({ locale, reading }: Question): string | undefined => {
  if (!reading.known) return undefined
  const key = `${locale} ${reading.form}`
  const known = made.get(key)
  if (known !== undefined) return known.sentence
  const sentence = sentenceOf(reading, locale)
  made.set(key, { sentence })
  return sentence
}
