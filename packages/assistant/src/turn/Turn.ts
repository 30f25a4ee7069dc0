/**
 * Runs one turn, from a message to its recorded answer, in five steps.
 *
 *   Admit     parses the question, starts the time ledger   ─ never fails
 *   Recall    looks for a valid cached answer               ─ asked for rules of the store alone: its own words, end
 *                                                           ─ hit: replay it, Record, end; synchronously where
 *                                                             it is in memory (`AnswerAtOnce.ts`)
 *   Retrieve  reads products, prices, orders; starts while
 *             Recall is running, is cancelled by a hit;
 *             reuses what was read ahead while the
 *             customer was typing the same text             ─ late parts are left out and named
 *   Generate  calls the best model the time left affords;   ─ no model in time: stale, catalogue, else error
 *             prompts without customer data share a call    ─ broken in mid-stream: error `truncated`
 *                                                           ─ blocked after it was said: taken back
 *   Record    offers the turn to the sinks, never awaited   ─ a full sink never slows a turn
 */
import { type Config, Context, Effect, Fiber, Layer, Option } from "effect"
import { admit, type Admitted } from "./Admit.ts"
import { Spender, spenderOf } from "../budget/Spender.ts"
import { answerAtOnce, asTold, makeShared, replay, type Shared, within } from "./AnswerAtOnce.ts"
import type { BegunAnswer } from "../drafts/BegunAnswer.ts"
import { draftsOf } from "./DraftedCall.ts"
import { cachePolicyOf } from "../answers/CachePolicy.ts"
import { DraftedRetrieval } from "./DraftedRetrieval.ts"
import type { KnownContext } from "../context/CustomerContext.ts"
import { toCard } from "../products/Offer.ts"
import { withOneEnding } from "./OneEnding.ts"
import { lookUpTooLate } from "../answers/LookUp.ts"
import { asAsked } from "../answers/StoreWordings.ts"
import { toldByRules } from "../products/StoreRules.ts"
import { nothingInTime } from "../retrieval/Retrieve.ts"
import { answerFromModel, answerFromRules, answerWithoutModel, asItStood } from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"
import type { TurnRequest } from "./TurnRequest.ts"
import { readsOf } from "./TurnReads.ts"
import { writeAnswer } from "./WriteAnswer.ts"

/** Longest wait for what prefetch has not brought yet; ten times a DynamoDB read's 95th percentile. */
const contextWaitMs = 120
/** Longest wait for the cache and for the prices of what it holds; their own deadlines are shorter. */
const recallWaitMs = 250
/**
 * Where every second look-up finds something it is waited for so long, so that it costs no read in vain: from
 * Redis most come in one or two round trips. Elsewhere nothing is waited for.
 */
const recallAloneMs = 3
/** Longest wait for all reads of a turn, whatever the budget. */
const readsWaitMs = 5_000
/** Lets a read's own deadline come first, which tells which read was late. */
const slackMs = 10

type TurnServices =
  | Effect.Services<typeof makeShared>
  | Effect.Services<ReturnType<typeof runTurn>>
  | Effect.Services<ReturnType<typeof draftsOf>>

/**
 * Runs turns. `run` never fails and never dies: whatever breaks, `emit` sees `turn-start` first and
 * exactly one `turn-end` or `turn-failed` last. Interrupting it ends the model's stream upstream and
 * emits `turn-end` with `finish: "cancelled"`. `emit` is synchronous, must not throw, and is never
 * called after the effect has ended.
 *
 * `atOnce` answers from memory alone, synchronously: true when the turn is over, false when nothing was
 * emitted and `run` has to answer.
 *
 * `draft` is told what a customer has typed so far; where the model's answer to it is begun (`DraftAnswers.ts`), `run`
 * takes that. `closed`: nobody types in this session any more.
 */
export class Turn extends Context.Service<
  Turn,
  {
    readonly run: (request: TurnRequest, emit: (event: TurnEvent) => void) => Effect.Effect<void>
    readonly atOnce: (request: TurnRequest, emit: (event: TurnEvent) => void) => boolean
    readonly draft: (
      session: string,
      user: string | undefined,
      text: string,
      mayRetract?: true,
    ) => void
    readonly closed: (session: string, user: string | undefined) => void
  }
>()("@manga-assist/assistant/Turn") {
  /** Reads the latency budget (`LatencyBudget.ts`) once, for all turns. */
  static readonly layer: Layer.Layer<Turn, Config.ConfigError, TurnServices> = Layer.effect(
    Turn,
    Effect.gen(function* () {
      const services = yield* Effect.context<TurnServices>()
      const shared = yield* makeShared
      const { closed, draft, sent } = yield* draftsOf(shared)
      return Turn.of({
        run: (request, emit) =>
          Effect.suspend(() => {
            const begun = sent(request)
            return runTurn(request, emit, shared, begun).pipe(
              Effect.ensuring(Effect.sync(() => begun?.reset())),
            )
          }).pipe(Effect.provideContext(services)),
        atOnce: (request, emit) => {
          const isOver = answerAtOnce(request, emit, shared)
          if (isOver) sent(request)?.reset()
          return isOver
        },
        draft,
        closed,
      })
    }),
  )
}

