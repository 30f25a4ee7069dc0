/**
 * Prepares the generate step of a turn and hands it to `Generate.ts`, which calls the model: chooses the parts of the
 * prompt, whether the model call may be shared with other turns, whether the model may look something up, and how its
 * answer is cached.
 *
 * A cacheable question is answered without knowing the customer: its prompt contains no customer data.
 */
import type { StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { keepAnswer, sharedParts } from "../answers/ComposeAnswer.ts"
import type { LookUpResult } from "../answers/LookUp.ts"
import type { KnownContext } from "../context/CustomerContext.ts"
import { besideNamed, shownLately } from "../facts/Topics.ts"
import { storeDay, storeStamp, storeWeekday } from "../model/StoreClock.ts"
import { catalogueAnswer } from "../products/CatalogueAnswer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { buildPrompt, forEverybody } from "../prompt/Prompt.ts"
import { promptRecords, recordsForAll } from "../prompt/PromptRecords.ts"
import { textOf } from "../reading/CustomerWords.ts"
import { TurnSinks } from "../record/TurnSinks.ts"
import type { Retrieved } from "../retrieval/Retrieve.ts"
import { generate } from "./Generate.ts"
import type { TurnContext } from "./TurnEnding.ts"

interface Found {
  /** Whether the model may look something up. */
  readonly tools: boolean
  readonly known: KnownContext
  readonly latencies: StageLatencies
  readonly recalled: Extract<LookUpResult, { kind: "miss" }>
  readonly retrieved: Retrieved
}

export const writeAnswer = Effect.fnUntraced(function* (context: TurnContext, found: Found) {
  const { conversation, emit, ledger, question, request, turn } = context
  const { known, latencies, recalled, retrieved, tools } = found
  // Tools speak of volumes and formats.
  const sellsBooks = question.shop.sells === "books"
  const { basis, offers, orders, records, shown, told, unread } = retrieved
  const today = yield* storeDay
  const { catalogue } = yield* StoreNames
  const of = { locale: question.locale, today, catalogue }
  const isSignedIn = request.user !== undefined || request.unconfirmed === true
  const parts =
    recalled.shareKey === undefined
      ? {
          question,
          asked: textOf(question.words),
          now: yield* storeStamp,
          conversation,
          customer: known.customer,
          offers,
          records: promptRecords(records, of),
          told,
          orders,
          unread,
          signedIn: isSignedIn,
        }
      : sharedParts({
          question,
          now: yield* storeWeekday,
          offers,
          records: recordsForAll(records, besideNamed(question), of),
          unread,
        })
  const { answers } = yield* TurnSinks
  const shareKey = forEverybody(parts) ? recalled.shareKey : undefined
  return yield* generate({
    turn,
    question,
    prompt: (size, ownOrders) => buildPrompt(parts, size, ownOrders),
    ledger,
    latencies,
    canSay: (rung) =>
      rung === "stale"
        ? recalled.stale !== undefined
        : catalogueAnswer(shown ?? question, offers, orders) !== undefined,
    share:
      shareKey === undefined
        ? undefined
        : {
            keep: (model) =>
              keepAnswer(
                context,
                shareKey,
                { question, records, offers, basis, today, model, origin: "exact" },
                answers,
              ),
          },
    looksUp:
      tools && sellsBooks && recalled.shareKey === undefined
        ? {
            user: request.user,
            unconfirmed: request.unconfirmed,
            isSignedIn,
            seen: shownLately(conversation, catalogue),
            inFull: records.flatMap(({ complete, detail, series }) =>
              complete && detail === "full" ? [series] : [],
            ),
            orders: orders.map(({ id }) => id),
          }
        : undefined,
    emit,
  })
})
