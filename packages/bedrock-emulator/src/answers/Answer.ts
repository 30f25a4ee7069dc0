/**
 * Computes the answer of one model call, without its transport: what is said, as parts, and what the prompt costs.
 *
 * Applies the model's limits, the guardrail and the prompt cache as Bedrock does. The function that plays the model is
 * passed in. Throws an `AwsError` that Bedrock would return.
 */
import { invalid } from "../wire/AwsError.ts"
import { type ConverseRequest, lastQuestion } from "./request/ConverseRequest.ts"
import type { Assessment, GuardrailPolicy, Guardrails, OutputJudge } from "./Guardrail.ts"
import type { Answers, ModelAnswer, ModelCall } from "./ModelAnswer.ts"
import { counted, type Part, spoken } from "./Part.ts"
import { type InputUsage, makePromptCache, measurePrompt } from "./PromptCache.ts"
import type { Embedder } from "./TitanCall.ts"

export interface Answer {
  readonly parts: Iterable<Part> | AsyncIterable<Part>
  /** The model takes its own time, without the latency model's. */
  readonly live: boolean
  /** Beside the latency model's. */
  readonly delayMs: number
  readonly input: InputUsage
  readonly assessment: Assessment | undefined
  /** Of what is said in a stream. */
  readonly judge?: OutputJudge | undefined
}

const nothing: InputUsage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, written: [] }

/** Who plays the models, and the guardrails that exist. */
export interface Models {
  readonly answers: Answers
  readonly embedder: Embedder
  readonly guardrails: ReadonlyArray<GuardrailPolicy>
  /** What is asked in a request; the last text of the last user message when absent. */
  readonly questionOf?: (request: ConverseRequest) => string
}

export const makeAnswering = (
  { answers, questionOf = lastQuestion }: Models,
  guardrails: Guardrails,
) => {
  const cache = makePromptCache()
  /** @throws AwsError when the request asks for more than the model has. */
  return (call: Omit<ModelCall, "question">): Answer => {
    const { model, modelId, now, request } = call
    if ((request.maxTokens ?? 1) > model.maxOutputTokens) {
      throw invalid(
        `The maximum tokens you requested exceeds the model limit of ${model.maxOutputTokens}. Try again with a maximum tokens value that is lower than ${model.maxOutputTokens}.`,
      )
    }
    const measured = measurePrompt(modelId, request)
    if (measured.total > model.contextTokens) {
      throw invalid("Input is too long for requested model.")
    }
    const question = questionOf(request)
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
    const said = answers({ ...call, question })
    if ("text" in said && (said.toolUses ?? []).length > 0 && request.tools.length === 0) {
      throw invalid(
        `The emulator's answer uses the tool ${said.toolUses?.[0]?.name}, but the request offers no tools.`,
      )
    }
    const input = cache.account(model, measured, now)
    const judge = request.guardrail && guardrails.outputJudge(request.guardrail)
    const answer =
      "text" in said
        ? said.isRecorded === true
          ? whole(said, Number.POSITIVE_INFINITY, [])
          : whole(said, request.maxTokens ?? model.maxOutputTokens, request.stopSequences)
        : { parts: counted(said), live: true, delayMs: 0, assessment }
    return { ...answer, input, judge }
  }
}
