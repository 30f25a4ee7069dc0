/**
 * Decides what is searched for a message within its conversation: by its own words where they say what they are about;
 * and for a wish, as guesses that the model may use, by nearness in meaning alone and by the last wishes together with
 * it: whether it is a new wish or goes on with them, the model understands. Pure.
 *
 * What a follow-up means is not decided here: the model understands it, from the records of what was spoken of.
 */
import { byKind, kindsIn, says, type StoreReader } from "@manga-assist/store-grammar"
import { type Conversation, isNew } from "../conversation/Conversation.ts"
import { shownLately } from "../facts/Topics.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { asksForList, hasSubject, hasTraits } from "../reading/Subject.ts"
import { trivialFollowUp } from "./TrivialFollowUp.ts"

export interface Sought {
  /** What it finds is shown at once. */
  readonly shown: Question | undefined
  /** What is found for their words is told to the model alone. */
  readonly told: ReadonlyArray<Told>
}

export interface Told {
  readonly words: string
  readonly question: Question
  /** What fits it is searched too, not only what is near in meaning. */
  readonly byPlan: boolean
}

/** Wishes that are joined with the message. */
const mostWishes = 2
const turnsBack = 6
const longest = 300

/** Asks for books by what they are like. */
const wishes = (question: Question): boolean => question.reads === "wish" || asksForList(question)

/** What books can be near to in meaning; a status or a length is nothing of the kind. */
const tellsWhatOf = ({ slots, wish }: Question): boolean =>
  slots.genres.length + wish.themes.length + wish.moodGenres.length > 0 ||
  slots.demographic !== undefined ||
  wish.free

/** Wishes by more than its intent says: it may have been read as something else. */
const mayWish = (question: Question): boolean =>
  tellsWhatOf(question) &&
  (wishes(question) || (question.slots.series.length === 0 && hasTraits(question)))

const wishBy = oncePer((names: StoreReader) =>
  oncePer(({ question }: Conversation["turns"][number]) => {
    const asked = read(names, question)
    return wishes(asked) && !asksForList(asked) && asked.intent !== "other" ? question : undefined
  }),
)

/** "Others?", ほかには: what was shown is not shown again. */
const asksForOthers = ({ reading }: Question): boolean => {
  const said = byKind(reading.tokens)
  const points = [...(said["THEY"] ?? []), ...(said["ALSOJA"] ?? [])]
  return (
    said["WANTMORE"] !== undefined || points.some((word) => word === "others" || word === "more")
  )
}

const joined = (
  text: string,
  { locale, names }: Question,
  { turns }: Conversation,
): string | undefined => {
  const wishOf = wishBy(names)
  const wishes = turns.slice(-turnsBack).flatMap((turn) => wishOf(turn) ?? [])
  if (wishes.length === 0) return undefined
  return [...wishes.slice(-mostWishes), text].join(locale === "ja" ? "。" : ". ").slice(-longest)
}

/** `text`: the message's own words. */
export const soughtFor = (text: string, question: Question, conversation: Conversation): Sought => {
  const shown = asksForOthers(question) ? shownLately(conversation, question.names.catalogue) : []
  const without = (asked: Question): Question =>
    shown.length === 0 ? asked : { ...asked, without: [...(asked.without ?? []), ...shown] }
  const alone = (isShown: boolean) =>
    mayWish(question) ? [{ words: text, question: without(question), byPlan: !isShown }] : []
  if (isNew(conversation)) return { shown: question, told: alone(true) }
  if (question.slots.series.length > 0 || question.reads === "nothing") {
    return { shown: without(question), told: alone(true) }
  }
  const trivial = trivialFollowUp(text, question, conversation)
  if (trivial !== undefined) return { shown: trivial, told: [] }
  const words =
    !wishes(question) || asksForList(question) ? undefined : joined(text, question, conversation)
  const isShown = (words === undefined && asksForAnything(question)) || hasOwnSubject(question)
  const together =
    words === undefined
      ? []
      : [{ words, question: without(read(question.names, words, question.locale)), byPlan: true }]
  return {
    shown: isShown ? without(question) : undefined,
    told: [...alone(isShown), ...together],
  }
}

/** "Which of these are for adults?" */
const choosesAmong = ({ reading }: Question): boolean => {
  const said = byKind(reading.tokens)
  return [...(said["WHICH"] ?? []), ...(said["THEY"] ?? [])].includes("among")
}

/** "Is it scary?" names a genre and asks about what was spoken of; "other sports manga?" does not. */
const isOwn = (question: Question): boolean =>
  (question.selfContained && !choosesAmong(question)) || asksForOthers(question)

const hasOwnSubject = (question: Question): boolean => isOwn(question) && hasSubject(question)

/** "Something similar?" says to what only with what was said before. */
const likeness = kindsIn("LIKE LIKEJA LIKEN LIKENJA WANTMORE")

/** "What should I read next?" */
const asksForAnything = (question: Question): boolean =>
  wishes(question) &&
  question.intent !== "other" &&
  isOwn(question) &&
  !says(byKind(question.reading.tokens), likeness)
