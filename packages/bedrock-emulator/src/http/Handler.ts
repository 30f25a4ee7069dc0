/**
 * Runs one request after its signature was verified: parses the body for its operation, computes the answer, waits as
 * the latency model says, and writes the response or stream.
 */
import { anthropicEvents, anthropicReply } from "./AnthropicEvents.ts"
import { readAnthropic } from "../answers/AnthropicRequest.ts"
import { answer, type Answer, type Answers, outputTokensOf } from "../answers/Answer.ts"
import { converseEvents, converseReply } from "./ConverseEvents.ts"
import { type ConverseRequest, readConverse } from "../answers/ConverseRequest.ts"
import type { Exchange } from "./Exchange.ts"
import { type GuardrailPolicy, makeGuardrails } from "../answers/Guardrail.ts"
import { applyGuardrail } from "../answers/GuardrailCall.ts"
import { type JsonObject, parseObject, requiredObject } from "../wire/Json.ts"
import { findChatModel, findModel } from "../answers/Models.ts"
import type { Operation } from "./Operations.ts"
import { countPrompt, makePromptCache } from "../answers/PromptCache.ts"
import type { Fault, ServiceContext } from "../service/Service.ts"
import { type AnswerEvent, type Progress, streamAnswer } from "./StreamedAnswer.ts"
import { embed, type Embedder } from "../answers/TitanCall.ts"

/** Who plays the models, and the guardrails that exist. */
export interface Models {
  readonly answers: Answers
  readonly embedder: Embedder
  readonly guardrails: ReadonlyArray<GuardrailPolicy>
  /** What is asked in a request; the last text of the last user message when absent. */
  readonly questionOf?: (request: ConverseRequest) => string
}

export interface Call {
  readonly operation: Operation
  readonly exchange: Exchange
  readonly body: Buffer
  /** `performance.now()` at arrival. */
  readonly startedAt: number
  /** A fault that strikes within the stream. */
  readonly fault: Fault | undefined
}

export const makeHandler = (options: {
  readonly context: ServiceContext
  readonly models: Models
}): ((call: Call) => Promise<void>) => {
  const { context } = options
  const { answers, embedder, questionOf } = options.models
  const cache = makePromptCache()
  const guardrails = makeGuardrails(options.models.guardrails)

  /** Until the call has taken what the model asks for, its own work included. */
  const serve = async ({ exchange, startedAt }: Call, name: string, units: number) => {
    const askedMs = context.delayMs(name, units)
    await exchange.waitUntil(startedAt + askedMs)
    if (!exchange.gone()) context.served(name, startedAt, askedMs)
  }

  const say = (
    { name, modelId }: { readonly name: string; readonly modelId: string },
    body: Buffer,
    read: (body: JsonObject) => ConverseRequest,
  ) => {
    const model = findChatModel(modelId)
    const now = Date.now()
    const parsed = parseObject(body)
    const request = read(parsed)
    const said = answer({ modelId, model, request, cache, guardrails, answers, questionOf, now })
    context.asked({ operation: name, modelId, request: parsed, answer: said.pieces.join("") })
    return said
  }

  const stream = async (
    call: Call,
    said: Answer,
    events: (said: Answer, progress: Progress) => Iterable<AnswerEvent>,
  ) => {
    const { exchange, fault, startedAt } = call
    // A chat takes its time whatever the API it was asked by.
    await serve(call, "ConverseStream", 0)
    return streamAnswer({ exchange, said, events, context, startedAt, fault })
  }

  /** The whole answer at once; `body` makes it of the tokens it cost. */
  const whole = async (call: Call, said: Answer, body: (outputTokens: number) => unknown) => {
    const outputTokens = outputTokensOf(said)
    await serve(call, "Converse", outputTokens)
    if (call.exchange.gone()) return undefined
    const { cacheReadTokens, cacheWriteTokens, inputTokens } = said.input
    context.counters.inputTokens += inputTokens + cacheReadTokens + cacheWriteTokens
    context.counters.outputTokens += outputTokens
    return reply(call.exchange, body(outputTokens))
  }

  const embedding = async (call: Call) => {
    const { body, exchange, startedAt } = call
    const result = embed(embedder, parseObject(body))
    // Writing 512 numbers is work of the model's, not of the wire's behind it.
    const bytes = Buffer.from(JSON.stringify(result))
    await serve(call, "InvokeModel", 0)
    context.counters.inputTokens += result.inputTextTokenCount
    return replyWith(exchange, bytes, {
      "x-amzn-bedrock-input-token-count": String(result.inputTextTokenCount),
      "x-amzn-bedrock-invocation-latency": String(Math.round(performance.now() - startedAt)),
    })
  }

  return async (call) => {
    const { body, exchange, operation, startedAt } = call
    const latencyMs = () => Math.round(performance.now() - startedAt)
    switch (operation.name) {
      case "ConverseStream": {
        const said = say(operation, body, readConverse)
        return stream(call, said, converseEvents)
      }
      case "Converse": {
        const said = say(operation, body, readConverse)
        return whole(call, said, (tokens) => converseReply(said, tokens, latencyMs()))
      }
      case "InvokeModel": {
        const { id, kind } = findModel(operation.modelId)
        if (kind === "embedding") return embedding(call)
        const said = say(operation, body, readAnthropic)
        return whole(call, said, (tokens) => anthropicReply(said, id, exchange.requestId, tokens))
      }
      case "InvokeModelWithResponseStream": {
        const { id } = findChatModel(operation.modelId)
        const said = say(operation, body, readAnthropic)
        return stream(call, said, anthropicEvents(id, exchange.requestId))
      }
      case "CountTokens": {
        findChatModel(operation.modelId)
        const input = requiredObject(parseObject(body)["input"], "input")
        const request = readConverse(requiredObject(input["converse"], "input.converse"))
        await serve(call, "CountTokens", 0)
        return reply(exchange, { inputTokens: countPrompt(operation.modelId, request) })
      }
      case "ApplyGuardrail": {
        const result = applyGuardrail(guardrails, operation, parseObject(body))
        await serve(call, "ApplyGuardrail", 0)
        return reply(exchange, result)
      }
      case "ListAsyncInvokes":
        await serve(call, "ListAsyncInvokes", 0)
        return reply(exchange, { asyncInvokeSummaries: [] })
    }
  }
}

const reply = (exchange: Exchange, body: unknown): Promise<void> =>
  replyWith(exchange, Buffer.from(JSON.stringify(body)), {})

const replyWith = async (
  exchange: Exchange,
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<void> => {
  await exchange.blocked()
  exchange.head(200, {
    "content-type": "application/json",
    "content-length": String(bytes.length),
    ...headers,
  })
  exchange.end(bytes)
}
