/**
 * What a question retrieves, as a key: two questions with one key read the same products and orders.
 *
 * Pure.
 */
import { meaningText } from "./MeaningText.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import type { Question } from "./Question.ts"
import type { RetrievalPlan } from "./RetrievalPlan.ts"

const searchesMeaning = (plan: RetrievalPlan | undefined): boolean =>
  plan !== undefined &&
  (plan.kind === "meaning" || (plan.kind === "filter" && searchesMeaning(plan.otherwise)))

/** Closing punctuation and spacing do not change what is meant. */
const tidy = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/\s+/gu, " ")
    .replace(/[\s.!?。！？…]+$/u, "")
    .trim()

/** `undefined`: nothing is read. */
export const retrievalKey = (asked: {
  readonly question: Question
  readonly preferredGenres: ReadonlyArray<string>
}): string | undefined => {
  const { question } = asked
  const plan = planRetrieval(question, asked.preferredGenres)
  const isAboutOrders = question.intent === "order-status"
  if (plan.kind === "none" && !isAboutOrders) return undefined
  const text = searchesMeaning(plan) ? tidy(meaningText(question)) : ""
  return JSON.stringify([plan, text, question.slots, isAboutOrders])
}
