/**
 * Prepares the call of the model for a draft, as the turn of a message with the same words would: by the same reading,
 * context, look-up, reads and prompt. Nothing is emitted, recorded or kept.
 *
 * There is none where the text is no whole question yet, where the answer needs no model, where it would not be complete
 * without tools (the question names no title whose record is told, and its answer is not for everybody), or where
 * something could not be read.
 */
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import { Spender, spenderOf } from "../budget/Spender.ts"
import { answerRequest } from "../answers/ComposeAnswer.ts"
import { mostTokens, placeCachePoints } from "../model/PromptCache.ts"
import { toldByRules } from "../products/StoreRules.ts"
import { admit } from "./Admit.ts"
import { type Shared, within } from "./AnswerAtOnce.ts"
import { firstCall } from "./Generate.ts"
import { longestGapMs } from "./ModelCall.ts"
import { readsOf } from "./TurnReads.ts"
import type { Question } from "../reading/Question.ts"
import type { TurnRequest } from "./TurnRequest.ts"
import { prepareAnswer } from "./WriteAnswer.ts"
import type { DraftedCall } from "../drafts/BegunAnswer.ts"
import { ownedKey } from "../conversation/session/SessionKeys.ts"
import { DraftAnswers, isEnded } from "../drafts/DraftAnswers.ts"
import { DraftedRetrieval } from "./DraftedRetrieval.ts"

const unheard = () => {}

/** "Is volume 1 of Cells at Work!" goes on: the mark is the title's own. */
const endsInTitle = ({ names, slots }: Question, text: string): boolean =>
  slots.series
    .flatMap((id) => names.catalogue.of(id) ?? [])
    .flatMap(({ english, japanese }) => [english, japanese])
    .some((name) => isEnded(name) && text.trimEnd().endsWith(name))

/** A draft may come before what was read for its socket: nobody waits for it. */
const contextWaitMs = 500

/** `request`: a message that has not been sent. */
const draftedCall = Effect.fnUntraced(function* (request: TurnRequest, shared: Shared) {
  const { context, latencies, now, recall, totalMs, understand } = shared
  const admitted = admit(understand, request, totalMs, now)
  const { shop } = admitted.question
  if (toldByRules(shop.rules, admitted.question) !== undefined) return undefined
  const known = yield* context.take(request.session, request.user, contextWaitMs)
  if (known.outcome !== "hit") return undefined
  const turnContext = within(admitted, known, request, unheard, shared)
  const { conversation, ledger, question } = turnContext
  const recalled = yield* recall.ask(question, conversation, ledger)
  if (recalled.kind === "hit") return undefined
  const drafted = yield* DraftedRetrieval
  const retrieved = yield* drafted.look(request.session, readsOf(turnContext, known, latencies))
  if (retrieved.degraded.length > 0 || retrieved.unread.length > 0) return undefined
  const found = { known, latencies, recalled, retrieved, tools: false }
  const { input, isShared, sameness } = yield* prepareAnswer(turnContext, found)
  const inFull = new Set(
    retrieved.records.flatMap(({ complete, detail, series }) =>
      complete && detail === "full" ? [series] : [],
    ),
  )
  const { reading, slots } = question
  // "Is volume 3 of Monster" only names something, and will ask.
  const isWhole = reading.known && reading.question !== "named"
  if (!isWhole && (!isEnded(request.text) || endsInTitle(question, request.text))) return undefined
  const { series } = slots
  const isAllTold = series.length > 0 && series.every((id) => inFull.has(id))
  if (!isShared && !isAllTold) return undefined
  const spender = spenderOf(request.session, request.user)
  const call = yield* Effect.provideService(firstCall(input), Spender, spender)
  if (call === undefined) return undefined
  const chat = yield* BedrockChat
  const { firstEventMs, model, prompt, size, tier } = call
  const waits = { firstEventMs, gapMs: longestGapMs }
  const placed = placeCachePoints(prompt, model.name)
  const asked = answerRequest(model, placed, input.guardrail, waits, admitted.turn)
  return {
    key: sameness(model, size),
    tier,
    size,
    tokens: mostTokens(prompt) + model.maxTokens,
    converse: (onText) => Effect.provideService(chat.converse(asked, { onText }), Spender, spender),
  } satisfies DraftedCall
})

/** What turns have to do with drafts. */
export const draftsOf = Effect.fnUntraced(function* (shared: Shared) {
  const answers = yield* DraftAnswers
  const services = yield* Effect.context<Effect.Services<ReturnType<typeof draftedCall>>>()
  return {
    draft: (session: string, user: string | undefined, text: string, mayRetract?: true) => {
      if (!answers.isOn) return
      const prepare = Effect.suspend(() => {
        const request = { id: "draft", session, text: text.trim(), arrivedAt: shared.now() }
        const whose = user === undefined ? request : { ...request, user }
        return draftedCall(mayRetract ? { ...whose, mayRetract } : whose, shared)
      })
      answers.draft(ownedKey(session, user), text, Effect.provideContext(prepare, services))
    },
    sent: ({ session, user }: TurnRequest) => answers.sent(ownedKey(session, user)),
    closed: (session: string, user: string | undefined) => answers.closed(ownedKey(session, user)),
  }
})
