/**
 * Prepares the generate step of a turn for `Generate.ts`, which calls the model: chooses the parts of the prompt, whether the model call may be shared with other turns, whether the model may look something up, and how its
 * answer is cached.
 *
 * A cacheable question is answered without knowing the customer: its prompt contains no customer data. What the
 * guardrail blocks of such an answer can be taken back without harm, so its text need not wait for the verdict.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import type { StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { hash } from "node:crypto"
import { keepAnswer, sharedParts } from "../answers/ComposeAnswer.ts"
import type { LookUpResult } from "../answers/LookUp.ts"
import type { KnownContext } from "../context/CustomerContext.ts"
import type { BegunAnswer } from "../drafts/BegunAnswer.ts"
import { besideNamed, shownLately } from "../facts/Topics.ts"
import { type Model, Models } from "../model/Models.ts"
import { storeDay, storeStamp, storeWeekday } from "../model/StoreClock.ts"
import type { PromptSize } from "../model/TurnLadder.ts"
import { catalogueAnswer } from "../products/CatalogueAnswer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { buildPrompt, forEverybody } from "../prompt/Prompt.ts"
import { promptRecords, recordsForAll } from "../prompt/PromptRecords.ts"
import { textOf } from "../reading/CustomerWords.ts"
import { TurnSinks } from "../record/TurnSinks.ts"
import type { Retrieved } from "../retrieval/Retrieve.ts"
import { generate, type GenerateInput } from "./Generate.ts"
import type { TurnContext } from "./TurnEnding.ts"

interface Found {
  /** Whether the model may look something up. */
  readonly tools: boolean
  readonly known: KnownContext
  readonly latencies: StageLatencies
  readonly recalled: Extract<LookUpResult, { kind: "miss" }>
  readonly retrieved: Retrieved
}

interface Prepared {
  readonly input: Omit<GenerateInput, "begun">
  /** The answer may be kept for everybody. */
  readonly isShared: boolean
  /** Two questions with one key ask the model for the same: the words may differ as theirs may in the cache's key. */
  readonly sameness: (model: Model, size: PromptSize) => string
}

export const prepareAnswer = Effect.fnUntraced(function* (
  context: TurnContext,
  found: Found,
): Effect.fn.Return<Prepared, never, Models | TurnSinks> {
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
  const { guardrail, lateGuardrail } = yield* Models
  const shareKey = forEverybody(parts) ? recalled.shareKey : undefined
  const judged = shareKey !== undefined && request.mayRetract ? lateGuardrail : guardrail
  const sameness = (model: Model, size: PromptSize) => {
    const prompt = buildPrompt(
      { ...parts, asked: normalizeQuestion(parts.asked), now: today },
      size,
    )
    const asked = JSON.stringify([model.id, model.maxTokens, judged?.mode, prompt])
    return hash("sha256", asked, "base64url")
  }
  const input: Prepared["input"] = {
    turn,
    question,
    prompt: (size, ownOrders) => buildPrompt(parts, size, ownOrders),
    ledger,
    latencies,
    guardrail: judged,
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
  }
  return { input, isShared: shareKey !== undefined, sameness }
})

/** `begun`: for this message, as far as it asks for the same. */
export const writeAnswer = Effect.fnUntraced(function* (
  context: TurnContext,
  found: Found,
  begun: BegunAnswer | undefined,
) {
  const { input, sameness } = yield* prepareAnswer(context, found)
  const models = yield* Models
  const isSame = begun !== undefined && begun.key === sameness(models[begun.tier], begun.size)
  return yield* generate({ ...input, begun: isSame ? begun : undefined })
})
