/**
 * Prepares the generate step of a turn and hands it to `Generate.ts`, which calls the model: chooses the parts of the
 * prompt, whether the model call may be shared with other turns, and how its answer is cached.
 *
 * A cacheable question is answered without knowing the customer: its prompt contains no customer data.
 */
import type { StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { keepAnswer, sharedParts } from "../answers/ComposeAnswer.ts"
import type { LookUpResult } from "../answers/LookUp.ts"
import type { KnownContext } from "../context/CustomerContext.ts"
import { storeDay } from "../model/StoreClock.ts"
import { catalogueAnswer } from "../products/CatalogueAnswer.ts"
import { type Retrieved, unreadOf } from "../products/Retrieve.ts"
import { buildPrompt, forEverybody } from "../prompt/Prompt.ts"
import { textOf } from "../reading/CustomerWords.ts"
import { TurnSinks } from "../record/TurnSinks.ts"
import { generate } from "./Generate.ts"
import type { TurnContext } from "./TurnEnding.ts"

interface Found {
  readonly known: KnownContext
  readonly latencies: StageLatencies
  readonly recalled: Extract<LookUpResult, { kind: "miss" }>
  readonly retrieved: Retrieved
}

export const writeAnswer = Effect.fnUntraced(function* (context: TurnContext, found: Found) {
  const { conversation, emit, ledger, question } = context
  const { known, latencies, recalled, retrieved } = found
  const { basis, counted, further, looser, offers, orders } = retrieved
  // Words alone ("pirates!") that a product is near to are a wish for it.
  const isWish = question.intent === "other" && offers.length > 0
  const shown = { counted, further, looser, offers, unread: unreadOf(retrieved) }
  const parts =
    recalled.shareKey === undefined
      ? {
          ...shown,
          question: isWish ? { ...question, intent: "recommend" as const } : question,
          asked: textOf(question.words),
          conversation,
          customer: known.customer,
          orders,
          signedIn: context.request.user !== undefined || context.request.unconfirmed === true,
        }
      : sharedParts({ ...shown, question })
  const today = yield* storeDay
  const { answers } = yield* TurnSinks
  const shareKey = forEverybody(parts) ? recalled.shareKey : undefined
  return yield* generate({
    question,
    prompt: (size) => buildPrompt(parts, size),
    ledger,
    latencies,
    canSay: (rung) =>
      rung === "stale"
        ? recalled.stale !== undefined
        : catalogueAnswer(question, offers, orders) !== undefined,
    share:
      shareKey === undefined
        ? undefined
        : {
            keep: (model) =>
              keepAnswer(
                context,
                shareKey,
                { question, further, counted, offers, basis, today, model, origin: "exact" },
                answers,
              ),
          },
    emit,
  })
})
