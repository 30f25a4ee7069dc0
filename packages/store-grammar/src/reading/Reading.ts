/**
 * Types of a parsed customer text: intent, what to look up, slots (values such as series, volume, price), wish
 * (further properties of the books looked for), and the parser's own result. Plain data, all that later steps see of the
 * text.
 */
import type { Demographic, ProductFormat, Series } from "@manga-assist/catalogue"
import type { Reading } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import type { FormIntent, FormReads } from "../forms/FormTable.ts"
import type { RulesAsked } from "./RulesAsked.ts"

export type Intent = FormIntent

/** What has to be looked up to answer; `PlanRetrieval.ts` of the assistant turns it into searches. */
export type Reads = FormReads

export interface Slots {
  /** Ids of the series named: in the order of the text, or of the alphabet where a form names them. */
  readonly series: ReadonlyArray<string>
  /** Volume number; `"latest"` for "latest volume" and 最新刊; `"first"` is 1. */
  readonly volume?: number | "latest"
  /** Where several numbered books are named, each of them. */
  readonly books?: ReadonlyArray<{ readonly series: string; readonly volume: number }>
  /** English name of the author named, as in the catalogue. */
  readonly authors: ReadonlyArray<string>
  readonly genres: ReadonlyArray<string>
  readonly demographic?: Demographic
  /** JPY, inclusive bounds. */
  readonly priceMax?: number
  readonly priceMin?: number
  readonly format?: Exclude<ProductFormat, "item">
  /** Language of the book asked for. */
  readonly language?: "en" | "ja"
  /** The grammar's id of the place, for shipping questions: `hokkaido`, `CA`, `abroad`. */
  readonly place?: string
  /** `MA-UU-NNNN`, upper case. */
  readonly orderId?: string
}

export type SeriesStatus = Series["status"]

/** What a wish says beyond its slots. */
export interface Wish {
  readonly status?: SeriesStatus
  /** Volumes of the series, inclusive. */
  readonly volumesMin?: number
  readonly volumesMax?: number
  /** The bounds of the price are of all volumes together. */
  readonly whole?: boolean
  /** `asc`: cheapest first. */
  readonly byPrice?: "asc" | "desc"
  /** `asc`: oldest first. */
  readonly byYear?: "asc" | "desc"
  /** Year the series began, inclusive. */
  readonly yearMin?: number
  readonly yearMax?: number
  /** The highest age rating wished for. */
  readonly ageMax?: "all" | "teen"
  readonly notGenres: ReadonlyArray<string>
  readonly notDemographics: ReadonlyArray<Demographic>
  readonly notSeries: ReadonlyArray<string>
  readonly notAuthors: ReadonlyArray<string>
  readonly notStatuses: ReadonlyArray<SeriesStatus>
  /** Names of publishers as in the catalogue: any of those wished for, none of those refused. */
  readonly publishers: ReadonlyArray<string>
  readonly notPublishers: ReadonlyArray<string>
  /** Genres of which a book that feels as is wished for has one; empty: any. */
  readonly moodGenres: ReadonlyArray<string>
  /** Ids of the themes wished for and refused; `themeWords` has their words. */
  readonly themes: ReadonlyArray<string>
  readonly notThemes: ReadonlyArray<string>
  /** Genres in which its themes are mostly told; empty: any. */
  readonly themeGenres: ReadonlyArray<string>
  /** A series is the measure, not the thing asked for. */
  readonly likeSeries: boolean
  /** Says something that no field of the catalogue holds; only nearness in meaning can answer it. */
  readonly free: boolean
}

export interface StoreReading {
  readonly locale: Locale
  readonly intent: Intent
  readonly reads: Reads
  readonly slots: Slots
  readonly wish: Wish
  /** True when nothing in the text points at an earlier turn ("it", "that one", それ). */
  readonly selfContained: boolean
  /** True when the answer depends on who asks ("my order", "for me", おすすめして without any slot). */
  readonly personal: boolean
  /** True when it may be about what the customer ordered, or speaks of the customer. Never of a text with a form. */
  readonly ownAffairs: boolean
  /** Several parts, comparison or an open wish: the larger model answers. */
  readonly difficulty: "simple" | "complex"
  /** Its words, and its canonical form or why it has none. */
  readonly reading: Reading
  /** It asks for these details of the store's rules, and for nothing else. */
  readonly rules?: ReadonlyArray<RulesAsked>
  /** Topics of these rules that it touches, whatever else it asks for; of a question about rules alone. */
  readonly near?: ReadonlyArray<string>
}