const runTurn = (
  request: TurnRequest,
  emit: (event: TurnEvent) => void,
  shared: Shared,
  begun: BegunAnswer | undefined,
) =>
  Effect.suspend(() => {
    const admitted = admit(
      shared.understand,
      request,
      shared.totalMs,
      shared.now,
      shared.attempts.get(request),
    )
    const { turn, ledger } = admitted
    emit({ type: "turn-start", turn, id: request.id, soFar: () => asItStood(ledger) })
    const ending = { request, turn, ledger, latencies: shared.latencies, emit }
    return withOneEnding(
      Effect.provideService(
        steps(request, admitted, emit, shared, begun),
        Spender,
        spenderOf(request.session, request.user),
      ),
      ending,
    )
  })

const steps = Effect.fnUntraced(function* (
  request: TurnRequest,
  admitted: Admitted,
  emit: (event: TurnEvent) => void,
  shared: Shared,
  begun: BegunAnswer | undefined,
) {
  const { names, checks, context, figures, latencies, odds, recall, record } = shared
  const { storeDay, tools } = shared
  const { ledger, question: asked } = admitted
  const drafted = yield* DraftedRetrieval
  const told = toldByRules(asked.shop.rules, asked)
  const standsAlone = ({ conversation }: KnownContext) =>
    told !== undefined || cachePolicyOf(asked, conversation).cacheable
  const endContext = ledger.begin("prefetch")
  const now = context.takeNow(request.session, request.user)
  const atHand = now && asTold(request, now, shared)
  // What may go on with a conversation, or is about the customer, waits for them.
  const known =
    atHand !== undefined && (atHand.outcome === "hit" || standsAlone(atHand))
      ? atHand
      : asTold(
          request,
          yield* context.take(
            request.session,
            request.user,
            ledger.deadlineMs({ atMostMs: contextWaitMs, share: 0.5 }),
          ),
          shared,
        )
  endContext(known.outcome)
  if (known.broken || (known.outcome !== "hit" && !standsAlone(known)))
    ledger.degrade("prefetch-late")
  const turnContext = within(admitted, known, request, emit, shared)
  const { conversation, question } = turnContext
  if (told !== undefined) return record(turnContext, (ending) => answerFromRules(ending, told))

  const recalling = yield* Effect.forkChild(recall.ask(question, conversation, ledger), {
    startImmediately: true,
  })
  const ended = recalling.pollUnsafe()
  const soon =
    ended?._tag === "Success"
      ? Option.some(ended.value)
      : odds.areGood
        ? yield* Effect.timeoutOption(Fiber.join(recalling), recallAloneMs)
        : Option.none()
  if (Option.isSome(soon) && soon.value.kind === "hit") {
    if (ended === undefined) odds.observe(true)
    return replay(turnContext, soon.value, shared)
  }
  const input = readsOf(turnContext, known, latencies)
  const retrieving = yield* Effect.forkChild(drafted.retrieve(request.session, input), {
    startImmediately: true,
  })
  const late = Effect.sync(() => {
    recalling.interruptUnsafe()
    ledger.degrade("recall-late")
    return lookUpTooLate(question, conversation)
  })
  const recalled = Option.isSome(soon)
    ? soon.value
    : yield* Fiber.join(recalling).pipe(
        Effect.timeoutOrElse({
          duration: ledger.deadlineMs({ atMostMs: recallWaitMs, share: 0.5 }),
          orElse: () => late,
        }),
      )
  if (ended === undefined) odds.observe(recalled.kind === "hit")
  if (recalled.kind === "hit") {
    retrieving.interruptUnsafe()
    return replay(turnContext, recalled, shared)
  }
  emit({ type: "cache-miss", reason: recalled.reason })

  // Its reads have deadlines of their own; a draft's read has another turn's.
  const retrieved = yield* Fiber.join(retrieving).pipe(
    Effect.timeoutOrElse({
      duration: ledger.deadlineMs({ atMostMs: readsWaitMs, reserveMs: input.leaveMs }) + slackMs,
      orElse: () => Effect.as(Fiber.interrupt(retrieving), nothingInTime(input, names.catalogue)),
    }),
  )
  for (const code of retrieved.degraded) ledger.degrade(code)
  const cards = retrieved.offers.map(toCard)
  emit({ type: "retrieve-end", products: cards.length, outcome: retrieved.outcome })
  if (cards.length > 0) {
    ledger.mark("first-products")
    emit({ type: "products", products: cards })
  }

  const generated = yield* writeAnswer(
    turnContext,
    { known, latencies, recalled, retrieved, tools },
    begun,
  )
  const finished = record(turnContext, (ending) =>
    generated.kind === "silent"
      ? answerWithoutModel(ending, generated, recalled, retrieved)
      : answerFromModel(ending, generated, recalled, retrieved, {
          catalogue: names.catalogue,
          today: storeDay(),
        }),
  )
  if (generated.kind === "answer" && recalled.shareKey === undefined) {
    figures.check({ text: finished.text, prompt: generated.prompt })
  }
  if (finished.source === "stale" && recalled.stale !== undefined) {
    checks.observe({ question: asAsked(question), answer: recalled.stale, layer: "stale" })
  }
})
