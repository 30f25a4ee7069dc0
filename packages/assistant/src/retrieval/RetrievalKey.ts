/**
 * Computes a key of what a message reads: two messages with equal keys retrieve the same products, records and orders.
 * `undefined` where nothing is read. Pure.
 */
import { planRetrieval } from "./PlanRetrieval.ts"
import type { RetrievalPlan } from "../products/RetrievalPlan.ts"
import { meaningText } from "../reading/MeaningText.ts"
import type { Question } from "../reading/Question.ts"
import type { RetrieveInput } from "./FindProducts.ts"

const searchesMeaning = (plan: RetrievalPlan | undefined): boolean =>
  plan !== undefined &&
  (plan.kind === "meaning" || (plan.kind === "filter" && searchesMeaning(plan.otherwise)))

const searchOf = (question: Question, customer: RetrieveInput["customer"]) => {
  const plan = planRetrieval(question, customer)
  const text = searchesMeaning(plan) ? meaningText(question) : ""
  return plan.kind === "none" ? undefined : [plan, text, question.slots, question.without]
}

/** `undefined`: nothing is read. */
export const retrievalKey = ({
  asksOrders,
  customer,
  isForAll,
  sought: { shown, told },
  topics,
  unconfirmed,
}: Pick<
  RetrieveInput,
  "asksOrders" | "customer" | "isForAll" | "sought" | "topics" | "unconfirmed"
>): string | undefined => {
  const asked = told.map(({ question }) => question)
  const searches = [shown, ...asked].map((each) => each && searchOf(each, customer))
  const isNothing = searches.every((each) => each === undefined) && told.length === 0
  if (isNothing && !asksOrders && topics.length === 0) return undefined
  const words = asked.map((each) => meaningText(each))
  return JSON.stringify([searches, words, asksOrders, topics, isForAll, unconfirmed])
}
