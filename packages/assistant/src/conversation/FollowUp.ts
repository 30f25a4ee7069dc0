/**
 * The rules of follow-up resolution, called by its entry `Resolve.ts`. `resolveWithin` turns a follow-up question ("And
 * volume 13?", "the second one", その作者は？) into one that can be understood without its conversation, by the
 * conversation's memory: topic, lists shown, wishes, orders. `pointingAtNothing` is for a first question: one like "the
 * second one" is marked as referring to nothing that was shown.
 *
 * The result is built from words that the grammar has already read. Its field `meant` has the resolved text, for the
 * prompt, and a `reason`, which explains it to the customer. Its answer is never cached for others (`CachePolicy.ts`).
 * Pure.
 */
import type { Order } from "@manga-assist/catalogue"
import {
  asideEnd,
  byKind,
  type Pointing,
  pointingOf,
  readWords,
  says,
  takenBackIn,
  type Thing,
  wishRead,
  wordsWithout,
} from "@manga-assist/store-grammar"
import { textOf } from "../reading/CustomerWords.ts"
import { formSentence } from "../reading/FormSentence.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { carried, comparedWithBefore, ofNumber } from "./meant/Carried.ts"
import { leans } from "./Leaning.ts"
import type { Memory } from "./Memory.ts"
import { aboutThings, type Over, standing, withOrders } from "./Standing.ts"
import { aboutBasket, aboutBoxes, reckoning } from "./Together.ts"
import { basketMeant } from "./meant/basket/BasketMeant.ts"
import { boxesMeant } from "./meant/basket/BoxesMeant.ts"
import { orderedNeighbour, withOrderedBook } from "./meant/OrderedBook.ts"
import { ordersMeant } from "./meant/OrdersMeant.ts"
import { meantReasons, ordinalWords, reasonOf } from "./meant/Reason.ts"
import { reckonMeant } from "./meant/basket/ReckonMeant.ts"
import { policyMeant } from "./meant/PolicyMeant.ts"
import { withWholeTitle } from "./meant/ShortTitle.ts"
import { thingsMeant } from "./meant/ThingsMeant.ts"
import { wishMeant, wishText } from "./meant/WishMeant.ts"

const pointingFor = oncePer(pointingOf)

/** Asks for a list for everybody, or of somebody named: about nothing that was said before. */
const standsAlone = ({ intent, reading, slots }: Question, pointing: Pointing): boolean => {
  if (intent === "trending" || intent === "new-releases") return !pointing.back
  if (slots.authors.length > 0 && !pointing.bare) return true
  if (slots.series.length === 0) return false
  return reading.known ? reading.question !== "named" : !pointing.bare
}

/** Points at nothing, and is understood: somebody else could ask it. */
const isWhole = ({ intent, reading, selfContained }: Question, pointing: Pointing): boolean =>
  reading.known &&
  selfContained &&
  (intent === "policy" || intent === "order-status" || intent === "greeting") &&
  !pointing.bare

/** 「その中身の漫画、作者は？」 */
const ofMakers = ["AUTHOR", "WROTE", "DREW", "STORYBY"]

/** "The last one is missing, what does 19 cost?" asks for a book. */
const isOfShop = (
  { intent, reading, slots }: Question,
  { all, back, bare, count, numbers, whole }: Pointing,
  { topic }: Memory,
): boolean =>
  (intent === "order-status" && !(topic !== undefined && says(byKind(reading.tokens), ofMakers))) ||
  (intent === "policy" &&
    // "Both on paper, what would I pay?"
    !(
      (all || whole || count !== undefined) &&
      says(byKind(reading.tokens), ["PAY", "PAYFOR"]) &&
      !says(byKind(reading.tokens), ["METHOD", "PAYMETHODS", "HOW"])
    ) &&
    // 「40巻の間違いです」 names a book.
    !(
      (numbers.length > 0 || slots.volume !== undefined) &&
      (bare || says(byKind(reading.tokens), ["PRICE", "STOCK"]))
    ) &&
    !(back && says(byKind(reading.tokens), ["PREORDER", "PREORDERQ"])))

