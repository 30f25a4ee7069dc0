/**
 * Builds the complete question that a follow-up means, once it is known what it refers to: `withOrders` for the
 * customer's orders, `aboutThings` for books and series, `standing` for any other reading that the caller made; `Over`
 * are the fields that replace those of the reading. The result has the intent and slots (values such as titles,
 * volumes, genres) of a question that is understood alone, and keeps the customer's own words beside it. Pure.
 */
import {
  byKind,
  type Pointing,
  readWords,
  says,
  type StoreReading,
  type Thing,
  wordsWithout,
} from "@manga-assist/store-grammar"
import { formSentence } from "../reading/FormSentence.ts"
import type { Meant, Question } from "../reading/Question.ts"
import type { About } from "./meant/About.ts"
import type { Memory } from "./Memory.ts"
import { meantReasons, reasonOf } from "./meant/Reason.ts"
import { asksOfBooks, restated } from "./meant/Restate.ts"

/** The question of before, of its words as they were kept. */
const askedBefore = (words: NonNullable<Memory["asked"]>, locale: Question["locale"]) =>
  readWords(words, locale)

export type Over = Partial<
  Pick<Question, "intent" | "ownAffairs" | "personal" | "reads" | "slots" | "wish">
>

/** The question that `asked` is, asked in the customer's own words. */
export const standing = (
  { words }: Question,
  asked: StoreReading,
  meant: Meant,
  over: Over = {},
  without: ReadonlyArray<string> = [],
): Question => ({
  ...asked,
  ...over,
  words,
  selfContained: false,
  meant,
  ...(without.length === 0 ? {} : { without }),
})

export const withOrders = (
  question: Question,
  meant: { readonly id: string } | "all",
  spoken: string,
): Question => {
  const over = {
    intent: "order-status",
    reads: "nothing",
    personal: true,
    ownAffairs: true,
  } as const
  const say = meantReasons[question.locale]
  if (meant === "all") {
    const reason = say.allOrders
    return { ...question, ...over, meant: { text: spoken, reason } }
  }
  const name = question.locale === "en" ? `order ${meant.id}` : `注文${meant.id}`
  const reason = say.order(meant.id)
  const slots = { ...question.slots, orderId: meant.id }
  return standing(question, question, { text: `${spoken} (${name})`, reason }, { ...over, slots })
}

/** Their prices are told one by one. */
const fewBooks = 4

const slotsOfThings = (asked: StoreReading, things: ReadonlyArray<Thing>): Question["slots"] => {
  const series = [...new Set(things.map((thing) => thing.series))]
  const [first, ...more] = things
  const isSame =
    asked.slots.series.length === series.length &&
    series.every((id) => asked.slots.series.includes(id))
  const books = things.flatMap(({ format, series: id, volume }) =>
    typeof volume === "number" && format === undefined ? [{ series: id, volume }] : [],
  )
  // A form names a few books; more of them are told by what was meant.
  if (isSame && books.length > 1) {
    // 「11巻から19巻を全部買うと？」: no model should have to add so many prices.
    const isRun = series.length === 1 && books.length > fewBooks && !asked.slots.together
    const together = isRun ? { together: books.map(({ volume }) => volume) } : {}
    return { ...asked.slots, books, ...together }
  }
  if (isSame || first === undefined) return asked.slots
  const volume = more.length === 0 ? first.volume : undefined
  return {
    ...asked.slots,
    series,
    ...(volume === undefined ? {} : { volume: typeof volume === "string" ? "latest" : volume }),
    ...(first.format === undefined ? {} : { format: first.format }),
  }
}

/** "And the original series?", not "what is the sequel called?". */
const isOfKin = ({ reading }: Question, { related }: Pointing): boolean =>
  related !== undefined && !says(byKind(reading.tokens), ["MINE", "CALLED"])

export const aboutThings = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
  about: About,
): Question => {
  const before = memory.asked === undefined ? undefined : askedBefore(memory.asked, question.locale)
  const names = question.slots.series.length > 0
  const isSame =
    pointing.bare &&
    before !== undefined &&
    memory.about === "things" &&
    (names ||
      pointing.place !== undefined ||
      pointing.other ||
      pointing.measure !== undefined ||
      isOfKin(question, pointing) ||
      before.reads === "whole" ||
      before.reads === "cheapest" ||
      asksOfBooks(before))
  const isTopic = about.things.every(({ series }) => series === memory.topic?.series)
  // Who names another book asks for the book, in whatever edition.
  const namesBook = question.slots.volume !== undefined || question.reference.number !== undefined
  const isOfFirst = pointing.run !== undefined
  const edition =
    about.isStillWhole === true || (isTopic && (!namesBook || isOfFirst || pointing.keeps))
      ? memory.edition
      : undefined
  const { asked, text } = restated(question, about, isSame ? before : undefined, pointing, edition)
  const slots = about.person === undefined ? slotsOfThings(asked, about.things) : asked.slots
  const isLost = asked.intent === "other" || asked.intent === "greeting"
  const isGroup = slots.books !== undefined && asked.reads === "whole"
  const over: Over = isLost
    ? { intent: "title-lookup", reads: "series", slots }
    : { slots, ...(isGroup ? { reads: "books" as const } : {}) }
  return standing(
    question,
    asked,
    {
      text: about.lacks === undefined ? text : `${text} (${about.lacks})`,
      asked: wordsWithout(asked.reading, () => false),
      things: about.things,
      ...(about.isPlaced === true ? { isPlaced: true } : {}),
      ...(about.next === undefined ? {} : { next: about.next }),
      reason: reasonOf(question, pointing, about, formSentence(asked)),
    },
    over,
  )
}
