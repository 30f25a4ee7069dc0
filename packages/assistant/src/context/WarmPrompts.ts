/**
 * Keeps the beginnings of prompts (tools and system prompt) in the models' prompt cache while that pays. Off unless
 * `PROMPT_CACHE_WARM` is `on`.
 *
 * Bedrock keeps a beginning for five minutes after its last use; who asks later pays for writing it once more, and waits
 * for it. Shortly before, a call for one token reads it, which costs a tenth of its tokens, if the next customer is
 * likely enough to come in the next five minutes. Nothing is written ahead: the first customer would have paid the same.
 * A beginning that is too short for the cache is neither kept nor made longer; the log says so.
 */
import { BedrockChat, monotonicMs, repeatForever } from "@manga-assist/connections"
import type { Shop } from "@manga-assist/catalogue"
import { oneWord } from "@manga-assist/process"
import { Clock, type Config, Context, Effect, Layer, type Scope } from "effect"
import { priceOf, type TokenPrice } from "../budget/ModelCost.ts"
import { Spender } from "../budget/Spender.ts"
import { type Model, Models } from "../model/Models.ts"
import { placeCachePoints, type PlacedPrompt } from "../model/PromptCache.ts"
import { systemOf } from "../prompt/Prompt.ts"
import { oncePer } from "../reading/OncePer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { withTools } from "../tools/OfferedTools.ts"

export interface WarmPromptCounters {
  /** Beginnings of prompts that are long enough to be kept, and too short. */
  possible: number
  short: number
  /** Calls made to keep one: it was read; it was gone and had to be written; neither, or the call failed. */
  read: number
  written: number
  failed: number
  /** Of these calls, the tokens that were read or written. */
  tokens: number
}

export class WarmPrompts extends Context.Service<
  WarmPrompts,
  { readonly counters: () => Readonly<WarmPromptCounters> }
>()("@manga-assist/assistant/WarmPrompts") {
  /** The chat models, watched. `prices`: without a model's none of its beginnings is kept. */
  static readonly layer = (
    prices: ReadonlyArray<TokenPrice>,
  ): Layer.Layer<WarmPrompts | BedrockChat, Config.ConfigError, BedrockChat | Models> =>
    Layer.effectContext(Effect.suspend(() => make(prices)))
}

/** By Bedrock, from the last use. */
const keptMs = 300_000
/** Time enough for a second try before the five minutes are over; later it might have to be written. */
const [dueMs, lateMs] = [240_000, 285_000]
const lookEveryMs = 15_000
/** Customers' calls of so long tell how many are to come. */
const observedMs = 1_800_000
const mostObserved = 100
/** The shortest question there is, with what a model adds to it. */
const question = "."
const questionTokens = 10

/** Does a read cost less than what the next customer saves by it, by the chance that one comes in time? */
export const pays = (tokens: number, calls: number, price: TokenPrice): boolean => {
  const chance = 1 - Math.exp((-calls * keptMs) / observedMs)
  const saved = chance * tokens * (price.cacheWrite - price.cacheRead)
  return saved > tokens * price.cacheRead + questionTokens * price.input + price.output
}

interface Beginning {
  readonly model: Model
  readonly prompt: PlacedPrompt
  usedAt: number
  /** When customers used it, the oldest first. */
  readonly calls: Array<number>
}

