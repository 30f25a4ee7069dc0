/**
 * Answers a message synchronously, without fiber, timer or await. It does so when the store's rules say all that is
 * asked, or the look-up needs only memory, and the question does not depend on its conversation; else it returns false, and nothing has been emitted or recorded.
 *
 * `Turn.ts` uses the same steps for all other messages: `within` places a question in its conversation, `replay` emits
 * a cached answer and records it. `Shared` are the services and counters that all turns of the process use.
 */
import { StageLatencies } from "@manga-assist/latency-budget"
import { oneWord } from "@manga-assist/process"
import { WordingBook } from "@manga-assist/caching"
import { Effect } from "effect"
import { admit, type Admitted, type Understand } from "./Admit.ts"
import { CustomerContext, type KnownContext } from "../context/CustomerContext.ts"
import { toldConversation } from "../context/ToldConversation.ts"
import { toldByRules } from "../products/StoreRules.ts"
import { makeStoreDay } from "../model/StoreClock.ts"
import { read } from "../reading/Read.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { FigureCheck } from "../answers/audit/FigureCheck.ts"
import { HitAudit } from "../answers/audit/HitAudit.ts"
import { HitRateEstimate } from "../answers/HitRateEstimate.ts"
import { cachePolicyOf } from "../answers/CachePolicy.ts"
import { type Hit, makeLookUp } from "../answers/LookUp.ts"
import { asAsked, meantBy } from "../answers/StoreWordings.ts"
import { latencyBudgetMs } from "./LatencyBudget.ts"
import { makeRecord } from "./Record.ts"
import { Summaries } from "../context/Summaries.ts"
import { TurnClock } from "./TurnClock.ts"
import type { TurnRequest } from "./TurnRequest.ts"
import { answerFromCache, answerFromRules, type TurnContext } from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"

/** A wording is off whatever it would answer. */
const unheard = { words: "" }

/** What all turns of a process share. */
export const makeShared = Effect.gen(function* () {
  const now = yield* TurnClock
  const names = yield* StoreNames
  const checks = yield* HitAudit
  const wordings = yield* WordingBook
  const understand: Understand = (text, locale) => {
    const asked = read(names, text, locale)
    const meant = meantBy(asked, wordings)
    const wording = meant.learned?.wording
    const isOff = wording !== undefined && checks.offReason(asked, unheard, wording) !== undefined
    return isOff ? asked : meant
  }
  return {
    now,
    totalMs: yield* latencyBudgetMs,
    /** `TOOLS`: `on` (unless set), or `off`: the model has its prompt alone. */
    tools: (yield* oneWord("TOOLS", ["on", "off"])) === "on",
    latencies: new StageLatencies({ now }),
    odds: new HitRateEstimate(),
    /** Messages that could not be answered at once. */
    attempts: new WeakMap<TurnRequest, Admitted>(),
    names,
    understand,
    storeDay: yield* makeStoreDay,
    context: yield* CustomerContext,
    summaries: yield* Summaries,
    checks,
    figures: yield* FigureCheck,
    recall: yield* makeLookUp,
    record: yield* makeRecord,
    reportWording: wordings.report,
  }
})
export type Shared = Effect.Success<typeof makeShared>

/** With the conversation that the client tells, where it does. */
export const asTold = (
  { before }: TurnRequest,
  known: KnownContext,
  { names }: Pick<Shared, "names">,
): KnownContext =>
  before === undefined ? known : { ...known, conversation: toldConversation(names)(before) }

/** The turn within its conversation, as far as that is known. */
export const within = (
  { ledger, question: admitted, turn }: Admitted,
  { conversation: known }: KnownContext,
  request: TurnRequest,
  emit: (event: TurnEvent) => void,
  { summaries }: Shared,
): TurnContext => {
  const conversation =
    request.before === undefined ? summaries.join(request.session, request.user, known) : known
  const before = conversation.turns.at(-1)
  // What may go on with the conversation is about that.
  const question = cachePolicyOf(admitted, conversation).cacheable ? admitted : asAsked(admitted)
  // "16?" has no language of its own.
  const { locale } =
    before === undefined || letter.test(question.reading.letters.text)
      ? question
      : read(question.names, before.question)
  const asked = locale === question.locale ? question : { ...question, locale }
  return { request, turn, question: asked, conversation, ledger, emit }
}

const letter = /\p{L}/u

export const replay = (
  context: TurnContext,
  hit: Hit,
  { checks, record, reportWording }: Shared,
) => {
  const { answer, source } = hit
  const { learned } = context.question
  const question = asAsked(context.question)
  const wording = source === "alias" ? learned?.wording : undefined
  if (wording !== undefined) reportWording(wording, "used")
  if (source !== "exact") checks.observe({ question, answer, layer: source, wording })
  record(context, (ending) => answerFromCache(ending, hit))
}

/** The turn whose look-up needs nothing but memory. False: nothing was said or recorded. */
export const answerAtOnce = (
  request: TurnRequest,
  emit: (event: TurnEvent) => void,
  shared: Shared,
): boolean => {
  const { context, now, recall, totalMs, understand } = shared
  const admitted = admit(understand, request, totalMs, now)
  shared.attempts.set(request, admitted)
  const { ledger, question: asked, turn } = admitted
  // What leans on earlier turns is another question once they are known.
  if (!asked.selfContained) return false
  const told = toldByRules(asked.shop.rules, asked)
  const endContext = ledger.begin("prefetch")
  const inMemory = told === undefined ? recall.inMemory(asked, ledger) : undefined
  if (told === undefined && inMemory === undefined) return false
  const atHand = context.takeNow(request.session, request.user)
  if (atHand === undefined) return false
  const known = asTold(request, atHand, shared)
  endContext(known.outcome)
  if (known.broken) ledger.degrade("prefetch-late")
  const turnContext = within(admitted, known, request, emit, shared)
  if (told !== undefined) {
    emit({ type: "turn-start", turn, id: request.id })
    shared.record(turnContext, (ending) => answerFromRules(ending, told))
    return true
  }
  const recalled = recall.look(turnContext.question, turnContext.conversation, ledger, inMemory)
  if (Effect.isEffect(recalled) || recalled.kind === "miss") return false
  emit({ type: "turn-start", turn, id: request.id })
  replay(turnContext, recalled, shared)
  return true
}
