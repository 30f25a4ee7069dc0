/**
 * "And volume 13?", "the second one", その作者は？: fills what the last turn already said.
 *
 * Only a question that does not stand on its own is touched, and it stays marked as such, so that
 * nothing answered this way is ever cached for somebody else.
 */
import type { Conversation } from "./Conversation.ts"
import type { Intent, Question } from "./Question.ts"

const ordinals: ReadonlyArray<readonly [RegExp, number]> = [
  [/\b(first|1st)\b|最初の|一番目|1つ目|一つ目/iu, 0],
  [/\b(second|2nd)\b|二番目|2番目|2つ目|二つ目/iu, 1],
  [/\b(third|3rd)\b|三番目|3番目|3つ目|三つ目/iu, 2],
]

const inheritedIntent = (intent: Intent, hasVolumeOrFormat: boolean): Intent =>
  intent === "other" || intent === "greeting"
    ? hasVolumeOrFormat
      ? "price-or-stock"
      : "title-lookup"
    : intent

export const resolveFollowUp = (question: Question, conversation: Conversation): Question => {
  const last = conversation.turns.at(-1)
  if (question.selfContained || last === undefined) return question
  const { slots } = question
  if (slots.series.length > 0 || slots.orderId !== undefined) return question
  const picked = ordinals.find(([pattern]) => pattern.test(question.text))?.[1]
  const series = picked === undefined ? last.series[0] : last.series[picked]
  if (series === undefined) return question
  const asksProduct = slots.volume !== undefined || slots.format !== undefined
  const intent = inheritedIntent(question.intent, asksProduct)
  if (intent === "policy" || intent === "order-status") return question
  return { ...question, intent, slots: { ...slots, series: [series] } }
}
