/**
 * Entry of follow-up resolution: turns a question within its conversation into one that can be understood without it. A
 * question that refers to nothing before it is returned unchanged. Pure.
 */
import type { Order } from "@manga-assist/catalogue"
import type { Question } from "../reading/Question.ts"
import type { Conversation } from "./Conversation.ts"
import { pointingAtNothing, resolveWithin } from "./FollowUp.ts"
import { memoryOf } from "./Remember.ts"

/** `orders`: those of the customer, where they are at hand. */
export const resolveFollowUp = (
  question: Question,
  conversation: Conversation,
  orders?: ReadonlyArray<Order>,
): Question =>
  conversation.turns.length === 0
    ? pointingAtNothing(question)
    : resolveWithin(question, memoryOf(conversation), orders)
