/**
 * Types of a series and of a genre, as `titles.json` and `genres.json` describe them. What is sold as one thing and is no
 * series of books, such as a bicycle, is a series of one item, without the properties of books.
 */

export const demographics = ["shonen", "seinen", "shojo", "josei", "kodomo"] as const
export type Demographic = (typeof demographics)[number]
export const statuses = ["ongoing", "completed", "hiatus"] as const
export const ageRatings = ["all", "teen", "mature"] as const

export interface Series {
  /** Kebab-case slug of the English title, unique. */
  readonly id: string
  readonly english: string
  readonly japanese: string
  readonly romaji: string
  /** Other spellings; no title or alias is shared by two series (NFKC, case-folded, letters and digits only). */
  readonly aliases: ReadonlyArray<string>
  /** Several people are joined by ", " and "、". */
  readonly author: { readonly english: string; readonly japanese: string }
  /** One thing, whose product has the id of the series. */
  readonly isItem?: true
  readonly demographic?: Demographic | undefined
  /** Two to five ids of `Genre`. */
  readonly genres: ReadonlyArray<string>
  readonly firstYear: number
  readonly volumes: number
  readonly status?: (typeof statuses)[number] | undefined
  readonly publisher?: string | undefined
  readonly ageRating?: (typeof ageRatings)[number] | undefined
  readonly synopsisEnglish: string
  readonly synopsisJapanese: string
}

/** A series of books. */
export interface BookSeries extends Series {
  readonly demographic: Demographic
  readonly status: (typeof statuses)[number]
  readonly publisher: string
  readonly ageRating: (typeof ageRatings)[number]
}

export interface Genre {
  readonly id: string
  readonly english: string
  readonly japanese: string
  readonly aliases: ReadonlyArray<string>
}
