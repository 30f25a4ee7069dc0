/**
 * A parsed question: what the grammar recognised in it, and the customer's words as an opaque type that only few files
 * may read. What it means within its conversation is for the model to understand. Pure data.
 */
import type { StoreReader, StoreReading } from "@manga-assist/store-grammar"
import type { CustomerWords } from "./CustomerWords.ts"

export type { Intent, Slots } from "@manga-assist/store-grammar"

export interface Question extends StoreReading {
  readonly words: CustomerWords
  /** By which it was read. */
  readonly names: StoreReader
  /** Series that are not to be shown. */
  readonly without?: ReadonlyArray<string>
}