/** More words of one question about the store's rules are not kept. */
const mostAsked = 24

/** The customer's words as they were typed. */
const spoken = (question: Question): string => textOf(question.words)

/** To the list that was shown for the wishes, as it was before other matters. */
const returned = ({ slots }: Question, memory: Memory): Memory => {
  const { shown = [], wishes } = memory
  if (wishes === undefined || shown.length === 0 || slots.series.length > 0) return memory
  const listed = shown.map((series) => ({ series }))
  return { ...memory, about: "wish", listed, isListFresh: true, isPlaced: false }
}

/** "How much is the second one?" where nothing was said before: it is told what was understood, and nothing is guessed. */
const greeting = { intent: "greeting", reads: "nothing", personal: false } as const
const closings: ReadonlySet<string> = new Set(["thanks", "bye", "ack"])
/** "Great, thanks for the help!" asks for nothing, said first or later. */
const takesLeave = (question: Question): boolean =>
  question.reading.cut.some(({ kind, value }) => kind === "_" && closings.has(value)) &&
  pointingFor(question).acknowledges

export const pointingAtNothing = (question: Question): Question => {
  const { reading, reference, slots, words } = question
  if (!reading.known && takesLeave(question)) return { ...question, ...greeting }
  const names = slots.series.length + slots.authors.length + slots.genres.length
  const { ordinal } = reference
  if (reading.known || ordinal === undefined || !reference.back || names > 0) return question
  const lacks = `the ${ordinalWords[ordinal] ?? "last"} of nothing that was shown`
  return {
    ...question,
    meant: {
      text: `${textOf(words)} (${lacks})`,
      reason: meantReasons[question.locale].lacking(lacks),
    },
  }
}

/** "Hm, none of these. What's popular?": the last sentence asks, and what stands before it only reacts. */
const askedLast = (question: Question, memory: Memory): Question | undefined => {
  const from = asideEnd(question.reading)
  if (from === 0) return undefined
  const words = wordsWithout(question.reading, ({ start }) => start < from)
  const read = readWords(words, question.locale)
  const asked = withWholeTitle({ ...question, ...read }, memory)
  const { intent, slots } = asked
  const isNumbered = asked.reading.tokens.some(({ kind }) => kind === "NUM")
  if (intent === "greeting" || (intent === "other" && !isNumbered)) return undefined
  const text = formSentence(asked) ?? spoken(question)
  const reason = meantReasons[question.locale].onlyLast(text)
  const isNamed = slots.series.length + slots.authors.length > 0
  return isNamed || asked.selfContained
    ? standing(question, asked, { text, reason, asked: words })
    : { ...question, ...asked, selfContained: false }
}

/** 「39巻じゃなくて40巻」: what is taken back is not asked. */
const corrected = (question: Question, { about }: Memory): Question => {
  // Of wishes both are told: what is wished for and what is not.
  const isTakenBack = about === "wish" ? undefined : takenBackIn(question.reading)
  if (isTakenBack === undefined) return question
  const asked = readWords(wordsWithout(question.reading, isTakenBack), question.locale)
  return { ...question, ...asked, selfContained: false }
}

const questionMark = /[?？]/u