const make = Effect.fnUntraced(function* (
  prices: ReadonlyArray<TokenPrice>,
): Effect.fn.Return<
  Context.Context<WarmPrompts | BedrockChat>,
  Config.ConfigError,
  BedrockChat | Models | Scope.Scope
> {
  const chat = yield* BedrockChat
  const { complex, simple } = yield* Models
  const names = yield* StoreNames
  const now = monotonicMs(yield* Clock.Clock)
  const counters: WarmPromptCounters = {
    possible: 0,
    short: 0,
    read: 0,
    written: 0,
    failed: 0,
    tokens: 0,
  }
  const context = (over: typeof chat) =>
    Context.make(WarmPrompts, WarmPrompts.of({ counters: () => counters })).pipe(
      Context.add(BedrockChat, over),
    )
  if ((yield* oneWord("PROMPT_CACHE_WARM", ["off", "on"])) === "off") return context(chat)

  /** Of a shop, whose words are part of them: those that are kept, and a line on each that is too short. */
  const beginningsOf = oncePer((shop: Shop) => {
    const plain = { system: systemOf(shop), messages: [] }
    const prompts = [plain, withTools(plain, false), withTools(plain, true)]
    const all = [complex, simple].flatMap((model) =>
      prompts.map((prompt): Beginning => ({
        model,
        prompt: placeCachePoints(prompt, model.name),
        usedAt: -Infinity,
        calls: [],
      })),
    )
    const isLong = ({ prompt }: Beginning) => prompt.cachePoints > 0
    return { kept: all.filter(isLong), short: all.filter((one) => !isLong(one)) }
  })

  const used = (beginning: Beginning, at: number) => {
    beginning.usedAt = Math.max(beginning.usedAt, at)
  }
  const watched = BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        const at = now()
        const { fields, modelId, system } = request
        const beginning = beginningsOf(names.shop).kept.find(
          (one) =>
            one.model.id === modelId &&
            one.prompt.system === system &&
            one.prompt.toolConfig === fields?.toolConfig,
        )
        if (beginning === undefined) return chat.converse(request, listener)
        beginning.calls.push(at)
        if (beginning.calls.length > mostObserved) beginning.calls.shift()
        return Effect.tap(chat.converse(request, listener), ({ usage }) =>
          Effect.sync(() => {
            if (usage && usage.cacheReadTokens + usage.cacheWriteTokens > 0) used(beginning, at)
          }),
        )
      }),
  })

  const isDue = ({ calls, model, prompt, usedAt }: Beginning, at: number): boolean => {
    const idleMs = at - usedAt
    if (idleMs < dueMs || idleMs > lateMs) return false
    const price = priceOf(model.name, prices)
    const lately = calls.filter((each) => at - each < observedMs).length
    return price !== undefined && pays(prompt.estimated, lately, price)
  }
  const keep = (beginning: Beginning) =>
    Effect.suspend(() => {
      const at = now()
      const { model, prompt } = beginning
      const { system, toolConfig } = prompt
      const request = {
        modelId: model.id,
        system,
        messages: [{ role: "user" as const, content: [{ text: question }] }],
        inferenceConfig: { maxTokens: 1 },
        ...(toolConfig && { fields: { toolConfig } }),
        firstEventMs: 10_000,
        gapMs: 3_000,
      }
      return Effect.map(chat.converse(request, { onText: () => {} }), ({ usage }) => {
        const { cacheReadTokens = 0, cacheWriteTokens = 0 } = usage ?? {}
        const tokens = cacheReadTokens + cacheWriteTokens
        counters[tokens === 0 ? "failed" : cacheWriteTokens > 0 ? "written" : "read"] += 1
        counters.tokens += tokens
        if (tokens > 0) used(beginning, at)
        // What the model did not keep is not bought again before a customer's call shows that it does.
        else beginning.usedAt = -Infinity
      })
    }).pipe(
      Effect.catch((error) =>
        Effect.suspend(() => {
          counters.failed += 1
          return Effect.logDebug("the beginning of a prompt was not kept", error.message)
        }),
      ),
      Effect.provideService(Spender, { class: "worker" }),
    )
  let told: Shop | undefined
  const tell = Effect.suspend(() => {
    const { shop } = names
    if (shop === told) return Effect.void
    told = shop
    const { kept, short } = beginningsOf(shop)
    counters.possible = kept.length
    counters.short = short.length
    return Effect.forEach(
      short,
      ({ model, prompt }) =>
        Effect.logInfo(
          `PROMPT_CACHE_WARM: a prompt of ${model.name} begins with some ${prompt.estimated} tokens, too few for its cache; it is not kept`,
        ),
      { discard: true },
    )
  })
  const look = Effect.suspend(() => {
    const at = now()
    const due = beginningsOf(names.shop).kept.filter((one) => isDue(one, at))
    return Effect.forEach(due, keep, { discard: true })
  })
  // The rules of the shop, which are part of a prompt, are read after the start.
  yield* Effect.sleep(lookEveryMs).pipe(
    Effect.andThen(tell),
    Effect.andThen(look),
    repeatForever("keeping the beginnings of prompts"),
    Effect.forkScoped({ startImmediately: true }),
  )
  return context(watched)
})
