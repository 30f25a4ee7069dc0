/**
 * Computes a conversation's memory, to which follow-up questions refer, from what its turns asked and showed. Pure.
 *
 * It starts from the newest turn that has a readable memory and applies the turns after it again.
 */
import type { Word } from "@manga-assist/language"
import { type Thing, wordsWithout } from "@manga-assist/store-grammar"
import { formSentence } from "../reading/FormSentence.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { bookOf } from "./BookOfProduct.ts"
import type { Conversation, PastTurn } from "./Conversation.ts"
import { authorOf, chosenByFacts, chosenByWords, worksOf } from "./meant/Described.ts"
import { resolveWithin } from "./FollowUp.ts"
import { emptyMemory, type Memory, memoryIn } from "./Memory.ts"
import { asksPrice } from "./meant/basket/ReckonMeant.ts"
import { ownWishes } from "./meant/WishMeant.ts"
import { type Kept, togetherOf } from "./RememberedBooks.ts"
import { cheaperOf, mostOf, namedOf, otherWorkOf, sequelOf, soldOutOf } from "./SpokenNext.ts"

/** What a turn said and showed. */
export type Told = Pick<PastTurn, "answer" | "products" | "question" | "series">

const mostSeen = 40
const mostRecent = 6
const mostListed = 10
const mostNamed = 8

const wishesOf = oncePer(ownWishes)

/** Where one book was asked for, that one; else the series. */
const topicOf = (question: Question, series: string, products: ReadonlyArray<string>) => {
  const { meant, reads, slots } = question
  const [thing, more] = meant?.things ?? []
  const [shown] = products.flatMap((id) => bookOf(id) ?? [])
  const isBox = thing?.format === "box-set" || slots.format === "box-set"
  const asksOne =
    slots.volume !== undefined || isBox || ["releases", "released", "cheapest"].includes(reads)
  const isShown = products.length === 0 || shown !== undefined
  if (!asksOne || more !== undefined || !isShown) return { series }
  const volume =
    typeof thing?.volume === "number"
      ? thing.volume
      : typeof slots.volume === "number"
        ? slots.volume
        : shown?.series === series
          ? shown.volume
          : undefined
  return {
    series,
    ...(volume === undefined ? {} : { volume }),
    ...(isBox ? { format: "box-set" as const } : {}),
  }
}

const unique = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

/** A longer question is not asked again of another book. */
const mostAsked = 40
const nothing = new Set(["_", "NA", "THE"])

/** The words of the question so that it stands alone. */
const askedOf = ({ meant, reading }: Question): ReadonlyArray<Word> =>
  (meant?.asked ?? wordsWithout(reading, ({ kind }) => nothing.has(kind))).slice(0, mostAsked)

const standingText = (question: Question, { question: said }: Told): string =>
  question.meant?.text ?? formSentence(question) ?? said

const isTitleAlone = ({ meant, reading }: Question): boolean =>
  meant === undefined && reading.known && reading.question === "named"

const orderIds = /MA-\d{2}-\d{4}/u
const allOrderIds = /MA-\d{2}-\d{4}/gu

const afterOrders = (memory: Memory, question: Question, { answer }: Told): Memory => {
  const { slots } = question
  // What was typed may be somebody else's: only what the answer speaks of counts.
  const told = answer.match(allOrderIds) ?? []
  const named = told.toSorted((a, b) => Number(b === slots.orderId) - Number(a === slots.orderId))
  // What was ordered is spoken of, and no longer what was spoken of before.
  const { asked: _asked, books: _books, edition: _edition, topic: _topic, ...rest } = memory
  const [series] = slots.series
  // Of another order that is told next, other books are spoken of.
  const isSame = memory.orders[0] === undefined || answer.includes(memory.orders[0])
  const spoken = memory.about === "orders" && isSame ? memory.topic : undefined
  const now = series === undefined ? spoken : topicOf(question, series, [])
  const topic = now === undefined ? {} : { topic: now }
  return {
    ...(told.length === 0 ? memory : { ...rest, listed: [], ...topic }),
    about: "orders",
    isListFresh: false,
    orders: unique(named).slice(0, mostListed),
  }
}

const kept = ({ format, series, volume }: Thing): Kept => ({
  series,
  ...(typeof volume === "number" ? { volume } : {}),
  ...(format === undefined ? {} : { format }),
})

const listOf = (memory: Memory, things: ReadonlyArray<Thing>) =>
  things.length > 1
    ? { listed: things.slice(0, mostListed).map(kept), isListFresh: true }
    : { listed: memory.listed, isListFresh: false }

const asThing = (series: string): Kept => ({ series })

const afterWish = (memory: Memory, question: Question, series: ReadonlyArray<string>): Memory => {
  const wishes = question.meant?.wishes ?? wishesOf(question) ?? { slots: {}, words: [] }
  const seen = question.meant?.wishes === undefined ? series : [...memory.seen, ...series]
  const described = question.wish.free ? chosenByWords(question, series) : undefined
  // 「続編はありますか」
  const sequel = sequelOf(question, namedOf(question))
  const isShown = sequel !== undefined && series.includes(sequel)
  // "I loved Emma, what else did she make?"
  const { authors, series: liked } = question.slots
  const other = authors.length === 0 ? undefined : series.find((id) => !liked.includes(id))
  const first = (isShown ? sequel : described) ?? other ?? series[0]
  const { asked: _asked, author: _author, edition: _edition, ...rest } = memory
  return {
    ...rest,
    about: "wish",
    wishes,
    isPlaced: false,
    ...listOf(memory, series.map(asThing)),
    ...(series.length === 1 ? { listed: series.map(asThing), isListFresh: true } : {}),
    ...(first === undefined ? {} : { topic: { series: first } }),
    shown: series.slice(0, mostListed),
    seen: unique(seen).slice(-mostSeen),
  }
}

