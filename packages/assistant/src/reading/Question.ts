/** What a customer asked: what was read of it, and the words themselves, which few may see. Pure data. */
import type { StoreReading } from "@manga-assist/store-grammar"
import type { CustomerWords } from "./CustomerWords.ts"

export type { Intent, Slots } from "@manga-assist/store-grammar"

export interface Question extends StoreReading {
  readonly words: CustomerWords
}
