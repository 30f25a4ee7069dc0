/**
 * Tells whether a question names what it is about, so that it says the same to everybody, whatever was said before it.
 * Pure.
 */
import type { Question } from "./Question.ts"

/** Names a title, an author or a genre that is asked for, and not one that is refused. */
export const namesSomething = ({ slots }: Pick<Question, "slots">): boolean =>
  slots.series.length + slots.authors.length + slots.genres.length > 0

const lists: ReadonlySet<Question["reads"]> = new Set(["popular", "coming", "new"])

/** Asks for a list that is the same for everybody. */
export const asksForList = ({ reads }: Pick<Question, "reads">): boolean => lists.has(reads)

/** Says what books are to be like, whatever it seems to ask. */
export const hasTraits = ({ slots, wish }: Pick<Question, "slots" | "wish">): boolean =>
  slots.genres.length + wish.themes.length + wish.moodGenres.length + wish.publishers.length > 0 ||
  slots.demographic !== undefined ||
  wish.status !== undefined ||
  (wish.volumesMax ?? wish.volumesMin ?? wish.yearMin ?? wish.yearMax) !== undefined

/** Names what the books are to be, by more than a bound: a theme, a mood, readers; or asks for a known list. */
export const hasSubject = (question: Question): boolean => {
  const { intent, reading, slots, wish } = question
  if (namesSomething(question) || slots.demographic !== undefined) return true
  if (asksForList(question)) return reading.known
  return (
    (intent === "recommend" || intent === "genre-browse") &&
    wish.themes.length + wish.moodGenres.length + wish.publishers.length > 0
  )
}