const afterThings = (
  memory: Memory,
  question: Question,
  told: Told,
  series: ReadonlyArray<string>,
): Memory => {
  const { intent, meant, slots } = question
  const [person] = slots.authors
  const ofThings = meant?.things?.map((thing) => thing.series) ?? []
  const named = ofThings.length > 0 ? ofThings : namedOf(question)
  const [measured] = named.length > 1 ? (chosenByFacts(question, named) ?? []) : []
  const first =
    cheaperOf(question, named, told) ??
    measured ??
    meant?.next ??
    sequelOf(question, named) ??
    otherWorkOf(question, named, series) ??
    named[0] ??
    mostOf(question, series) ??
    (person === undefined ? undefined : chosenByWords(question, worksOf(person))) ??
    (person === undefined ? undefined : series.find((id) => id !== memory.topic?.series)) ??
    series[0]
  if (first === undefined) return { ...memory, isListFresh: false }
  const author = person ?? (intent === "author" ? authorOf(first) : undefined)
  const placed = (slots.books ?? []).toSorted(
    (a, b) => named.indexOf(a.series) - named.indexOf(b.series),
  )
  const things = meant?.things ?? []
  const books = things.length > 0 ? things : placed.length > 0 ? placed : named.map(asThing)
  // "What else did they make?": what was spoken of before is none of it.
  const made = series.filter((id) => meant === undefined || id !== memory.topic?.series)
  // Who made one of several that are spoken of: these stay the list.
  const isOfOne = things.length === 1 && memory.listed.some((each) => each.series === first)
  const works = intent === "author" && !isOfOne ? made : [first]
  const list = books.length > 1 ? books : works.map(asThing)
  const {
    asked: earlier,
    before: _before,
    books: _books,
    edition: before,
    group: _group,
    soldOut: _soldOut,
    ...rest
  } = memory
  // "The former": of the two that it was chosen from, the other is still the latter.
  const isOneOfTwo = meant?.isPlaced === true && memory.recent.slice(0, 2).includes(first)
  const { format } = slots
  const isSame = memory.topic?.series === first
  const topic = topicOf(question, first, told.products)
  // Who asks for the author of a book in between still speaks of the book.
  const isBeside = isSame && meant !== undefined && intent === "author"
  const isAnother = topic.volume !== undefined && topic.volume !== memory.topic?.volume
  const still = isSame && !isAnother ? before : undefined
  const edition = format === "box-set" ? undefined : (format ?? still)
  const asked =
    isTitleAlone(question) || (intent === "author" && person !== undefined)
      ? undefined
      : askedOf(question)
  return {
    ...rest,
    about: "things",
    ...(asked === undefined ? {} : { asked }),
    ...(asked === undefined || !asksPrice(earlier) ? {} : { before: earlier }),
    topic: isBeside && topic.volume === undefined ? (memory.topic ?? topic) : topic,
    isPlaced: meant?.isPlaced === true,
    ...togetherOf(memory, question, list.length > 1 ? list.map(kept) : [topic]),
    ...soldOutOf(memory, topic, told),
    named: unique([...(memory.named ?? []), ...namedOf(question)]).slice(-mostNamed),
    ...(edition === undefined ? {} : { edition }),
    recent: isOneOfTwo
      ? memory.recent
      : unique([...(named.length > 1 ? named : [first]), ...memory.recent]).slice(0, mostRecent),
    ...listOf(memory, list),
    ...(author === undefined ? {} : { author }),
  }
}

export const remembered = (memory: Memory, question: Question, told: Told): Memory => {
  const { intent } = question
  // Whatever it was taken for: where the answer speaks of orders, so may the next question.
  const tellsOrders = question.ownAffairs && orderIds.test(told.answer)
  if (tellsOrders && intent !== "policy") return afterOrders(memory, question, told)
  switch (intent) {
    case "greeting":
      return memory
    case "order-status":
      // "I pre-order volume 15, when does it come?" speaks of the book, where no order was told of.
      return question.slots.series.length > 0 && !orderIds.test(told.answer)
        ? afterThings(memory, question, told, told.series)
        : afterOrders(memory, question, told)
    case "policy":
      return {
        // "My Gintama 12 arrived torn": the book is spoken of.
        ...(question.slots.series.length === 0
          ? memory
          : afterThings(memory, question, told, question.slots.series)),
        about: "policy",
        isListFresh: false,
        policy: question.meant?.policy ?? {
          text: standingText(question, told),
          asked: askedOf(question),
        },
      }
    case "recommend":
    case "genre-browse":
    case "trending":
    case "new-releases":
      return afterWish(memory, question, told.series)
    default: {
      // Words alone that a product is near to are a wish for it.
      if (intent === "other" && question.slots.series.length === 0 && told.series.length > 0) {
        return afterWish(memory, question, told.series)
      }
      return afterThings(memory, question, told, told.series)
    }
  }
}

const keptMemory = oncePer((turn: PastTurn) => memoryIn(turn.memory))

/** What was settled before the question that comes next. */
export const memoryOf = ({ turns }: Conversation): Memory => {
  const at = turns.findLastIndex((turn) => keptMemory(turn) !== undefined)
  const kept = turns[at]
  let memory = (kept === undefined ? undefined : keptMemory(kept)) ?? emptyMemory
  for (const turn of turns.slice(at + 1)) {
    memory = remembered(memory, resolveWithin(read(turn.question), memory), turn)
  }
  return memory
}
