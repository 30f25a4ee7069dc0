/**
 * Computes the answer of one model call, without its transport: what is said, as parts, and what the prompt costs.
 *
 * Applies the model's limits, the guardrail and the prompt cache as Bedrock does. The function that plays the model is
 * passed in. Throws an `AwsError` that Bedrock would return.
 */
import { invalid } from "../wire/AwsError.ts"
import { type ConverseRequest, lastQuestion } from "./request/ConverseRequest.ts"
import type { Assessment, Guardrails } from "./Guardrail.ts"
import type { Answers, ModelAnswer } from "./ModelAnswer.ts"
import type { ChatModel } from "./Models.ts"
import { counted, type Part, spoken } from "./Part.ts"
import { type InputUsage, measurePrompt, type PromptCache } from "./PromptCache.ts"

export interface Answer {
  readonly parts: Iterable<Part> | AsyncIterable<Part>
  /** The model takes its own time, without the latency model's. */
  readonly live: boolean
  /** Beside the latency model's. */
  readonly delayMs: number
  readonly input: InputUsage
  readonly assessment: Assessment | undefined
}

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
  readonly signal: AbortSignal
}): Answer => {
  const { guardrails, model, modelId, now, request, signal } = options
  if ((request.maxTokens ?? 1) > model.maxOutputTokens) {
    throw invalid(
      `The maximum tokens you requested exceeds the model limit of ${model.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${model.maxOutputTokens}.`,
    )
  }
  const measured = measurePrompt(modelId, request)
  if (measured.total > model.contextTokens) {
    throw invalid("Input is too long for requested model.")
  }
  const question = (options.questionOf ?? lastQuestion)(request)
  const assessment =
    request.guardrail && guardrails.assessInput(request.guardrail, request, question)
  const whole = (said: ModelAnswer, maxTokens: number, stopSequences: ReadonlyArray<string>) => ({
    parts: spoken(said, { maxTokens, stopSequences }),
    live: false,
    delayMs: said.delayMs ?? 0,
    assessment,
  })
  if (assessment?.blockedText !== undefined) {
    const said = { text: assessment.blockedText, stopReason: "guardrail_intervened" } as const
    return { ...whole(said, Number.POSITIVE_INFINITY, []), input: nothing }
  }
  const said = options.answers({ modelId, model, request, question, now, signal })
  const input = options.cache.account(model, measured, now)
  return "text" in said
    ? { ...whole(said, request.maxTokens ?? model.maxOutputTokens, request.stopSequences), input }
    : { parts: counted(said), live: true, delayMs: 0, input, assessment }
}
