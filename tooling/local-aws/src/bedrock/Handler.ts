/**
 * Runs one verified operation and writes its answer.
 */
import { type Fault, type ServiceContext } from "../Service.ts"
import { answer, usageOf } from "./Answer.ts"
import { readConverse } from "./ConverseRequest.ts"
import { streamAnswer } from "./ConverseStream.ts"
import { makeEmbedder, type Lexicon } from "./Embedding.ts"
import { type Exchange } from "./Exchange.ts"
import { traceOf } from "./Guardrail.ts"
import { applyGuardrail } from "./GuardrailCall.ts"
import { parseObject, requiredObject } from "./Json.ts"
import { findChatModel, findEmbeddingModel } from "./Models.ts"
import { type Operation } from "./Operations.ts"
import { countPrompt, makePromptCache } from "./PromptCache.ts"
import { embed } from "./TitanCall.ts"

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
  readonly seed: number
  readonly lexicon: Lexicon
}): ((call: Call) => Promise<void>) => {
  const { context, seed } = options
  const cache = makePromptCache()
  const embedder = makeEmbedder(options.lexicon)

  /** Until the call has taken what the model asks for, its own work included. */
  const serve = async ({ exchange, startedAt }: Call, name: string, units: number) => {
    const askedMs = context.delayMs(name, units)
    await exchange.waitUntil(startedAt + askedMs)
    if (!exchange.gone()) context.served(name, startedAt, askedMs)
  }

  const say = (operation: "Converse" | "ConverseStream", modelId: string, body: Buffer) => {
    const model = findChatModel(modelId)
    const parsed = parseObject(body)
    const request = readConverse(parsed)
    const said = answer({ modelId, model, request, cache, seed, now: Date.now() })
    context.asked({ operation, modelId, request: parsed, answer: said.pieces.join("") })
    return said
  }

  return async (call) => {
    const { body, exchange, operation, startedAt } = call
    switch (operation.name) {
      case "ConverseStream": {
        const said = say(operation.name, operation.modelId, body)
        await serve(call, "ConverseStream", 0)
        return streamAnswer({ exchange, said, context, startedAt, fault: call.fault })
      }
      case "Converse": {
        const said = say(operation.name, operation.modelId, body)
        await serve(call, "Converse", said.pieces.length)
        if (exchange.gone()) return
        const usage = usageOf(
          said,
          said.stopReason === "guardrail_intervened" ? 0 : said.pieces.length,
        )
        context.counters.inputTokens += usage.totalTokens - usage.outputTokens
        context.counters.outputTokens += usage.outputTokens
        return reply(exchange, {
          output: { message: { role: "assistant", content: [{ text: said.pieces.join("") }] } },
          stopReason: said.stopReason,
          usage,
          metrics: { latencyMs: Math.round(performance.now() - startedAt) },
          ...traceOf(said.assessment),
        })
      }
      case "InvokeModel": {
        findEmbeddingModel(operation.modelId)
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
      case "CountTokens": {
        findChatModel(operation.modelId)
        const input = requiredObject(parseObject(body)["input"], "input")
        const request = readConverse(requiredObject(input["converse"], "input.converse"))
        await serve(call, "CountTokens", 0)
        return reply(exchange, { inputTokens: countPrompt(operation.modelId, request) })
      }
      case "ApplyGuardrail": {
        const result = applyGuardrail(operation, parseObject(body))
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
