/**
 * May the answer to this question be given to somebody else, and for how long?
 *
 * Pure. Opt-in by intent; refused for whatever depends on the person, the conversation or the
 * minute. Lifetimes are the source document's (trending 15 min, new releases 1 h, genres 30 min,
 * titles 5 min).
 */
import type { Conversation } from "./Conversation.ts"
import { withoutTitles } from "./MeaningText.ts"
import type { Intent, Question } from "./Question.ts"

export type Cacheability =
  | { readonly cacheable: true; readonly freshForMs: number; readonly staleForMs: number }
  | { readonly cacheable: false; readonly reason: string }

const minutes = (count: number) => count * 60_000

/** Price and stock are asked live, orders are personal, a greeting costs less than a look-up. */
const freshMinutes: Readonly<Partial<Record<Intent, number>>> = {
  trending: 15,
  "new-releases": 60,
  "genre-browse": 30,
  recommend: 30,
  "title-lookup": 5,
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
const speaksOfPerson = (text: string) =>
  privateText.test(withoutTitles(text).replace(politeFirstPerson, " "))

const refuse = (reason: string): Cacheability => ({ cacheable: false, reason })

export const cacheability = (question: Question, conversation: Conversation): Cacheability => {
  const fresh = freshMinutes[question.intent]
  if (fresh === undefined) return refuse(`intent ${question.intent} is answered live`)
  if (question.personal) return refuse("depends on the customer")
  if (!question.selfContained) return refuse("depends on the conversation")
  if (question.slots.orderId !== undefined) return refuse("names an order")
  if (question.text.length > maxChars) return refuse("too long to be asked twice")
  if (speaksOfPerson(question.text)) return refuse("speaks of the person")
  if (question.intent === "recommend" && conversation.turns.length > 0) {
    return refuse("a recommendation within a conversation")
  }
  return { cacheable: true, freshForMs: minutes(fresh), staleForMs: minutes(staleMinutes) }
}
