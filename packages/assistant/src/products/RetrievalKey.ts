/**
 * Computes a key of what a question reads: two questions with equal keys retrieve the same products and orders.
 * `undefined` where nothing is read. Pure.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { dossierOf } from "./table/Dossier.ts"
import { meaningText } from "../reading/MeaningText.ts"
import { countedOf } from "./table/Sums.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import type { RetrievalPlan } from "./RetrievalPlan.ts"
import type { RetrieveInput } from "./find/FindProducts.ts"

const searchesMeaning = (plan: RetrievalPlan | undefined): boolean =>
  plan !== undefined &&
  (plan.kind === "meaning" || (plan.kind === "filter" && searchesMeaning(plan.otherwise)))

/** `undefined`: nothing is read. */
export const retrievalKey = ({
  customer,
  question,
  unconfirmed,
}: Pick<RetrieveInput, "customer" | "question" | "unconfirmed">): string | undefined => {
  const plan = planRetrieval(question, customer)
  const { ownAffairs } = question
  const dossier = dossierOf(question)
  if (plan.kind === "none" && !ownAffairs && dossier.length === 0) return undefined
  const text = searchesMeaning(plan) ? normalizeQuestion(meaningText(question)) : ""
  const parts = [plan, text, question.slots, ownAffairs, dossier, countedOf(question), unconfirmed]
  return JSON.stringify(parts)
}
