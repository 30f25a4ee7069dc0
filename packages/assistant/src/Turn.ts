/**
 * One turn, drawn once: Admit → Recall → Retrieve → Generate → Record.
 *
 *   Admit     understand the question, open the ledger      ─ never fails
 *   Recall    an answer given before that still holds       ─ hit: replay it, Record, end
 *   Retrieve  products, prices, orders; starts while Recall
 *             is still asking, is cancelled by a hit;
 *             taken from the draft that asked for the same  ─ late parts are left out and named
 *   Generate  the model, or the other model                 ─ silent: stale, catalogue, else error
 *                                                           ─ broken in mid-stream: error `truncated`
 *   Record    offered to the sinks, never awaited           ─ a full sink never slows a turn
 */
import { Clock, Config, Context, Effect, Fiber, Layer } from "effect"
import type { BedrockChat, BedrockEmbeddings } from "@manga-assist/connections"
import type { Locale } from "@manga-assist/protocol"
import { admit } from "./Admit.ts"
import { cacheability } from "./Cacheable.ts"
import type { CachedAnswers } from "./CachedAnswer.ts"
import { emptyConversation } from "./Conversation.ts"
import { CustomerContext } from "./CustomerContext.ts"
import type { Customers } from "./Customers.ts"
import { DraftedRetrieval } from "./DraftedRetrieval.ts"
import { resolveFollowUp } from "./FollowUp.ts"
import { generate } from "./Generate.ts"
import type { Models } from "./Models.ts"
import { toCard } from "./Offer.ts"
import type { ProductFacts } from "./ProductFacts.ts"
import type { ProductSearch } from "./ProductSearch.ts"
import { preferredGenres } from "./PreferredGenres.ts"
import { buildPrompt } from "./Prompt.ts"
import type { Question } from "./Question.ts"
import { type Recalled, recall } from "./Recall.ts"
import { record } from "./Record.ts"
import {
  answerFromCache,
  answerFromModel,
  answerWithoutModel,
  cancelled,
  failed,
} from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"
import type { TurnSinks } from "./TurnSinks.ts"

export interface TurnRequest {
  /** The client's id of the message. */
  readonly id: string
  readonly session: string
  /** Absent: an anonymous visitor. */
  readonly user?: string
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string
  readonly locale?: Locale
  /** When the message arrived, on the clock of `performance.now`. */
  readonly arrivedAt: number
}

type Steps =
  | BedrockChat
  | BedrockEmbeddings
  | CachedAnswers
  | CustomerContext
  | Customers
  | DraftedRetrieval
  | Models
  | ProductFacts
  | ProductSearch
  | TurnSinks

/** Longest wait for what prefetch has not brought yet; ten times a DynamoDB read's 95th percentile. */
const contextWaitMs = 120

/**
 * Runs turns. `run` never fails and never dies: whatever breaks, `emit` sees `turn-start` first and
 * exactly one `turn-end` or `turn-failed` last. Interrupting it ends the model's stream upstream and
 * emits `turn-end` with `finish: "cancelled"`. `emit` is synchronous, must not throw, and is never
 * called after the effect has ended.
 */
export class Turn extends Context.Service<
  Turn,
  {
    readonly run: (request: TurnRequest, emit: (event: TurnEvent) => void) => Effect.Effect<void>
  }
>()("@manga-assist/assistant/Turn") {
  /** `LATENCY_BUDGET_MS`, 2,000 unless set: what a turn may spend before its first content. */
  static readonly layer: Layer.Layer<Turn, Config.ConfigError, Steps> = Layer.effect(
    Turn,
    Effect.gen(function* () {
      const services = yield* Effect.context<Steps>()
      const totalMs = yield* Config.Int("LATENCY_BUDGET_MS").pipe(Config.withDefault(2_000))
      return Turn.of({
        run: (request, emit) =>
          runTurn(request, emit, totalMs).pipe(Effect.provideContext(services)),
      })
    }),
  )
}

type Hit = Extract<Recalled, { kind: "hit" }>

const runTurn = (request: TurnRequest, emit: (event: TurnEvent) => void, totalMs: number) =>
  Effect.suspend(() => {
    const admitted = admit(request, totalMs)
    const { turn, ledger } = admitted
    emit({ type: "turn-start", turn, id: request.id })
    return steps(request, admitted, emit).pipe(
      Effect.onInterrupt(() =>
        Effect.sync(() => {
          emit(cancelled(request, turn, ledger))
        }),
      ),
      Effect.catchCause((cause) =>
        Effect.logError("turn failed", cause).pipe(
          Effect.andThen(
            Effect.sync(() => {
              emit(failed(request, turn, "internal", "The turn failed on our side."))
            }),
          ),
        ),
      ),
    )
  })

const steps = Effect.fnUntraced(function* (
  request: TurnRequest,
  { turn, question: asked, ledger }: ReturnType<typeof admit>,
  emit: (event: TurnEvent) => void,
) {
  const context = yield* CustomerContext
  const drafted = yield* DraftedRetrieval
  const standsAlone = cacheability(asked, emptyConversation).cacheable
  const endContext = ledger.begin("prefetch")
  const known = yield* context.take(request.session, request.user, standsAlone ? 0 : contextWaitMs)
  endContext(known.outcome)
  if (known.broken || (known.outcome !== "hit" && !standsAlone)) ledger.degrade("prefetch-late")
  const question = resolveFollowUp(asked, known.conversation)

  const turnContext = { request, turn, question, ledger, emit }
  const replay = (hit: Hit) => record(turnContext, answerFromCache(turnContext, hit), undefined)

  const recalling = yield* Effect.forkChild(recall(question, known.conversation, ledger), {
    startImmediately: true,
  })
  const atOnce = recalling.pollUnsafe()
  if (atOnce?._tag === "Success" && atOnce.value.kind === "hit") return yield* replay(atOnce.value)
  const retrieving = yield* Effect.forkChild(
    drafted.retrieve(request.session, {
      question,
      user: request.user,
      preferredGenres: preferredGenres(question, known.customer),
      trending: known.trending,
      orders: known.orders,
      ledger,
    }),
    { startImmediately: true },
  )
  const recalled = yield* Fiber.join(recalling)
  if (recalled.kind === "hit") {
    retrieving.interruptUnsafe()
    return yield* replay(recalled)
  }
  emit({ type: "cache-miss", reason: recalled.reason })

  const retrieved = yield* Fiber.join(retrieving)
  for (const code of retrieved.degraded) ledger.degrade(code)
  const cards = retrieved.offers.map(toCard)
  emit({ type: "retrieve-end", products: cards.length, outcome: retrieved.outcome })
  if (cards.length > 0) {
    ledger.markFirstContent()
    emit({ type: "products", products: cards })
  }

  // Words alone ("pirates!") that a product is near to are a wish for it.
  const answering: Question =
    question.intent === "other" && cards.length > 0
      ? { ...question, intent: "recommend" }
      : question
  const shared = recalled.place !== undefined
  const prompt = buildPrompt({
    question: answering,
    // What may be given to others is written without knowing who asked.
    conversation: shared ? emptyConversation : known.conversation,
    customer: shared ? undefined : known.customer,
    offers: retrieved.offers,
    orders: retrieved.orders,
  })
  const today = new Date(yield* Clock.currentTimeMillis).toISOString().slice(0, 10)
  const generated = yield* generate({ question, prompt, ledger, emit })
  const finished =
    generated.kind === "silent"
      ? answerWithoutModel(turnContext, generated.error, recalled, retrieved)
      : answerFromModel(turnContext, generated, recalled, retrieved.offers, today)
  return yield* record(turnContext, finished, recalled.place)
})
