/**
 * The subjects of a wish (price, length, genre, …), each with the kinds of word that express it. A later word on a
 * subject can so replace an earlier one. Data only.
 */
import type { FormSlots } from "../forms/SlotWords.ts"

/** A wish is kept as the slots of the form `recommend`: kinds of the grammar with their values. */
export type WishSlots = FormSlots

/** Of one side of a matter the last that was said holds. */
export const wishMatters = {
  price: ["PRICEMAX", "PRICEBELOW", "PRICEMIN", "PRICEABOVE", "CHEAP", "CHEAPEST", "WHOLEPRICE"],
  length: ["VOLSMAX", "VOLSBELOW", "VOLSMIN", "VOLSABOVE", "LENGTH", "NOTLENGTH"],
  years: ["YEARMIN", "YEARMAX"],
  status: ["FINISHED", "ONGOING", "NOTHIATUS"],
  readers: ["DEMO", "NOTDEMO", "READERS", "NOTREADERS", "AGEOF", "KIDS", "ALLAGES", "BEGINNER"],
  subject: ["GENRE", "NOTGENRE", "LEANING", "THEME", "NOTTHEME", "MOOD", "NOTMOOD"],
  likeness: ["LIKEOF"],
  titles: ["NOTSERIES", "NOTPERSON"],
  author: ["PERSON"],
  publisher: ["PUBLISHERNAME", "NOTPUBLISHERNAME"],
  edition: ["FORMAT", "NOTFORMAT", "LANGUAGE"],
} as const
export type WishMatter = keyof typeof wishMatters
