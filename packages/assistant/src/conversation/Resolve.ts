/**
 * Entry of follow-up resolution: turns a question within its conversation into one that can be understood without it. A
 * question that refers to nothing before it is returned unchanged. Pure.
 */
import type { Order } from "@manga-assist/catalogue"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import type { Conversation } from "./Conversation.ts"
import { pointingAtNothing, resolveWithin } from "./FollowUp.ts"
import { withKinNamed } from "./meant/ShortTitle.ts"
import { memoryOf } from "./Remember.ts"

/** `orders`: those of the customer, where they are at hand. */
export const resolveFollowUp = (
  question: Question,
  conversation: Conversation,
  orders?: ReadonlyArray<Order>,
): Question => {
  const before = conversation.turns.at(-1)
  if (before === undefined) return pointingAtNothing(withKinNamed(question))
  // "16?" has no language of its own.
  const { locale } = letter.test(question.reading.letters.text) ? question : read(before.question)
  const told = locale === question.locale ? question : { ...question, locale }
  return resolveWithin(told, memoryOf(conversation), orders)
}

const letter = /\p{L}/u
