/**
 * Word patterns of a conversation that say that something is too much ("too long for me", 「30巻もあると」) or for whom it is
 * ("he's an adult"), and the wish that follows from too much. Pure.
 */
import type { WishSlots } from "./WishMatters.ts"
import { hasPattern, type TalkWord, wordPatterns } from "./WordPatterns.ts"

export const adults = wordPatterns(`
  THEY=person INDEF~ TALK=adult $
  ^ TALK=adult $
  ^ TALK=adult ?=です $
`)
export const teens = wordPatterns(`
  THEY=person INDEF~ TALK=teen $
  ^ TALK=teen $
`)
export const tooLong = wordPatterns(`
  THEY=also LENGTH=long|NAGAI|?=many
  TALK=too LENGTH=long|NAGAI
  LENGTH=long|NAGAI TALK=too
`)
/** 「30巻もあると」: so many are too many. */
export const asMany = wordPatterns("KAN|VOLS ALSOJA= EXIST|NAGAI|THEY=~ AND|TOPIC")
const tooShort = wordPatterns(`
  THEY=also LENGTH=short|MIJIKAI
  LENGTH=short|MIJIKAI TALK=too
`)
const tooDear = wordPatterns(`
  THEY=also EXPENSIVE|TAKAI
  TALK=too TAKAI
  TAKAI TALK=too
`)

/** Wished for is the other side. */
export const byTooMuch = (words: ReadonlyArray<TalkWord>): WishSlots => {
  if (hasPattern(words, tooShort)) return { LENGTH: ["long"] }
  if (hasPattern(words, tooLong)) return { LENGTH: ["short"] }
  return hasPattern(words, tooDear) ? { CHEAPEST: [""] } : {}
}
