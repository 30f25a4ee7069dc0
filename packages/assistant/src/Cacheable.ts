/**
 * May the answer to this question be given to somebody else, and for how long?
 *
 * Pure. A question with a canonical form is understood word for word, so nothing in it can depend on the
 * person, the conversation or the minute. Without one an answer is kept for the very same words alone,
 * and only where the question names something of the catalogue, each word in it is known or plain, and none points
 * at somebody. Lifetimes are the source document's (trending 15 min, new releases 1 h, genres 30 min,
 * titles 5 min).
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { type Conversation, emptyConversation } from "./Conversation.ts"
import { hasForeignNumber, isMadeOfKnownWords } from "./KnownWords.ts"
import { withoutGenres, withoutTitles } from "./MeaningText.ts"
import type { Intent, Question } from "./Question.ts"
import { likeAnother } from "./understanding/IntentWords.ts"

export type Cacheability =
  | { readonly cacheable: true; readonly freshForMs: number; readonly staleForMs: number }
  | { readonly cacheable: false; readonly reason: string }

const minutes = (count: number) => count * 60_000

/**
 * Orders are personal, a greeting costs less than a look-up. Prices and stock are compared with the
 * table before an answer is served again; see `Recall.ts`.
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

/** "Show me", "I am looking for": the person is only the grammar of asking. */
const politeFirstPerson =
  /\b(show|tell|give|recommend|suggest|find|get|let)\s+(me|us)\b|\b(i|we)\s*('m|'d|am|would)?\s*(want|need|like|looking|wanna)\b|\b(can|could|may|do|should)\s+(i|we)\b/giu

/** Contact data, or somebody speaking of themself: never shared, whatever the intent. */
const privateText =
  /@|https?:|\d{7,}|\b(i|im|me|my|mine|we|our|us)\b|私|僕|俺|わたし|ぼく|おれ|うちの|自分|息子|娘|妻|夫|彼女|彼氏|友達|友人/iu

/** "My Hero Academia" and 極主夫道 speak of nobody who asks. */
export const speaksOfPerson = (text: string) =>
  privateText.test(withoutTitles(text).replace(politeFirstPerson, " "))

const refuse = (reason: string): Cacheability => ({ cacheable: false, reason })

/**
 * Without a form, what is said about prices, dates and the shop is too often said about an order, and
 * what names a title may be anything, an order to the shop among it.
 */
const looseIntents: ReadonlySet<Intent> = new Set<Intent>([
  "recommend",
  "genre-browse",
  "author",
  "trending",
  "new-releases",
])

const namesSomething = ({ series, authors, demographic, genres }: Question["slots"]): boolean =>
  series.length + authors.length + genres.length > 0 || demographic !== undefined

/** What is kept is read by others in the store's caches, counts and logs: no room for a name or an address. */
const hasOnlyKnownWords = (question: Question): boolean => {
  const words = normalizeQuestion(withoutGenres(question.text))
  return !hasForeignNumber(question, words) && isMadeOfKnownWords(words)
}

/** Something is said after a question: a second question, or how to answer the first. */
const saysMore =
  /[?？].*[\p{L}\p{N}]|\band (?:who|what|when|where|which|how|is|are|does|do|can)\b/isu

/**
 * Leans on what was said before ("next", "a different one", "shorter" than nothing), says how to answer or greets,
 * or asks two things without a question mark. Only looked for where no form explains the words.
 */
const leansOrAsksMore =
  /\b(?:next|different|another|instead|wrong|briefly|tell|then|hello|forget)\b|\b(?:short|long|cheap|new|old|dark|light|scari|funni|bett)er\b(?!.*\bthan\b)|,\s*(?:who|what|when|where|which|how|is|are|does|do|can)\b|\b(?:author|artist|publisher|price|genre|plot)s?\b.*(?:,|\band\b).*\b(?:author|artist|publisher|price|genre|plot)s?\b|\band\b.*\bprice\b|じゃなく|ではなく|次は|別の/iu

/** May an answer be kept for the very same words, though they have no canonical form? */
const mayBeKeptLiterally = (question: Question): boolean => {
  const { intent, personal, reading, selfContained, slots, text } = question
  return (
    !reading.known &&
    !reading.refused &&
    !personal &&
    selfContained &&
    slots.orderId === undefined &&
    text.length <= maxChars &&
    looseIntents.has(intent) &&
    namesSomething(slots) &&
    !saysMore.test(text) &&
    !leansOrAsksMore.test(withoutTitles(text)) &&
    // "Horror like Hellsing": a title the store does not have is answered anew each time.
    !(reading.word !== undefined && likeAnother.test(text.toLowerCase())) &&
    !speaksOfPerson(text) &&
    hasOnlyKnownWords(question)
  )
}

/** Of questions that were looked at, alone and within a conversation: `Admit.ts` gives the same one again. */
const known = {
  alone: new WeakMap<Question, Cacheability>(),
  within: new WeakMap<Question, Cacheability>(),
}

/** Of the conversation only whether there is one counts; without it the question is asked alone. */
export const cachePolicyOf = (
  question: Question,
  conversation: Conversation = emptyConversation,
): Cacheability => {
  const isWithin = conversation.turns.length > 0
  const judged = isWithin ? known.within : known.alone
  const before = judged.get(question)
  if (before !== undefined) return before
  const found = judge(question, isWithin)
  judged.set(question, found)
  return found
}

const judge = (question: Question, isWithin: boolean): Cacheability => {
  const { intent, reading } = question
  if (!reading.known && !mayBeKeptLiterally(question)) return refuse(reading.reason)
  const fresh = freshMinutes[intent]
  if (fresh === undefined) return refuse(`intent ${intent} is answered live`)
  // The answer to a question of ours, or one more of the kind asked before.
  if (reading.known && reading.question === "named" && isWithin) {
    return refuse("a title alone within a conversation")
  }
  if (question.intent === "recommend" && isWithin) {
    return refuse("a recommendation within a conversation")
  }
  return { cacheable: true, freshForMs: minutes(fresh), staleForMs: minutes(staleMinutes) }
}
