/**
 * Values for the placeholders of the schedule's question templates. By the rule's `each`: none, every genre, the four
 * demographics shonen, seinen, shojo and josei, or each of the given top titles.
 */
import type { Catalogue } from "@manga-assist/catalogue"

export interface Subject {
  readonly id: string
  /** As it stands in English and Japanese questions. */
  readonly english: string
  readonly japanese: string
}

export const eachKinds = ["once", "genre", "demographic", "title"] as const
export type EachKind = (typeof eachKinds)[number]

const demographics: ReadonlyArray<Subject> = [
  { id: "shonen", english: "shonen", japanese: "少年" },
  { id: "seinen", english: "seinen", japanese: "青年" },
  { id: "shojo", english: "shojo", japanese: "少女" },
  { id: "josei", english: "josei", japanese: "女性向け" },
]

/** Most asked first; `titles` likewise. */
export const subjectsOf = (
  each: EachKind,
  titles: ReadonlyArray<Subject>,
  { genres }: Pick<Catalogue, "genres">,
): ReadonlyArray<Subject> => {
  if (each === "once") return [{ id: "", english: "", japanese: "" }]
  if (each === "demographic") return demographics
  if (each === "title") return titles
  return genres.map(({ english, id, japanese }) => ({
    id,
    english: english.toLowerCase(),
    japanese,
  }))
}

export const filled = (template: string, { english, japanese }: Subject): string =>
  template.replaceAll("{english}", english).replaceAll("{japanese}", japanese)
