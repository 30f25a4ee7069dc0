/**
 * A parsed question: what the grammar recognised in it, and the customer's words as an opaque type that only few files
 * may read. What it means within its conversation is for the model to understand. Pure data.
 */
import type { Shop } from "@manga-assist/catalogue"
import type { StoreReader, StoreReading } from "@manga-assist/store-grammar"
import type { Wording } from "@manga-assist/caching"
import type { CustomerWords } from "./CustomerWords.ts"

export type { Intent, Slots } from "@manga-assist/store-grammar"

/** Why a question has a form though the grammar does not understand its words. */
export interface Learned {
  readonly wording: Wording
  /** The store's, which is what was read. */
  readonly sentence: string
  readonly asked: Question
}

export interface Question extends StoreReading {
  readonly words: CustomerWords
  /** By which it was read. */
  readonly names: StoreReader
  /** As it was then: one turn knows one state of its rules. */
  readonly shop: Shop
  /** All but the words is that of a learned wording. */
  readonly learned?: Learned
  /** Series that are not to be shown. */
  readonly without?: ReadonlyArray<string>
}
