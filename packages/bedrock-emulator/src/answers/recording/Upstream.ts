/**
 * Asks a real Bedrock Runtime, by an API key, and gives its answer part by part. It is always asked for a stream, whatever
 * the client asked for. Of an answer text, tool uses, stop reason and usage are read.
 *
 * An error of the service, before the answer or within it, is thrown as an `AwsError`.
 */
import { AwsError, awsErrorTypes, type AwsErrorType } from "../../wire/AwsError.ts"
import { isObject, type JsonObject, parsedJson } from "../../wire/Json.ts"
import { readEvents } from "../../wire/ReadEvents.ts"
import { type ModelCall, type ModelPart, stopReasons } from "../ModelAnswer.ts"

export interface Upstream {
  readonly url: string
  readonly apiKey: string
}

/** A whole answer, thinking included. */
const mostMs = 600_000
const paths = { converse: "converse-stream", messages: "invoke-with-response-stream" } as const

type End = Extract<ModelPart, { readonly type: "end" }>
/** What is told at the end, in two events. */
type Rest = Partial<Omit<End, "type">> & { readonly type?: never }

const typed = (name: string | undefined, otherwise: AwsErrorType): AwsErrorType => {
  const upper = `${(name ?? "").slice(0, 1).toUpperCase()}${(name ?? "").slice(1)}`
  return awsErrorTypes.find((type) => type === upper) ?? otherwise
}

const messageOf = (text: string): string => {
  const read = parsedJson(text)
  const message = isObject(read) ? (read["message"] ?? read["Message"]) : undefined
  return typeof message === "string" ? message : text.slice(0, 1_000)
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})
const textOf = (value: unknown): string => (typeof value === "string" ? value : "")
const countOf = (value: unknown): number => (typeof value === "number" ? value : 0)
const reasonOf = (value: unknown): End["stopReason"] =>
  stopReasons.find((reason) => reason === value) ?? "end_turn"

/** What an event of Converse's stream tells. */
const ofConverse = (type: string, event: JsonObject): ModelPart | Rest => {
  if (type === "contentBlockStart") {
    const { name, toolUseId } = objectOf(objectOf(event["start"])["toolUse"])
    if (toolUseId === undefined) return {}
    return { type: "tool", toolUseId: textOf(toolUseId), name: textOf(name) }
  }
  if (type === "contentBlockDelta") {
    const { text, toolUse } = objectOf(event["delta"])
    if (typeof text === "string") return { type: "text", text }
    return toolUse === undefined ? {} : { type: "input", json: textOf(objectOf(toolUse)["input"]) }
  }
  if (type === "messageStop") return { stopReason: reasonOf(event["stopReason"]) }
  if (type !== "metadata") return {}
  const { cacheReadInputTokens, inputTokens, outputTokens } = objectOf(event["usage"])
  return {
    usage: {
      inputTokens: countOf(inputTokens),
      cacheReadTokens: countOf(cacheReadInputTokens),
      outputTokens: countOf(outputTokens),
    },
  }
}

/** What a chunk of Anthropic's stream tells. */
const ofMessages = (_: string, chunk: JsonObject): ModelPart | Rest => {
  const bytes = Buffer.from(textOf(chunk["bytes"]), "base64").toString("utf8")
  const event = objectOf(parsedJson(bytes))
  if (event["type"] === "content_block_start") {
    const { id, name, type } = objectOf(event["content_block"])
    return type === "tool_use" ? { type: "tool", toolUseId: textOf(id), name: textOf(name) } : {}
  }
  const { partial_json: json, stop_reason: stopReason, text } = objectOf(event["delta"])
  if (typeof text === "string") return { type: "text", text }
  if (typeof json === "string") return { type: "input", json }
  if (typeof stopReason === "string") return { stopReason: reasonOf(stopReason) }
  const metrics = objectOf(event["amazon-bedrock-invocationMetrics"])
  if (event["type"] !== "message_stop" || metrics["inputTokenCount"] === undefined) return {}
  return {
    usage: {
      inputTokens: countOf(metrics["inputTokenCount"]),
      cacheReadTokens: countOf(metrics["cacheReadInputTokenCount"]),
      outputTokens: countOf(metrics["outputTokenCount"]),
    },
  }
}

const ask = async (
  { apiKey, url }: Upstream,
  { api, body, modelId, signal }: ModelCall,
): Promise<AsyncIterable<Uint8Array>> => {
  const target = `${url.replace(/\/$/, "")}/model/${encodeURIComponent(modelId)}/${paths[api]}`
  const reply = await fetch(target, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(mostMs)]),
    // The key goes nowhere else.
    redirect: "error",
  }).catch((cause: unknown) => {
    // Fetch says no more than that it failed; why is the cause of it.
    const [why] = [cause, cause instanceof Error ? cause.cause : undefined]
      .flatMap((each) => (each instanceof Error ? [each.message] : []))
      .toReversed()
    throw new AwsError("ServiceUnavailableException", `${new URL(url).host}: ${why ?? "failed"}`)
  })
  if (reply.ok && reply.body !== null) return reply.body
  const type = reply.headers.get("x-amzn-errortype")?.split(":", 1)[0]
  const otherwise = reply.status < 500 ? "ValidationException" : "InternalServerException"
  throw new AwsError(typed(type, otherwise), messageOf(await reply.text()))
}

export async function* askUpstream(upstream: Upstream, call: ModelCall): AsyncGenerator<ModelPart> {
  const tells = call.api === "converse" ? ofConverse : ofMessages
  const end: { -readonly [K in keyof Rest]: Rest[K] } = {}
  for await (const { headers, payload } of readEvents(await ask(upstream, call))) {
    const exception = headers.get(":exception-type")
    if (exception !== undefined) {
      throw new AwsError(typed(exception, "ModelStreamErrorException"), messageOf(payload))
    }
    const told = tells(headers.get(":event-type") ?? "", objectOf(parsedJson(payload)))
    if (told.type === undefined) Object.assign(end, told)
    else yield told
  }
  const { stopReason, usage } = end
  if (stopReason === undefined) {
    throw new AwsError("ModelStreamErrorException", "The recorded answer ended before its end.")
  }
  yield { type: "end", stopReason, ...(usage && { usage }) }
}
