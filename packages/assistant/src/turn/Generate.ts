/**
 * The generate step of a turn: calls the best model with the best prompt that the time left affords, else answers
 * without a model.
 *
 * `TurnLadder.ts` lists these fallbacks in order. Before the first token, a failed call falls back to the next that fits
 * the budget; after it, a failure ends the turn with what was said so far. Turns that send the same prompt without
 * customer data at the same time share one call; each of them keeps its own budget and fallbacks. Other prompts let the
 * model look something up once, where the budget affords it (`SecondLook.ts`): the smaller model asks.
 */
import type { BedrockChat, BedrockError, ConverseOutcome } from "@manga-assist/connections"
import { decide, type Ledger, type StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { type Model, Models } from "../model/Models.ts"
import type { Prompt } from "../model/PromptCache.ts"
import type { SharedModelCalls } from "../model/SharedModelCalls.ts"
import {
  isModelRung,
  type ModelRung,
  type PromptSize,
  turnLadders,
  type WordsRung,
} from "../model/TurnLadder.ts"
import type { Offer } from "../products/Offer.ts"
import type { Question } from "../reading/Question.ts"
import { withTools } from "../tools/OfferedTools.ts"
import type { StoreTools } from "../tools/StoreTools.ts"
import { callModel, type ShareModelCall } from "./ModelCall.ts"
import {
  affordsLook,
  lookUp,
  type LooksUp,
  toolCallMs,
  toolUsesIn,
  writerFor,
} from "./SecondLook.ts"
import type { TurnEvent } from "./TurnEvent.ts"

export type Generated =
  | {
      readonly kind: "answer"
      readonly model: Model
      readonly outcome: ConverseOutcome
      /** False when another's call of the model gave it: the tokens are spent there. */
      readonly own: boolean
      /** The turn that made that call. */
      readonly callOf: string | undefined
      /** What a second look found and showed. */
      readonly found: ReadonlyArray<Offer>
    }
  /** No model spoke in time. `over-budget`: none was asked. */
  | {
      readonly kind: "silent"
      readonly rung: WordsRung
      readonly reason: BedrockError["reason"] | "over-budget" | "empty-answer"
      /** Said before a second look that nobody went on with. */
      readonly said: string
      readonly found: ReadonlyArray<Offer>
    }
  /** The stream broke after text had left. */
  | {
      readonly kind: "broken"
      readonly error: BedrockError
      readonly model: Model
      readonly partial: string
      readonly found: ReadonlyArray<Offer>
    }

export interface GenerateInput {
  readonly turn: string
  readonly question: Question
  readonly prompt: (size: PromptSize) => Prompt
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  /** What could be said without a model. */
  readonly canSay: (rung: "stale" | "catalogue") => boolean
  /**
   * Given only where no prompt holds anything of a customer: the call is shared with all who ask the same
   * now. `keep` makes ready, before the call, what is done with its outcome, by the one who makes it.
   */
  readonly share: ShareModelCall | undefined
  /** Given where the model may look something up; never for an answer that may be kept for everybody. */
  readonly looksUp: LooksUp | undefined
  readonly emit: (event: TurnEvent) => void
}

/** Longest wait for a first token whatever the budget: ten times what a slow one takes. */
const longestFirstTokenMs = 10_000

const partsOf = (rung: ModelRung): { readonly tier: Model["tier"]; readonly size: PromptSize } => ({
  tier: rung.startsWith("complex") ? "complex" : "simple",
  size: rung.endsWith("full") ? "full" : "small",
})

/** The guardrail's silence is its answer; a model's is none. */
const isBlocked = ({ stopReason }: ConverseOutcome) =>
  stopReason === "guardrail_intervened" || stopReason === "content_filtered"

const firstEventMs = (allowedMs: number) =>
  Math.max(1, Math.min(longestFirstTokenMs, Math.floor(allowedMs)))

const usageOf = (one: ConverseOutcome, other: ConverseOutcome): Pick<ConverseOutcome, "usage"> => {
  if (one.usage === undefined || other.usage === undefined) return {}
  const [a, b] = [one.usage, other.usage]
  return {
    usage: {
      inputTokens: a.inputTokens + b.inputTokens,
      outputTokens: a.outputTokens + b.outputTokens,
      cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
      cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    },
  }
}

/** Every title of a hard question is in the prompt already: the larger model has what it needs. */
const isAllTold = ({ difficulty, slots }: Question, { inFull }: LooksUp): boolean =>
  difficulty === "complex" &&
  slots.series.length > 0 &&
  slots.series.every((id) => inFull.includes(id))

/** The round behind the uses of tools. What it says continues what was said before them. */
const goOn = Effect.fnUntraced(function* (
  input: GenerateInput,
  looksUp: LooksUp,
  asked: { readonly prompt: Prompt; readonly outcome: ConverseOutcome; readonly number: number },
): Effect.fn.Return<Generated, never, BedrockChat | Models | SharedModelCalls | StoreTools> {
  const { canSay, latencies, ledger, question } = input
  const { number, outcome, prompt } = asked
  const said = outcome.text
  // What a look-up follows is no content yet.
  ledger.unmark("first-token")
  const looked = yield* lookUp(
    { locale: question.locale, looksUp, prompt },
    outcome,
    toolUsesIn(outcome),
    input,
  )
  const found = looked.offers
  const silent = (reason: Extract<Generated, { kind: "silent" }>["reason"]): Generated => ({
    kind: "silent",
    rung: found.length > 0 || canSay("catalogue") ? "catalogue" : "error",
    reason,
    said,
    found,
  })
  const tier = writerFor(question.difficulty, ledger.remainingMs, latencies)
  if (tier === undefined) return silent("over-budget")
  const model = (yield* Models)[tier]
  const { result, text } = yield* callModel({
    ...input,
    model,
    size: "full",
    prompt: looked.prompt,
    number: number + 1,
    firstEventMs: firstEventMs(ledger.remainingMs),
    share: undefined,
  })
  if (result._tag === "Failure") {
    return text === ""
      ? silent(result.failure.reason)
      : { kind: "broken", error: result.failure, model, partial: said + text, found }
  }
  const last = result.success.outcome
  if (last.text === "" && !isBlocked(last)) return silent("empty-answer")
  return {
    kind: "answer",
    model,
    // A further use of a tool is not followed: what was said stands.
    outcome: {
      text: said + last.text,
      stopReason: last.stopReason === "tool_use" ? "end_turn" : last.stopReason,
      ...usageOf(outcome, last),
    },
    own: true,
    callOf: undefined,
    found,
  }
})

export const generate = Effect.fnUntraced(function* (
  input: GenerateInput,
): Effect.fn.Return<Generated, never, BedrockChat | Models | SharedModelCalls | StoreTools> {
  const models = yield* Models
  const { canSay, latencies, ledger, looksUp, question } = input
  const down = new Set<Model["tier"]>()
  let reason: Extract<Generated, { kind: "silent" }>["reason"] = "over-budget"
  for (let number = 1; ; number += 1) {
    const looks =
      number === 1 &&
      looksUp !== undefined &&
      !isAllTold(question, looksUp) &&
      affordsLook(ledger.remainingMs, latencies)
        ? looksUp
        : undefined
    const { allowedMs, rung } = decide(turnLadders[looks ? "simple" : question.difficulty], {
      remainingMs: ledger.remainingMs,
      observed: latencies,
      available: (name) =>
        isModelRung(name) ? !down.has(partsOf(name).tier) : name === "error" || canSay(name),
    })
    for (const code of rung.codes) ledger.degrade(code)
    if (!isModelRung(rung.name)) {
      return { kind: "silent", rung: rung.name, reason, said: "", found: [] }
    }
    const { size, tier } = partsOf(rung.name)
    const model = models[tier]
    const prompt =
      looks === undefined ? input.prompt(size) : withTools(input.prompt(size), looks.isSignedIn)
    const { result, text } = yield* callModel({
      ...input,
      model,
      size,
      prompt,
      number,
      firstEventMs: firstEventMs(allowedMs),
      ...(looks === undefined ? {} : { toolCallMs: () => toolCallMs(ledger, latencies) }),
    })
    if (result._tag === "Success") {
      const { callOf, leader: own, outcome } = result.success
      if (looks !== undefined && toolUsesIn(outcome).length > 0) {
        return yield* goOn(input, looks, { prompt, outcome, number })
      }
      if (outcome.text !== "" || isBlocked(outcome)) {
        return { kind: "answer", model, outcome, own, callOf, found: [] }
      }
      reason = "empty-answer"
    } else {
      if (text !== "") {
        return { kind: "broken", error: result.failure, model, partial: text, found: [] }
      }
      reason = result.failure.reason
    }
    down.add(tier)
    // A prompt that one model refuses as invalid, the other refuses as well.
    if (reason === "validation") down.add(tier === "complex" ? "simple" : "complex")
  }
})
