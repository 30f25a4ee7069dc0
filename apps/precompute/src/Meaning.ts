/**
 * Which wordings are one question to the store's cache.
 *
 * Reading a question takes part of a millisecond, so what was found is remembered, up to 5,000 wordings.
 */
import { cachePolicyOf, read } from "@manga-assist/assistant"
import { normalizeQuestion } from "@manga-assist/caching"

export type Meaning =
  /** Equal `form`: one answer in the cache for each language. */
  { readonly kept: true; readonly form: string } | { readonly kept: false; readonly reason: string }

const mostRemembered = 5_000
const remembered = new Map<string, Meaning>()

const meant = (wording: string): Meaning => {
  const question = read(wording)
  const policy = cachePolicyOf(question)
  if (!policy.cacheable) return { kept: false, reason: policy.reason }
  const { reading } = question
  return { kept: true, form: reading.known ? reading.form : `"${normalizeQuestion(wording)}"` }
}

export const meaningOf = (wording: string): Meaning => {
  const known = remembered.get(wording)
  if (known !== undefined) return known
  const meaning = meant(wording)
  const [oldest] = remembered.keys()
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest)
  remembered.set(wording, meaning)
  return meaning
}
