/**
 * Computes the answer of one model call, without its transport: the text in tokens, tool uses, stop reason and usage.
 *
 * Applies the model's limits, the guardrail, stop sequences, `maxTokens` and the prompt cache as Bedrock does. The
 * function that plays the model is passed in. Throws an `AwsError` that Bedrock would return.
 */
import { invalid } from "../wire/AwsError.ts"
import { type ConverseRequest, lastQuestion } from "./ConverseRequest.ts"
import type { Assessment, Guardrails } from "./Guardrail.ts"
import type { ChatModel } from "./Models.ts"
import { countPrompt, type InputUsage, type PromptCache } from "./PromptCache.ts"
import { countTokens, tokenPieces } from "./Tokens.ts"

export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "guardrail_intervened"

/** One call, as whoever plays the model sees it. */
export interface ModelCall {
  readonly modelId: string
  readonly model: ChatModel
  readonly request: ConverseRequest
  /** The last text of the last user message, or what `questionOf` makes of the request. */
  readonly question: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface ToolUse {
  readonly toolUseId: string
  readonly name: string
  readonly input: unknown
}

/** What the model says; the same call must always get the same words if a test is to repeat. */
export interface ModelAnswer {
  readonly text: string
  /** Called after the text; `stopReason` is then `tool_use`. */
  readonly toolUses?: ReadonlyArray<ToolUse>
}

/** Plays the model; an `AwsError` that it throws is the service's answer. */
export type Answers = (call: ModelCall) => ModelAnswer

export interface Answer {
  /** The text cut into tokens. */
  readonly pieces: ReadonlyArray<string>
  readonly toolUses: ReadonlyArray<ToolUse>
  readonly stopReason: StopReason
  readonly input: InputUsage
  readonly assessment: Assessment | undefined
}

/** Claude's own default when the request sets none is the model's maximum; answers are far shorter. */
const nothing: InputUsage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, written: [] }

/** @throws AwsError when the request asks for more than the model has. */
export const answer = (options: {
  readonly modelId: string
  readonly model: ChatModel
  readonly request: ConverseRequest
  readonly cache: PromptCache
  readonly guardrails: Guardrails
  readonly answers: Answers
  readonly questionOf: ((request: ConverseRequest) => string) | undefined
  readonly now: number
}): Answer => {
  const { guardrails, model, modelId, now, request } = options
  if ((request.maxTokens ?? 1) > model.maxOutputTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${model.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${model.maxOutputTokens}.`,
    )
  }
  if (countPrompt(modelId, request) > model.contextTokens) {
    throw invalid("Input is too long for requested model.")
  }
  const question = (options.questionOf ?? lastQuestion)(request)
  const assessment =
    request.guardrail && guardrails.assessInput(request.guardrail, request, question)
  if (assessment?.blockedText !== undefined) {
    const pieces = tokenPieces(assessment.blockedText)
    const stopReason = "guardrail_intervened"
    return { pieces, toolUses: [], stopReason, input: nothing, assessment }
  }
  const said = options.answers({ modelId, model, request, question, now })
  const input = options.cache.account(modelId, model, request, now)
  const { text, stopped } = cutAtStop(said.text, request)
  const pieces = tokenPieces(text)
  const limit = request.maxTokens ?? model.maxOutputTokens
  const shared = { toolUses: [], input, assessment }
  if (pieces.length > limit) {
    return { ...shared, pieces: pieces.slice(0, limit), stopReason: "max_tokens" }
  }
  if (stopped) return { ...shared, pieces, stopReason: "stop_sequence" }
  const { toolUses = [] } = said
  return { ...shared, pieces, toolUses, stopReason: toolUses.length > 0 ? "tool_use" : "end_turn" }
}

/** The stop sequence itself is not part of the answer. */
const cutAtStop = (
  text: string,
  request: ConverseRequest,
): { readonly text: string; readonly stopped: boolean } => {
  const cuts = request.stopSequences.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
  if (cuts.length === 0) return { text, stopped: false }
  return { text: text.slice(0, Math.min(...cuts)), stopped: true }
}

/** What the whole answer costs. */
export const outputTokensOf = ({ pieces, stopReason, toolUses }: Answer): number => {
  if (stopReason === "guardrail_intervened") return 0
  return toolUses.reduce(
    (sum, { input }) => sum + countTokens(JSON.stringify(input)),
    pieces.length,
  )
}

/** `usage` as Converse and the stream's `metadata` report it. */
export const usageOf = (said: Answer, outputTokens: number) => {
  const { cacheReadTokens, cacheWriteTokens, inputTokens, written } = said.input
  return {
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
    cacheReadInputTokens: cacheReadTokens,
    cacheWriteInputTokens: cacheWriteTokens,
    ...(written.length > 0 && { cacheDetails: written }),
  }
}
