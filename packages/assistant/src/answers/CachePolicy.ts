/**
 * Decides whether the answer to a question may be cached and served to other customers, and for how long. Pure.
 *
 * A question that the grammar understands as a whole has a canonical form, one for all its wordings, and its answer
 * cannot depend on the person or the time. Without a canonical form an answer is cached only for exactly the same
 * words, and only if the question names a title, author, genre or readership, consists of words of the grammar and
 * harmless everyday words, and refers to no person. Within a conversation, or where it is not known whether there is
 * one, a question is cached only if it cannot go on with what was said before: it names a title, an author or a genre,
 * or asks for what is popular or new. What the store's own rules say is kept nowhere. Lifetimes are those of the
 * document that this project implements (trending 15 min, new releases 1 h, genres 30 min, titles 5 min).
 */
import { mayBeKeptLiterally } from "@manga-assist/store-grammar"
import { type Conversation, emptyConversation, isNew } from "../conversation/Conversation.ts"
import { formSentence } from "../reading/FormSentence.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Intent, Question } from "../reading/Question.ts"
import { asksForList, namesSomething } from "../reading/Subject.ts"
import { reasonsIn, unreadReason } from "./PlainReason.ts"

export type Cacheability =
  | { readonly cacheable: true; readonly freshForMs: number; readonly staleForMs: number }
  | { readonly cacheable: false; readonly reason: string }

const minutes = (count: number) => count * 60_000

/**
 * Orders are personal, a greeting costs less than a look-up. Prices and stock are compared with the
 * table before an answer is served again; see `LookUp.ts`.
 */
const freshMinutes: Readonly<Partial<Record<Intent, number>>> = {
  trending: 15,
  "new-releases": 60,
  "genre-browse": 30,
  recommend: 30,
  "title-lookup": 5,
  "price-or-stock": 5,
  author: 30,
  "release-date": 5,
  policy: 60,
}

/** Kept beyond its freshness only as a last resort while no model answers. */
const staleMinutes = 120

/** A question this long is rarely asked twice, and more likely to hold something private. */
const maxChars = 300

const refuse = (reason: string): Cacheability => ({ cacheable: false, reason })

/** Of the conversation only whether there may be one counts; without it the question is asked alone. */
export const cachePolicyOf = (
  question: Question,
  conversation: Conversation = emptyConversation,
): Cacheability => (isNew(conversation) ? judgeAlone(question) : judgeWithin(question))

/** What `judgeWithin` may share: it says by itself what it is about. A title alone may be an answer. */
const standsAlone = (question: Question, isList: boolean): boolean => {
  const { intent, reading } = question
  if (reading.known && reading.question === "named") return false
  if (intent === "recommend" && !isList) return false
  if (namesSomething(question)) return true
  return reading.known && asksForList(question)
}

const judge = (question: Question, isWithin: boolean): Cacheability => {
  const { intent, reading, rules, wish } = question
  const say = reasonsIn(question.locale)
  const fresh = freshMinutes[intent]
  if (rules !== undefined) return refuse(say.saidByRules)
  if (fresh === undefined) return refuse(say.live(intent))
  if (!reading.known && !mayBeKeptLiterally(question, maxChars))
    return refuse(unreadReason(question))
  if (reading.known && formSentence(question) === undefined) {
    return refuse(say.withoutSentence)
  }
  // What was said before may bear on a wish, unless it is for no more than fields of the catalogue.
  const isList = reading.known && !wish.free && !wish.likeSeries
  if (isWithin && !standsAlone(question, isList)) return refuse(say.mayGoOn)
  return { cacheable: true, freshForMs: minutes(fresh), staleForMs: minutes(staleMinutes) }
}

const judgeAlone = oncePer((question: Question) => judge(question, false))
const judgeWithin = oncePer((question: Question) => judge(question, true))
