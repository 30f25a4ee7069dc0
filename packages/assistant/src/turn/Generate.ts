/**
 * The generate step of a turn: calls the best model with the best prompt that the time left affords, else answers
 * without a model.
 *
 * `TurnLadder.ts` lists these fallbacks in order. Before the first token, a failed call falls back to the next that fits
 * the budget; after it, a failure ends the turn with what was said so far. Turns that send the same prompt without
 * customer data at the same time share one call; each of them keeps its own budget and fallbacks. Other prompts let the
 * model look something up once, where the budget affords it (`SecondLook.ts`): the smaller model asks. A use of a tool
 * that is late or cut falls back as well, to a call without tools.
 */
import type { BedrockChat, BedrockError, ConverseOutcome } from "@manga-assist/connections"
import { decide, type Ledger, type StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { mayAsk } from "../budget/BudgetedModel.ts"
import type { BudgetRefusal } from "../budget/ModelBudget.ts"
import { type Guardrail, type Model, Models } from "../model/Models.ts"
import type { Prompt } from "../model/PromptCache.ts"
import type { SharedModelCalls } from "../model/SharedModelCalls.ts"
import {
  firstEventMs,
  isHurried,
  isModelRung,
  type ModelRung,
  type PromptSize,
  turnLadders,
  type WordsRung,
} from "../model/TurnLadder.ts"
import type { Question } from "../reading/Question.ts"
import { withTools } from "../tools/OfferedTools.ts"
import type { StoreTools } from "../tools/StoreTools.ts"
import type { BegunAnswer } from "../drafts/BegunAnswer.ts"
import { callModel, isBlocked, type ShareModelCall } from "./ModelCall.ts"
import {
  affordsLook,
  type Found,
  lookUp,
  type LooksUp,
  nothingFound,
  toolCallMs,
  usageOf,
  writerFor,
} from "./SecondLook.ts"
import { toolMessages, toolUsesIn, type ToolUse } from "./ToolMessages.ts"
import type { TurnEvent } from "./TurnEvent.ts"

/** What the models may cost is spent: for this hour, for the customer. A quota for a minute that is spent throttles. */
export type BudgetReason = "model-budget" | "customer-budget"

const reasonOfRefusal = {
  hour: "model-budget",
  customer: "customer-budget",
  quota: "throttled",
} as const satisfies Record<BudgetRefusal, BudgetReason | "throttled">

export type Generated =
  | {
      readonly kind: "answer"
      readonly model: Model
      readonly outcome: ConverseOutcome
      /** False when another's call of the model gave it: the tokens are spent there. */
      readonly own: boolean
      /** The turn that made that call. */
      readonly callOf: string | undefined
      /** What the model was told, with the results of its tools. */
      readonly prompt: Prompt
      readonly found: Found
    }
  /** No model spoke in time. `over-budget`: none was asked; of `BudgetReason`: none may be asked. */
  | {
      readonly kind: "silent"
      readonly rung: WordsRung
      readonly reason: BedrockError["reason"] | BudgetReason | "over-budget" | "empty-answer"
      /** Said before uses of tools that no model went on with. */
      readonly said: string
      readonly found: Found
    }
  /** The stream broke after text had left. */
  | {
      readonly kind: "broken"
      readonly error: BedrockError
      readonly model: Model
      readonly partial: string
      readonly found: Found
    }

export interface GenerateInput {
  readonly turn: string
  readonly question: Question
  /** `ownOrders`: ids that proved to be the customer's own, besides those of the prompt. */
  readonly prompt: (size: PromptSize, ownOrders?: ReadonlyArray<string>) => Prompt
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  /** Judges text after it has left only where the call is shared: an answer that may use tools is judged before. */
  readonly guardrail: Guardrail | undefined
  /** What could be said without a model. */
  readonly canSay: (rung: "stale" | "catalogue") => boolean
  /**
   * Given only where no prompt holds anything of a customer: the call is shared with all who ask the same
   * now. `keep` makes ready, before the call, what is done with its outcome, by the one who makes it.
   */
  readonly share: ShareModelCall | undefined
  /** Given where the model may look something up; never for an answer that may be kept for everybody. */
  readonly looksUp: LooksUp | undefined
  /** Begun for a draft of the same: its call is the first, as it was made. */
  readonly begun: BegunAnswer | undefined
  readonly emit: (event: TurnEvent) => void
}

const partsOf = (rung: ModelRung): { readonly tier: Model["tier"]; readonly size: PromptSize } => ({
  tier: rung.startsWith("complex") ? "complex" : "simple",
  size: rung.endsWith("full") ? "full" : "small",
})

/** Every title of a hard question is in the prompt already: the larger model has what it needs. */
const isAllTold = ({ difficulty, slots }: Question, { inFull }: LooksUp): boolean =>
  difficulty === "complex" &&
  slots.series.length > 0 &&
  slots.series.every((id) => inFull.includes(id))

/** The round behind the uses of tools: what it says goes on with what was said before them. */
const goOn = Effect.fnUntraced(function* (
  input: GenerateInput,
  looksUp: LooksUp,
  asked: {
    readonly outcome: ConverseOutcome
    readonly uses: ReadonlyArray<ToolUse>
    readonly said: string
    readonly number: number
  },
): Effect.fn.Return<Generated, never, BedrockChat | Models | SharedModelCalls | StoreTools> {
  const { canSay, latencies, ledger, question } = input
  const { number, outcome, said, uses } = asked
  const { found, results } = yield* lookUp({ ...input, locale: question.locale, looksUp, uses })
  const silent = (reason: Extract<Generated, { kind: "silent" }>["reason"]): Generated => {
    const hasWords = found.offers.length > 0 || canSay("catalogue")
    if (hasWords) ledger.degrade("catalogue-answer")
    return { kind: "silent", rung: hasWords ? "catalogue" : "error", reason, said, found }
  }
  const writer = writerFor(question.difficulty, ledger.remainingMs, latencies)
  if (writer === undefined) return silent("over-budget")
  const model = (yield* Models)[writer.tier]
  const own = [...looksUp.orders, ...results.flatMap(({ orders }) => orders)]
  const before = withTools(input.prompt("full", own), looksUp.isSignedIn)
  const added = toolMessages(outcome, uses, results, own)
  const prompt = { ...before, messages: [...before.messages, ...added] }
  const refusal = yield* mayAsk(model, prompt)
  if (refusal !== undefined) return silent(reasonOfRefusal[refusal])
  const { result, text } = yield* callModel({
    ...input,
    model,
    size: "full",
    prompt,
    number: number + 1,
    firstEventMs: firstEventMs(writer.allowedMs),
    isHurried: false,
    said,
    share: undefined,
    onToolUse: { kind: "end" },
  })
  if (result._tag === "Failure") {
    return text === ""
      ? silent(result.failure.reason)
      : { kind: "broken", error: result.failure, model, partial: said + text, found }
  }
  const last = result.success.outcome
  if (text === "" && !isBlocked(last)) return silent("empty-answer")
  // What was said before a further use of a tool stands.
  const stopReason = last.stopReason === "tool_use" ? "end_turn" : last.stopReason
  return {
    kind: "answer",
    model,
    outcome: { text: said + text, stopReason, ...usageOf(outcome, last) },
    own: true,
    callOf: undefined,
    prompt,
    found,
  }
})

/** What a turn would call first, with all its time and the best prompt, to be called before its message is there. */
export const firstCall = Effect.fnUntraced(function* (input: Omit<GenerateInput, "begun">) {
  const models = yield* Models
  const { allowedMs, rung } = decide(turnLadders[input.question.difficulty], {
    remainingMs: input.ledger.totalMs,
    observed: input.latencies,
    available: isModelRung,
  })
  if (!isModelRung(rung.name) || rung.codes.length > 0) return undefined
  const { size, tier } = partsOf(rung.name)
  const prompt = input.prompt(size)
  const model = models[tier]
  if ((yield* mayAsk(model, prompt)) !== undefined) return undefined
  return { model, tier, size, prompt, firstEventMs: firstEventMs(allowedMs) }
})

export const generate = Effect.fnUntraced(function* (
  input: GenerateInput,
): Effect.fn.Return<Generated, never, BedrockChat | Models | SharedModelCalls | StoreTools> {
  const models = yield* Models
  const { canSay, latencies, ledger, looksUp, question } = input
  const down = new Set<Model["tier"]>()
  let reason: Extract<Generated, { kind: "silent" }>["reason"] = "over-budget"
  let said = ""
  for (let number = 1; ; number += 1) {
    const begun = number === 1 ? input.begun : undefined
    const looks =
      number === 1 &&
      begun === undefined &&
      looksUp !== undefined &&
      !isAllTold(question, looksUp) &&
      affordsLook(ledger.remainingMs, latencies)
        ? looksUp
        : undefined
    const decision = decide(turnLadders[looks ? "simple" : question.difficulty], {
      remainingMs: ledger.remainingMs,
      observed: latencies,
      available: (name) =>
        isModelRung(name) ? !down.has(partsOf(name).tier) : name === "error" || canSay(name),
    })
    const { rung } = decision
    if (!isModelRung(rung.name)) {
      for (const code of rung.codes) ledger.degrade(code)
      return { kind: "silent", rung: rung.name, reason, said, found: nothingFound }
    }
    const { size, tier } = begun ?? partsOf(rung.name)
    const model = models[tier]
    const plain = input.prompt(size)
    const prompt = looks === undefined ? plain : withTools(plain, looks.isSignedIn)
    const refusal = begun === undefined ? yield* mayAsk(model, prompt) : undefined
    if (refusal !== undefined) {
      reason = reasonOfRefusal[refusal]
      down.add(tier)
      continue
    }
    if (begun === undefined) rung.codes.forEach((code) => ledger.degrade(code))
    const call = yield* callModel({
      ...input,
      begun,
      model,
      size,
      prompt,
      number,
      firstEventMs: firstEventMs(decision.allowedMs),
      isHurried: isHurried(decision),
      said,
      onToolUse: looks && { kind: "follow", withinMs: () => toolCallMs(ledger, latencies) },
    })
    const { result, text, usesTool } = call
    if (result._tag === "Success") {
      const { callOf, leader: own, outcome } = result.success
      const uses = toolUsesIn(outcome)
      if (looks !== undefined && uses.length > 0) {
        return yield* goOn(input, looks, { outcome, uses, said: text, number })
      }
      if (isBlocked(outcome) || (text !== "" && !usesTool)) {
        const whole = { ...outcome, text: said + text }
        const { model } = call
        return { kind: "answer", model, outcome: whole, own, callOf, prompt, found: nothingFound }
      }
      reason = "empty-answer"
    } else {
      if (text !== "" && !usesTool) {
        const partial = said + text
        const { model } = call
        return { kind: "broken", error: result.failure, model, partial, found: nothingFound }
      }
      reason = result.failure.reason
    }
    if (looks !== undefined && (usesTool || reason === "validation")) {
      // Late, cut, or refused with tools: the next call is without them, and goes on with what was said.
      said = text
      continue
    }
    for (const each of call.tiers) down.add(each)
    // A prompt that one model refuses as invalid, the other refuses as well.
    if (reason === "validation") down.add(tier === "complex" ? "simple" : "complex")
  }
})
