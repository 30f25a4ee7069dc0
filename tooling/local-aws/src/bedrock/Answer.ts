/**
 * One model call without its transport: what is said, why it stopped, and what it cost.
 */
import { invalid } from "./AwsError.ts"
import { compose } from "./Composer.ts"
import { type ConverseRequest } from "./ConverseRequest.ts"
import { assessInput, type Assessment } from "./Guardrail.ts"
import { type ChatModel } from "./Models.ts"
import { pairVerdict } from "./PairVerdict.ts"
import { readPrompt } from "./PromptReader.ts"
import { countPrompt, type InputUsage, type PromptCache } from "./PromptCache.ts"
import { tokenPieces } from "./Tokens.ts"

export type StopReason = "end_turn" | "max_tokens" | "stop_sequence" | "guardrail_intervened"

export interface Answer {
  /** The text cut into tokens. */
  readonly pieces: ReadonlyArray<string>
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
  readonly seed: number
  readonly now: number
}): Answer => {
  const { model, modelId, request, seed } = options
  if ((request.maxTokens ?? 1) > model.maxOutputTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${model.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${model.maxOutputTokens}.`,
    )
  }
  if (countPrompt(modelId, request) > model.contextTokens) {
    throw invalid("Input is too long for requested model.")
  }
  const prompt = readPrompt(request)
  const assessment = request.guardrail && assessInput(request.guardrail, request, prompt)
  if (assessment?.blockedText !== undefined) {
    const pieces = tokenPieces(assessment.blockedText)
    return { pieces, stopReason: "guardrail_intervened", input: nothing, assessment }
  }
  const input = options.cache.account(modelId, model, request, options.now)
  const { text, stopped } = cutAtStop(
    pairVerdict(prompt.question) ??
      compose(prompt, { seed, family: model.family, today: isoDate(options.now) }),
    request,
  )
  const pieces = tokenPieces(text)
  const limit = request.maxTokens ?? model.maxOutputTokens
  if (pieces.length > limit) {
    return { pieces: pieces.slice(0, limit), stopReason: "max_tokens", input, assessment }
  }
  return { pieces, stopReason: stopped ? "stop_sequence" : "end_turn", input, assessment }
}

const isoDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The stop sequence itself is not part of the answer. */
const cutAtStop = (
  text: string,
  request: ConverseRequest,
): { readonly text: string; readonly stopped: boolean } => {
  const cuts = request.stopSequences.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
  if (cuts.length === 0) return { text, stopped: false }
  return { text: text.slice(0, Math.min(...cuts)), stopped: true }
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