export const resolveWithin = (
  spokenQuestion: Question,
  told: Memory,
  orders?: ReadonlyArray<Order>,
): Question => {
  const pointed = pointingFor(spokenQuestion)
  const near = orderedNeighbour(spokenQuestion, pointed, told, orders)
  if (near !== undefined) return aboutBasket(spokenQuestion, pointed, told, near)
  const boxes = boxesMeant(spokenQuestion, pointed, told)
  if (boxes !== undefined) return aboutBoxes(spokenQuestion, pointed, boxes)
  const reckoned = reckonMeant(spokenQuestion, pointed, told)
  if (reckoned !== undefined)
    return reckoning(spokenQuestion, pointed, told, reckoned, spoken(spokenQuestion))
  const basket = basketMeant(spokenQuestion, pointed, withOrderedBook(told, orders))
  if (basket !== undefined) return aboutBasket(spokenQuestion, pointed, told, basket)
  const question = withWholeTitle(
    askedLast(spokenQuestion, told) ?? corrected(spokenQuestion, told),
    told,
  )
  const pointing = pointingFor(question)
  const memory = withOrderedBook(pointing.returns ? returned(question, told) : told, orders)
  // 「長いなー」 of a book that was spoken of wishes for nothing long.
  const reacts = pointing.reacts && memory.about !== "wish" && !questionMark.test(spoken(question))
  if ((pointing.acknowledges || reacts) && !pointing.agrees) {
    return { ...question, ...greeting }
  }
  if (question.intent === "greeting" && !pointing.agrees) return question
  const wish = wishMeant(question, pointing, memory)
  if (wish !== undefined) {
    const { slots, words } = wish.wishes
    const text = wishText(wish.wishes, question.locale)
    const asked = { ...question, ...wishRead(slots, words, question.locale) }
    const reason = meantReasons[question.locale].withWishes(text)
    // What pleases the customer fills the gap where no subject is named.
    const { authors, demographic, genres, series } = asked.slots
    const isOpen = genres.length + authors.length + series.length === 0 && demographic === undefined
    const personal = isOpen && !asked.wish.free && words.length === 0
    const over: Over = { intent: "recommend", reads: "wish", personal }
    return standing(question, asked, { text, reason, wishes: wish.wishes }, over, wish.without)
  }
  const compared = comparedWithBefore(question, pointing, memory)
  if (compared.length > 0) {
    const isWhole = pointing.sums || pointing.count === 2 ? pointing.whole : false
    return aboutThings(question, pointing, memory, { things: compared, isWhole })
  }
  const order = ordersMeant(question, pointing, memory, orders)
  if (order !== undefined) return withOrders(question, order, spoken(question))
  const numbered = ofNumber(question, pointing)
  if (numbered !== undefined) {
    return aboutThings(question, { ...pointing, next: false }, memory, { things: [numbered] })
  }
  if (standsAlone(question, pointing) || isWhole(question, pointing)) return question
  // 「最初に聞いた巻の電子版は？」 goes on with no rule.
  const isOut = pointing.asked !== undefined || pointing.middle || pointing.soldOut
  const policy = isOut ? undefined : policyMeant(question, pointing, memory)
  if (policy !== undefined) {
    const text = `${policy.text} ${spoken(question)}`
    const own = wordsWithout(question.reading, () => false)
    const asked = readWords([...policy.asked, ...own], question.locale)
    const reason = meantReasons[question.locale].rulesGoOn
    const over: Over = { intent: "policy", reads: "nothing" }
    // "And for a preorder?", "is there a fee?": each goes on with all that was said.
    const isLong = policy.asked.length + own.length > mostAsked
    const goesOn = isLong ? policy : { text, asked: [...policy.asked, ...own] }
    return standing(question, asked, { text, reason, policy: goesOn }, over)
  }
  if (!isOut && isOfShop(question, pointing, memory)) return question
  const own = question.slots.series
  if (own.length > 0) {
    const { volume } = question.slots
    const things = own.map((series): Thing => {
      if (typeof volume === "number") return { series, volume }
      return pointing.next ? { series, volume: "next" } : { series }
    })
    // 「リアルの次の巻は？」 asks itself what is asked of it.
    if (pointing.next && pointing.bare && memory.about === "things") {
      return aboutThings(question, { ...pointing, bare: false }, memory, { things })
    }
    return memory.about === "things" && memory.asked !== undefined && pointing.bare
      ? aboutThings(question, pointing, memory, { things: carried(things, memory) })
      : question
  }
  if (!leans(question, pointing, memory)) return question
  const { topic } = memory
  const about =
    pointing.agrees && topic !== undefined
      ? { things: [{ series: topic.series }], isChosen: true }
      : thingsMeant(question, pointing, memory)
  if (about === undefined || (about.things.length === 0 && about.person === undefined)) {
    return about?.lacks === undefined
      ? question
      : standing(question, question, {
          text: `${spoken(question)} (${about.lacks})`,
          reason: reasonOf(question, pointing, about),
        })
  }
  return aboutThings(question, pointing, memory, about)
}
