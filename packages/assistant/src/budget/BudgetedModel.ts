/**
 * The models as everything in an app is to ask them: the ones beneath, each call within the budget (`ModelBudget.ts`) and
 * on the account of whoever asks (`Spender.ts`).
 *
 * A call that does not fit is not sent: it fails as `throttled`, as Bedrock would say it, and asks its caller to wait
 * for the next window. A call that fails or is left counts as what it may have spent: nothing where Bedrock refused it
 * or never got it, else all it reserved; one that was sent twice counts as what the first may have spent as well.
 * A call that a model refuses for its tier of service is made once more without (`ServiceTiers.ts`).
 * Embeddings are counted and never refused: they cost a ten-thousandth of an answer, and what is said without a model
 * needs them to find anything.
 */
import {
  BedrockChat,
  BedrockEmbeddings,
  BedrockError,
  type BedrockReason,
  type ConverseRequest,
  monotonicMs,
  type RedisConnection,
  TransportError,
  type TransportReason,
} from "@manga-assist/connections"
import { estimateTokens } from "@manga-assist/payload"
import { Clock, type Config, Effect, Exit, Layer } from "effect"
import { costOfUsage, nothing, priceAt, together, type TokenPrice } from "./ModelCost.ts"
import { type BudgetedCall, type BudgetRefusal, ModelBudget } from "./ModelBudget.ts"
import { layerRedisBudgetStore } from "./RedisBudgetStore.ts"
import { askedBy, type ServiceTier, ServiceTiers } from "./ServiceTiers.ts"
import { Spender } from "./Spender.ts"
import { type Model, Models } from "../model/Models.ts"
import { mostTokens, type Prompt } from "../model/PromptCache.ts"

/** Bedrock said no, and nothing else. */
const refusals: ReadonlySet<BedrockReason> = new Set<BedrockReason>([
  "throttled",
  "access-denied",
  "validation",
  "certificate",
  "unavailable",
])
/** The request never left. */
const unsent: ReadonlySet<TransportReason> = new Set<TransportReason>([
  "name-unresolved",
  "connect-timeout",
  "connect-failed",
  "queue-full",
  "queue-timeout",
])

const costsNothing = (exit: Exit.Exit<unknown, BedrockError>): boolean => {
  const failure = Exit.findErrorOption(exit)
  if (failure._tag === "None") return false
  const { cause, reason } = failure.value
  return cause instanceof TransportError ? unsent.has(cause.reason) : refusals.has(reason)
}

const callOf = ({
  fields,
  inferenceConfig,
  messages,
  modelId,
  system,
}: Pick<
  ConverseRequest,
  "fields" | "inferenceConfig" | "messages" | "modelId" | "system"
>): BudgetedCall => {
  const toolConfig = fields?.toolConfig
  return {
    modelId,
    inputTokens: mostTokens({ system, messages, ...(toolConfig && { toolConfig }) }),
    maxTokens: inferenceConfig.maxTokens,
  }
}

/** Before a turn chooses how to answer: why this model may not be asked this now; undefined: it may. */
export const mayAsk = (
  { id, maxTokens }: Model,
  prompt: Prompt,
): Effect.Effect<BudgetRefusal | undefined> =>
  Effect.gen(function* () {
    const budget = yield* ModelBudget
    const spender = yield* Spender
    const inputTokens = mostTokens(prompt)
    const refusal = budget.refusal({ modelId: id, inputTokens, maxTokens }, spender)
    if (refusal !== undefined) budget.refused(spender)
    return refusal
  })

const details: Readonly<Record<BudgetRefusal, string>> = {
  hour: "this hour's budget of the models is spent",
  customer: "the customer's own budget of this hour is spent",
  quota: "the model's quota of this minute is spent",
}
const windowMs: Readonly<Record<BudgetRefusal, number>> = {
  hour: 3_600_000,
  customer: 3_600_000,
  quota: 60_000,
}

const refusedBy = (refusal: BudgetRefusal) =>
  Clock.clockWith((clock) => {
    const whole = windowMs[refusal]
    const retryAfterMs = whole - (clock.currentTimeMillisUnsafe() % whole)
    return Effect.fail(
      new BedrockError({ reason: "throttled", detail: details[refusal], retryAfterMs }),
    )
  })

