/**
 * Which wordings are one question to the store, as its cache decides it; see `decideCache`.
 *
 * Understanding a question takes about a millisecond, so what was found is remembered, up to 5,000 wordings.
 */
import { decideCache } from "@manga-assist/assistant"
import { normalizeQuestion } from "@manga-assist/caching"

export type Meaning =
  /** Equal `form`: one answer in the cache for each language. */
  { readonly kept: true; readonly form: string } | { readonly kept: false; readonly reason: string }

const mostRemembered = 5_000
const remembered = new Map<string, Meaning>()

const read = (wording: string): Meaning => {
  const { hit, reason } = decideCache(wording, wording)
  if (!hit)
    return { kept: false, reason: reason.replace(/^the stored question is not kept: /u, "") }
  return {
    kept: true,
    form: reason === "the same words" ? `"${normalizeQuestion(wording)}"` : reason,
  }
}

export const meaningOf = (wording: string): Meaning => {
  const known = remembered.get(wording)
  if (known !== undefined) return known
  const meaning = read(wording)
  const [oldest] = remembered.keys()
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest)
  remembered.set(wording, meaning)
  return meaning
}
