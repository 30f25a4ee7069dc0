/**
 * What a customer asked, understood without a model: intent and slots, for English and Japanese.
 *
 * Pure data; `Understand.ts` makes it from text.
 */
import type { Reading } from "@manga-assist/language"
import type { Demographic, ProductFormat } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"

export type Intent =
  | "recommend"
  | "trending"
  | "new-releases"
  | "genre-browse"
  | "title-lookup"
  | "price-or-stock"
  | "author"
  | "release-date"
  | "policy"
  | "order-status"
  | "greeting"
  | "other"

export interface Slots {
  /** Ids of the series named, in the order of the text. */
  readonly series: ReadonlyArray<string>
  /** Volume number; `"latest"` for "latest volume" and 最新刊; `"first"` is 1. */
  readonly volume?: number | "latest"
  /** Where several numbered books are named, each of them, in the order of the text. */
  readonly books?: ReadonlyArray<{ readonly series: string; readonly volume: number }>
  /** English name of the author named, as in the catalogue. */
  readonly authors: ReadonlyArray<string>
  readonly genres: ReadonlyArray<string>
  readonly demographic?: Demographic
  /** JPY, inclusive bounds. */
  readonly priceMax?: number
  readonly priceMin?: number
  readonly format?: ProductFormat
  /** Language of the book asked for. */
  readonly language?: "en" | "ja"
  /** Place as written, for shipping questions. */
  readonly place?: string
  /** `MA-UU-NNNN`, upper case. */
  readonly orderId?: string
}

export interface Question {
  readonly text: string
  readonly locale: Locale
  readonly intent: Intent
  readonly slots: Slots
  /** True when nothing in the text points at an earlier turn ("it", "that one", それ). */
  readonly selfContained: boolean
  /** True when the answer depends on who asks ("my order", "for me", おすすめして without any slot). */
  readonly personal: boolean
  /** Several parts, comparison or an open wish: the larger model answers. */
  readonly difficulty: "simple" | "complex"
  /** What the closed world makes of the text: its canonical form, or why it has none. */
  readonly reading: Reading
}
