/** Types of a manga series and of a genre, as `titles.json` and `genres.json` describe them. */

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
  readonly demographic: Demographic
  /** Two to five ids of `Genre`. */
  readonly genres: ReadonlyArray<string>
  readonly firstYear: number
  readonly volumes: number
  readonly status: (typeof statuses)[number]
  readonly publisher: string
  readonly ageRating: (typeof ageRatings)[number]
  readonly synopsisEnglish: string
  readonly synopsisJapanese: string
}

export interface Genre {
  readonly id: string
  readonly english: string
  readonly japanese: string
  readonly aliases: ReadonlyArray<string>
}
