/**
 * Sentences that explain to people why an answer came from its source; clients get them as the field `reason` of a
 * turn's end. There is one for a question that the grammar does not understand (`unreadReason`), for a kind of
 * question that is never cached (`liveReason`), and for a model that did not answer (`silentReason`); `quotedForm`
 * quotes the store's own wording (standard sentence) of a question that the grammar understands.
 *
 * They contain no identifiers of the grammar or the code: programs read the fields that the sentences are made from.
 * Pure.
 */
import type { Why } from "@manga-assist/language"
import { formSentence } from "../reading/FormSentence.ts"
import type { Intent, Question } from "../reading/Question.ts"

const unread: Readonly<Record<Why, (reason: string) => string>> = {
  "unknown-question": () => "in these words it is no question that others are known to ask",
  "unknown-word": (reason) => `${reason} by the cache`,
  "everyday-word": (reason) => reason,
  "no-words": () => "there are no words in it",
  "too-long": () => "the question is too long to be asked twice",
  leans: (reason) => `the question ${reason}`,
  refused: (reason) => `the question ${reason}`,
}

/** Of a question without a form: why its answer is kept for nobody else. */
export const unreadReason = ({ reading }: Pick<Question, "reading">): string =>
  reading.known ? "the question is understood" : unread[reading.why](reading.reason)

/** The question in the store's own words, in quotes; nothing where it has none. */
export const quotedForm = (question: Question, before: string): string => {
  const sentence = formSentence(question)
  return sentence === undefined ? "" : `${before}"${sentence}"`
}

const kindsOfQuestions: Readonly<Partial<Record<Intent, string>>> = {
  "order-status": "orders",
  greeting: "greetings",
  other: "matters beside the books",
}

export const liveReason = (intent: Intent): string =>
  `questions about ${kindsOfQuestions[intent] ?? "this"} are answered anew each time`

/** Why no model answered. */
const silences: Readonly<Record<string, string>> = {
  "over-budget": "there was no time left to ask a model",
  "empty-answer": "the model answered nothing",
  "first-token-timeout": "the model did not answer in time",
  "gap-timeout": "the model fell silent",
  throttled: "the model is too busy",
}

export const silentReason = (reason: string): string =>
  `${silences[reason] ?? "no model can be reached"}, so the answer is the store's own`

/** Begins with a capital and ends as a sentence does. */
export const asSentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?。"？]$/u.test(text) ? "" : "."}`
