/**
 * Tells whether the words right behind something wanted refuse it: 「ホラーはもうお腹いっぱい」, "drama no", "horror
 * is not my thing". Pure.
 */
import { type Letters, spelt } from "@manga-assist/language"
import type { Token } from "../../kinds/Kind.ts"
import { phrase } from "../../lists/Phrases.ts"

const japanese = phrase("^{REFUSEDBEHIND}")
const english = phrase("^{REFUSEDBEHINDEN}")

const looksAhead = 30

/** Is the wish that ends there refused by what stands behind it? */
export const refusedBehind = ({ end }: Token, letters: Letters, isJapanese: boolean): boolean => {
  const until = Math.min(letters.text.length, end + looksAhead)
  if (isJapanese) return japanese.test(letters.text.slice(end, until))
  const behind = { kind: "", value: "", start: end, end: until, sense: undefined }
  return english.test(spelt(behind, letters).trim())
}
