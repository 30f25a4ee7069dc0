/**
 * The one rule that guesses what a follow-up means, for early cards alone: after a turn about one series, "13?", "digitally?"
 * or 次の巻は is read as if it began with that series' title. A wrong guess shows a card for a moment; no prompt says it,
 * and no answer is shared by it. Pure.
 */
import { byKind, kindsIn, says } from "@manga-assist/store-grammar"
import type { Conversation } from "../conversation/Conversation.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { hasTraits, namesSomething } from "../reading/Subject.ts"

/** What is read of a named series. */
const ofBooks: ReadonlySet<Question["reads"]> = new Set([
  "series",
  "books",
  "whole",
  "releases",
  "released",
  "cheapest",
])

/** Says what is not meant, or speaks of what the customer has. */
const otherwise = kindsIn(
  "NOT NOTJA WITHOUT WITHOUTJA NOHOU BUT REFUSES REFUSESJA I MINE PURCHASES AFTERORDER ITEMRECEIVED OPENED",
)

/** "13?": no wish, though nothing says what it is. */
const isUnclear = (question: Question): boolean =>
  question.reads === "wish" && question.intent === "other" && !hasTraits(question)

/** What nobody knows may be the name of another title. */
const isUnderstood = ({ reading }: Question): boolean =>
  reading.tokens.every(({ kind }) => kind !== "?")

const mayBe = (question: Question): boolean =>
  (ofBooks.has(question.reads) || isUnclear(question)) &&
  question.intent !== "order-status" &&
  !namesSomething(question) &&
  isUnderstood(question) &&
  !says(byKind(question.reading.tokens), otherwise)

const volumeOf = ({ slots }: Question): number | undefined =>
  typeof slots.volume === "number" ? slots.volume : undefined

/** Where its words, behind the title, say which book: a volume, an edition, the next, the newest, or a form. */
const isTold = ({ reading, reads, slots }: Question): boolean =>
  reading.known || slots.volume !== undefined || slots.format !== undefined || reads === "releases"

/** `undefined`: nothing is guessed. */
export const trivialFollowUp = (
  text: string,
  question: Question,
  { turns }: Conversation,
): Question | undefined => {
  const last = turns.at(-1)
  const [id, more] = last?.series ?? []
  const entry = id === undefined || more !== undefined ? undefined : question.names.catalogue.of(id)
  if (last === undefined || entry === undefined || !mayBe(question)) return undefined
  const { locale, names, slots } = question
  const title = locale === "ja" ? entry.japanese : entry.english
  const put = (words: string) => read(names, `${title} ${words}`, locale)
  // Of the volume that was spoken of, where only the edition is new.
  const volume = slots.volume === undefined ? volumeOf(read(names, last.question)) : undefined
  const isEdition = slots.format === "paperback" || slots.format === "digital"
  const numbered = locale === "ja" ? `${volume}巻 ${text}` : `volume ${volume} ${text}`
  const meant = put(volume !== undefined && isEdition ? numbered : text)
  return isTold(meant) && meant.slots.series.includes(entry.id) ? meant : undefined
}