const budgetedChat = Effect.gen(function* () {
  const chat = yield* BedrockChat
  const budget = yield* ModelBudget
  const tiers = yield* ServiceTiers
  const now = monotonicMs(yield* Clock.Clock)
  return BedrockChat.of({
    converse: (request, listener) =>
      Effect.flatMap(Spender, (spender) => {
        const tier = tiers.tierOf(request, spender)
        // A tier that is refused costs the standard price.
        const call = { ...callOf(request), priceShare: Math.max(1, tiers.priceShare(tier)) }
        const refusal = budget.refusal(call, spender)
        if (refusal !== undefined) {
          budget.refused(spender)
          return refusedBy(refusal)
        }
        const { most, price, settle } = budget.reserve(call, spender)
        let isBegun = false
        const begun =
          <A>(hear: (piece: A) => void) =>
          (piece: A) => {
            isBegun = true
            hear(piece)
          }
        let again = nothing
        let served: string | undefined = tier
        const { onBlock, onText } = listener
        const ask = (asked: ConverseRequest) =>
          chat.converse(asked, {
            onText: begun(onText),
            onSentAgain: () => {
              again = most
            },
            ...(onBlock === undefined ? {} : { onBlock: begun(onBlock) }),
          })
        const beganAt = now()
        const askWithout = Effect.suspend(() => {
          served = undefined
          const firstEventMs = Math.ceil(request.firstEventMs - (now() - beganAt))
          return ask({ ...askedBy(request, undefined), firstEventMs: Math.max(1, firstEventMs) })
        })
        if (tier !== undefined) tiers.asked(tier)
        const asked = ask(askedBy(request, tier))
        const orWithout = (refused: ServiceTier) =>
          asked.pipe(
            Effect.catch((error) =>
              error.reason === "validation" && !isBegun
                ? Effect.tap(askWithout, () =>
                    Effect.sync(() => tiers.refused(request.modelId, refused)),
                  )
                : Effect.fail(error),
            ),
          )
        const made = tier === undefined ? asked : orWithout(tier)
        return made.pipe(
          Effect.onExit((exit) =>
            Effect.sync(() => {
              const told = Exit.isSuccess(exit) ? exit.value : undefined
              const share = tiers.priceShare(told?.serviceTier ?? served)
              const usage = told?.usage
              const isFree = !isBegun && costsNothing(exit)
              const cost =
                usage === undefined ? most : costOfUsage(usage, price && priceAt(share, price))
              settle(together(isFree ? nothing : cost, again))
            }),
          ),
        )
      }),
  })
})

const budgetedEmbeddings = Effect.gen(function* () {
  const embeddings = yield* BedrockEmbeddings
  const budget = yield* ModelBudget
  return BedrockEmbeddings.of({
    embed: (text, options) =>
      Effect.flatMap(Spender, (spender) => {
        const inputTokens = estimateTokens(text).most
        const call = { modelId: options.modelId, inputTokens, maxTokens: 0 }
        const { most, settle } = budget.reserve(call, spender)
        return embeddings
          .embed(text, options)
          .pipe(
            Effect.onExit((exit) => Effect.sync(() => settle(costsNothing(exit) ? nothing : most))),
          )
      }),
  })
})

/** Both models within the budget of the settings, and that budget itself. Without `REDIS_URL` it is this process's. */
export const layerModelBudget = (
  prices: ReadonlyArray<TokenPrice>,
): Layer.Layer<
  BedrockChat | BedrockEmbeddings,
  Config.ConfigError,
  BedrockChat | BedrockEmbeddings | RedisConnection
> =>
  Layer.merge(
    Layer.effect(BedrockChat, budgetedChat),
    Layer.effect(BedrockEmbeddings, budgetedEmbeddings),
  ).pipe(
    Layer.provideMerge(Layer.merge(ModelBudget.layer(prices), ServiceTiers.layer)),
    Layer.provide([layerRedisBudgetStore, Models.layer]),
  )
