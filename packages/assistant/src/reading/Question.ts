/**
 * A parsed question: what the grammar recognised in it, what it refers to within its conversation, and the customer's
 * words as an opaque type that only few files may read. `AskedRule` is a question about the shop's policies, such as
 * returns, as a later follow-up refers to it. Pure data.
 */
import type { Word } from "@manga-assist/language"
import type { StoreReading, Thing, WishSlots } from "@manga-assist/store-grammar"
import type { CustomerWords } from "./CustomerWords.ts"

export type { Intent, Slots } from "@manga-assist/store-grammar"

/** The wishes of a conversation. */
export interface Wishes {
  /** Kinds of the grammar with their values, as the form `recommend` has them. */
  readonly slots: WishSlots
  /** Words of a wish that no list explains. */
  readonly words: ReadonlyArray<string>
}

/** A question about the store's rules: as it was put, and what it is made of. */
export interface AskedRule {
  readonly text: string
  readonly asked: ReadonlyArray<Word>
}

/** What a question means within its conversation, where its words alone do not tell. */
export interface Meant {
  /** The question so that it stands alone. */
  readonly text: string
  /** What was made of it, in a plain sentence. */
  readonly reason: string
  /** What it is made of: "and Naruto?" asks the same. */
  readonly asked?: ReadonlyArray<Word>
  /** Of a wish: all that is wished now. */
  readonly wishes?: Wishes
  /** What it is about, most wanted first. */
  readonly things?: ReadonlyArray<Thing>
  /** The series that is spoken of next, where it is none of those asked about. */
  readonly next?: string
  /** They are all that is meant from now on, and not added to those of before. */
  readonly isGroup?: boolean
  /** What is spoken of next, where it is more than what it is about: the volumes that no box holds. */
  readonly spoken?: ReadonlyArray<Thing>
  /** It was chosen by its place in what was shown. */
  readonly isPlaced?: boolean
  /** The question of the store's rules that it goes on with. */
  readonly policy?: AskedRule
}

export interface Question extends StoreReading {
  readonly words: CustomerWords
  readonly meant?: Meant
  /** Series that are not to be shown. */
  readonly without?: ReadonlyArray<string>
}
