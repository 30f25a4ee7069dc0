/**
 * Sentences that explain to people why an answer came from its source, in the question's language; clients get them as
 * the field `reason` of a turn's end. There is one for a question that the grammar does not understand
 * (`unreadReason`); `quotedForm` quotes the store's own wording (standard sentence) of a question that it understands.
 *
 * They contain no identifiers of the grammar or the code: programs read the fields that the sentences are made from.
 * Pure.
 */
import type { Locale } from "@manga-assist/protocol"
import { englishReasons, type Reasons } from "./EnglishReasons.ts"
import { japaneseReasons } from "./JapaneseReasons.ts"
import { formSentence } from "../reading/FormSentence.ts"
import type { Question } from "../reading/Question.ts"

export const reasonsIn = (locale: Locale): Reasons =>
  locale === "ja" ? japaneseReasons : englishReasons

/** Of a question without a form: why its answer is kept for nobody else. */
export const unreadReason = ({ locale, reading }: Pick<Question, "locale" | "reading">): string => {
  const say = reasonsIn(locale)
  return reading.known ? say.understood : say.unread(reading.why, reading.reason, reading.word)
}

/** What is said, and the question in the store's own words, in quotes; without them where it has none. */
export const quotedForm = (question: Question, said: string): string => {
  const sentence = formSentence(question)
  return sentence === undefined ? said : `${said}${reasonsIn(question.locale).quoted(sentence)}`
}

/** Begins with a capital and ends as a sentence does. */
export const asSentence = (text: string, locale: Locale): string => {
  const end = locale === "ja" ? "。" : "."
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?。"？]$/u.test(text) ? "" : end}`
}
