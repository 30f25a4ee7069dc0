/**
 * Runs one request after its signature was verified: parses the body for its operation, computes the answer, waits as
 * the latency model says, and writes the response or stream.
 */
import { anthropicFormat } from "./AnthropicEvents.ts"
import { readAnthropic } from "../answers/request/AnthropicRequest.ts"
import { makeAnswering, type Models } from "../answers/Answer.ts"
import { converseFormat } from "./ConverseEvents.ts"
import { makeCost } from "./Cost.ts"
import { type ConverseRequest, readConverse } from "../answers/request/ConverseRequest.ts"
import type { Exchange } from "./Exchange.ts"
import { makeGuardrails } from "../answers/Guardrail.ts"
import { applyGuardrail } from "../answers/GuardrailCall.ts"
import { invalid } from "../wire/AwsError.ts"
import { isObject, type JsonObject, parseObject, requiredObject } from "../wire/Json.ts"
import { paceOf } from "../answers/request/ServiceTier.ts"
import { findChatModel, findModel } from "../answers/Models.ts"
import type { Operation } from "../wire/Operations.ts"
import { type Heard, hearRefusal, nothingHeard } from "../answers/Part.ts"
import { measurePrompt } from "../answers/PromptCache.ts"
import type { ServiceContext, Strike } from "../service/Service.ts"
import { type AnswerFormat, streamAnswer, take, type Telling } from "./StreamedAnswer.ts"
import { embed } from "../answers/TitanCall.ts"

export interface Call {
  readonly operation: Operation
  readonly exchange: Exchange
  readonly body: Buffer
  /** `performance.now()` at arrival. */
  readonly startedAt: number
  /** A fault that strikes within the stream. */
  readonly fault: Strike | undefined
}

interface Heeded extends Call {
  /** What is told of its answer. */
  readonly heard: Heard
}

export const makeHandler = ({
  context,
  models,
}: {
  readonly context: ServiceContext
  readonly models: Models
}): ((call: Call) => Promise<void>) => {
  const guardrails = makeGuardrails(models.guardrails)
  const answer = makeAnswering(models, guardrails)

  /** Until the call has taken what the model asks for, its own work included. */
  const serve = async (
    { exchange, startedAt }: Call,
    name: string,
    {
      delayMs = 0,
      serviceTier,
      units = 0,
    }: { readonly delayMs?: number; readonly units?: number } & Partial<
      Pick<Telling, "serviceTier">
    > = {},
  ) => {
    const askedMs = paceOf(serviceTier) * context.delayMs(name, units) + delayMs
    await exchange.waitUntil(startedAt + askedMs)
    if (!exchange.gone()) context.served(name, startedAt, askedMs)
  }

  const say = (
    { body, exchange, heard, startedAt }: Heeded,
    { modelId, name }: { readonly modelId: string; readonly name: string },
    read: (body: JsonObject) => ConverseRequest,
  ): Telling => {
    const model = findChatModel(modelId)
    const now = Date.now()
    const parsed = parseObject(body)
    const turn = turnOf(parsed)
    context.asked({ at: now, operation: name, model: modelId, turn, body, answer: heard })
    const request = read(parsed)
    const { serviceTier } = request
    const api = name.startsWith("Converse") ? "converse" : "messages"
    const { signal } = exchange
    const said = answer({ modelId, model, request, api, body: parsed, now, signal })
    const latencyMs = () => Math.round(performance.now() - startedAt)
    const cost = makeCost(said.input, context.counters)
    return { said, heard, cost, latencyMs, serviceTier }
  }

  const stream = async (call: Call, telling: Telling, format: AnswerFormat) => {
    const { exchange, fault } = call
    const { serviceTier } = telling
    const { delayMs, live } = telling.said
    // A chat takes its time whatever the API it was asked by.
    if (!live) await serve(call, "ConverseStream", { delayMs, serviceTier })
    return streamAnswer({ exchange, telling, format, context, fault })
  }

  /** The whole answer at once. */
  const whole = async (call: Call, telling: Telling, format: AnswerFormat) => {
    const { serviceTier } = telling
    const { delayMs, live, parts } = telling.said
    let [pausesMs, units] = [0, 0]
    for await (const part of parts) {
      if (part.type === "pause") {
        pausesMs += part.ms
        continue
      }
      take(telling, part)
      if (!("tokens" in part)) continue
      units += part.tokens
      telling.cost.count(part.tokens)
    }
    if (!live) await serve(call, "Converse", { delayMs: delayMs + pausesMs, serviceTier, units })
    return call.exchange.gone() ? undefined : reply(call.exchange, format.whole(telling))
  }

  const embedding = async (call: Call) => {
    const { body, exchange, startedAt } = call
    const result = embed(models.embedder, parseObject(body))
    // Writing 512 numbers is work of the model's, not of the wire's behind it.
    const bytes = Buffer.from(JSON.stringify(result))
    await serve(call, "InvokeModel")
    context.counters.inputTokens += result.inputTextTokenCount
    return replyWith(exchange, bytes, {
      "x-amzn-bedrock-input-token-count": String(result.inputTextTokenCount),
      "x-amzn-bedrock-invocation-latency": String(Math.round(performance.now() - startedAt)),
    })
  }

  const handle = async (call: Heeded): Promise<void> => {
    const { body, exchange, operation } = call
    switch (operation.name) {
      case "ConverseStream":
        return stream(call, say(call, operation, readConverse), converseFormat)
      case "Converse":
        return whole(call, say(call, operation, readConverse), converseFormat)
      case "InvokeModel": {
        const { id, kind } = findModel(operation.modelId)
        if (kind === "embedding") return embedding(call)
        const format = anthropicFormat(id, exchange.requestId)
        return whole(call, say(call, operation, readMessages(id)), format)
      }
      case "InvokeModelWithResponseStream": {
        const { id } = findChatModel(operation.modelId)
        const format = anthropicFormat(id, exchange.requestId)
        return stream(call, say(call, operation, readMessages(id)), format)
      }
      case "CountTokens": {
        findChatModel(operation.modelId)
        const input = requiredObject(parseObject(body)["input"], "input")
        const request = readConverse(requiredObject(input["converse"], "input.converse"))
        await serve(call, "CountTokens")
        return reply(exchange, { inputTokens: measurePrompt(operation.modelId, request).total })
      }
      case "ApplyGuardrail": {
        const result = applyGuardrail(guardrails, operation, parseObject(body))
        await serve(call, "ApplyGuardrail")
        return reply(exchange, result)
      }
      case "ListAsyncInvokes":
        await serve(call, "ListAsyncInvokes")
        return reply(exchange, { asyncInvokeSummaries: [] })
    }
  }

  return (call) => {
    const heard = nothingHeard()
    return handle({ ...call, heard }).catch((error: unknown) => {
      if (!call.exchange.gone()) hearRefusal(heard, error)
      throw error
    })
  }
}

/** What InvokeModel takes is each model's own; here it is Anthropic's. */
const readMessages =
  (model: string) =>
  (body: JsonObject): ConverseRequest => {
    if (model.startsWith("anthropic.") || "anthropic_version" in body) return readAnthropic(body)
    throw invalid(
      `This emulator answers InvokeModel for Anthropic's Messages API and Titan Text Embeddings v2 only. Ask ${model} by Converse.`,
    )
  }

/** By its metadata, as the service's own log of invocations tells it. */
const turnOf = ({ requestMetadata }: JsonObject): string | undefined => {
  const turn = isObject(requestMetadata) ? requestMetadata["turn"] : undefined
  return typeof turn === "string" ? turn : undefined
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
