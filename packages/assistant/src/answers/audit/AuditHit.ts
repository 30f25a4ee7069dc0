/**
 * Audits, in the background, one cached answer that was served for other words than those it was written for.
 *
 * First the question's products are read anew and compared with those of the answer. Only if they agree, a new answer
 * is generated and its words are compared. A difference is `wrong` only while the cached answer still fits its own
 * question; if that too is answered otherwise now, the verdict is `changed`.
 */
import { changedAsWell, type Comparison, settle, type Verdict } from "@manga-assist/answer-audit"
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import { textOf } from "../../reading/CustomerWords.ts"
import { compareProducts, compareWords, type Findings } from "./AnswerComparison.ts"
import type { CachedAnswer } from "../CachedAnswer.ts"
import type { CheckBudget } from "./CheckBudget.ts"
import { composeAnswer, type AnsweringNeeds, figuresOf, retrieveForAll } from "../ComposeAnswer.ts"
import { storeDay } from "../../model/StoreClock.ts"
import { planRetrieval } from "../../retrieval/PlanRetrieval.ts"
import type { Question } from "../../reading/Question.ts"
import { read } from "../../reading/Read.ts"

export interface ServedHit {
  readonly question: Question
  readonly answer: CachedAnswer
}

const findingsOf = Effect.fnUntraced(function* (question: Question) {
  const plan = planRetrieval(question)
  const { degraded, offers } = yield* retrieveForAll(question)
  if (degraded.length > 0) return undefined
  return {
    figures: figuresOf(offers, yield* storeDay),
    determined: plan.kind === "filter" && plan.otherwise === undefined,
  } satisfies Findings
})

/** The question that the answer was written for. */
const written = (answer: CachedAnswer, { locale, names }: Question) =>
  read(names, answer.words, locale)

/** `undefined`: the products agree. */
const checkProducts = Effect.fnUntraced(function* ({ answer, question }: ServedHit) {
  const failed: Verdict = { verdict: "failed", reason: "the products could not be read" }
  const found = yield* findingsOf(question)
  if (found === undefined) return failed
  const asked: Comparison = compareProducts(answer, found)
  if (asked.kind === "same") return undefined
  if (asked.kind === "changed") {
    return { verdict: "changed", reason: asked.reason } satisfies Verdict
  }
  const own = yield* findingsOf(written(answer, question))
  if (own === undefined) return failed
  if (compareProducts(answer, own).kind !== "same") return changedAsWell(asked.reason)
  return { verdict: "wrong", reason: asked.reason } satisfies Verdict
})

const checkWords = ({ answer, question }: ServedHit) => {
  // Put in the customer's own words: what the form says was asked is what is being checked.
  const compare = (asked: Question) =>
    Effect.map(composeAnswer(asked, "exact", textOf(asked.words)), (fresh) =>
      compareWords(asked.names)(
        textOf(asked.words),
        { question: answer.words, answer: answer.text },
        fresh.answer.text,
      ),
    )
  return settle({ asked: compare(question), own: compare(written(answer, question)) })
}

export const checkHit = Effect.fnUntraced(function* (
  hit: ServedHit,
  budget: CheckBudget,
): Effect.fn.Return<Verdict, never, AnsweringNeeds> {
  const products = yield* checkProducts(hit)
  if (products !== undefined) return products
  const words = yield* checkWords(hit).pipe(
    Effect.provideService(BedrockChat, budget.chat),
    Effect.result,
  )
  if (words._tag === "Success") return words.success
  // Equal products say little: the form that may be wrong has found both.
  return { verdict: "unsettled", reason: words.failure.message }
})
