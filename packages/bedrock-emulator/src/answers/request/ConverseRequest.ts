/**
 * Parses the body of Converse and ConverseStream and checks it as Bedrock does; what is wrong throws an `AwsError`.
 *
 * Content that is not text (images, documents, tool results) is kept as JSON and not interpreted. Its tokens count as
 * input, and it is part of the prefixes that the emulated prompt cache compares.
 */
import { invalid } from "../../wire/AwsError.ts"
import { checkMetadata } from "./RequestMetadata.ts"
import {
  isObject,
  optionalList,
  optionalNumber,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  type JsonObject,
} from "../../wire/Json.ts"

export type ContentBlock =
  | { readonly kind: "text"; readonly text: string; readonly guarded: boolean }
  | { readonly kind: "cachePoint"; readonly ttl: "5m" | "1h" }
  | { readonly kind: "other"; readonly json: string }

export interface ConverseMessage {
  readonly role: "user" | "assistant"
  readonly content: ReadonlyArray<ContentBlock>
}

export interface GuardrailConfig {
  readonly identifier: string
  readonly version: string
  readonly trace: boolean
}

export interface ConverseRequest {
  readonly tools: ReadonlyArray<ContentBlock>
  readonly system: ReadonlyArray<ContentBlock>
  readonly messages: ReadonlyArray<ConverseMessage>
  readonly maxTokens: number | undefined
  readonly stopSequences: ReadonlyArray<string>
  readonly guardrail: GuardrailConfig | undefined
}

/** What is asked when nothing else says so: the last text of a user; it stays while tools are used. */
export const lastQuestion = ({ messages }: ConverseRequest): string => {
  const texts = messages
    .flatMap(({ content, role }) => (role === "user" ? content : []))
    .flatMap((each) => (each.kind === "text" ? [each.text] : []))
  return (texts.at(-1) ?? "").trim()
}

/** What a block may be besides text, guarded text and a cache point. */
const otherBlocks = new Set([
  "audio",
  "citationsContent",
  "document",
  "image",
  "reasoningContent",
  "searchResult",
  "toolResult",
  "toolUse",
  "video",
])

/** @throws AwsError as Bedrock answers a wrong body. */
export const readConverse = (body: JsonObject): ConverseRequest => {
  const system = (optionalList(body["system"], "system") ?? []).map((value, index) =>
    block(value, `system.${index}`, "SystemContentBlock"),
  )
  const messages = (optionalList(body["messages"], "messages") ?? []).map(message)
  checkOrder(messages)
  const inference = optionalObject(body["inferenceConfig"], "inferenceConfig") ?? {}
  optionalNumber(inference["temperature"], "inferenceConfig.temperature", { min: 0, max: 1 })
  optionalNumber(inference["topP"], "inferenceConfig.topP", { min: 0, max: 1 })
  const stops = optionalList(inference["stopSequences"], "inferenceConfig.stopSequences") ?? []
  const tools = requiredTools(body["toolConfig"])
  const request: ConverseRequest = {
    tools,
    system,
    messages,
    maxTokens: optionalNumber(inference["maxTokens"], "inferenceConfig.maxTokens", {
      min: 1,
      integer: true,
    }),
    stopSequences: stops.map((value, index) => {
      const stop = requiredString(value, `inferenceConfig.stopSequences.${index}`)
      if (stop.trim() === "")
        throw invalid("stop_sequences: each stop sequence must contain non-whitespace")
      return stop
    }),
    guardrail: guardrail(body["guardrailConfig"]),
  }
  checkCachePoints(request)
  checkMetadata(body["requestMetadata"])
  return request
}

const requiredTools = (value: unknown): ReadonlyArray<ContentBlock> => {
  const config = optionalObject(value, "toolConfig")
  if (config === undefined) return []
  const tools = optionalList(config["tools"], "toolConfig.tools") ?? []
  if (tools.length === 0) {
    throw invalid(
      "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  }
  return tools.map((tool, index) => {
    const path = `toolConfig.tools.${index}`
    const read = requiredObject(tool, path)
    if ("cachePoint" in read) return cachePoint(read["cachePoint"], path)
    return { kind: "other", json: JSON.stringify(read) }
  })
}

const message = (value: unknown, index: number): ConverseMessage => {
  const path = `messages.${index}`
  const read = requiredObject(value, path)
  const role = requiredString(read["role"], `${path}.role`)
  if (role !== "user" && role !== "assistant") {
    throw invalid(
      `1 validation error detected: Value '${role.slice(0, 64)}' at 'messages.${index + 1}.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]`,
    )
  }
  const content = (optionalList(read["content"], `${path}.content`) ?? []).map((entry, position) =>
    block(entry, `${path}.content.${position}`, "ContentBlock"),
  )
  if (content.every((entry) => entry.kind === "cachePoint")) {
    throw invalid(
      `The content field in the Message object at ${path} is empty. Add a ContentBlock object to the content field and try again.`,
    )
  }
  return { role, content }
}

const block = (value: unknown, path: string, shape: string): ContentBlock => {
  const read = requiredObject(value, path)
  if ("cachePoint" in read) return cachePoint(read["cachePoint"], path)
  if ("text" in read) return textBlock(read["text"], path, shape, false)
  if ("guardContent" in read) {
    const guarded = requiredObject(read["guardContent"], `${path}.guardContent`)
    const text = optionalObject(guarded["text"], `${path}.guardContent.text`)
    if (text !== undefined) return textBlock(text["text"], `${path}.guardContent.text`, shape, true)
    return { kind: "other", json: JSON.stringify(read) }
  }
  const name = Object.keys(read).find((key) => otherBlocks.has(key))
  if (name === undefined || !isObject(read[name])) {
    throw invalid(
      `The format of the value at ${path} in the request is invalid. Set one of the members of the ${shape} object and try again.`,
    )
  }
  return { kind: "other", json: JSON.stringify(read) }
}

const textBlock = (value: unknown, path: string, shape: string, guarded: boolean): ContentBlock => {
  const text = requiredString(value, `${path}.text`)
  if (text.trim() !== "") return { kind: "text", text, guarded }
  throw invalid(
    `The text field in the ${shape} object at ${path} is blank. Add text to the text field, and try again.`,
  )
}

const cachePoint = (value: unknown, path: string): ContentBlock => {
  const read = requiredObject(value, `${path}.cachePoint`)
  const type = requiredString(read["type"], `${path}.cachePoint.type`)
  const ttl = optionalString(read["ttl"], `${path}.cachePoint.ttl`) ?? "5m"
  if (type !== "default" || (ttl !== "5m" && ttl !== "1h")) {
    throw invalid(
      `1 validation error detected: Value at '${path}.cachePoint' failed to satisfy constraint: type must be 'default' and ttl one of [5m, 1h]`,
    )
  }
  return { kind: "cachePoint", ttl }
}

const checkOrder = (messages: ReadonlyArray<ConverseMessage>): void => {
  const [first] = messages
  if (first === undefined || first.role !== "user") {
    throw invalid(
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    )
  }
  if (messages.some((entry, index) => index > 0 && entry.role === messages[index - 1]?.role)) {
    throw invalid(
      "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
    )
  }
}

/** Claude takes four at most, and longer-lived ones must come first. */
const checkCachePoints = (request: ConverseRequest): void => {
  const points = [
    ...request.tools,
    ...request.system,
    ...request.messages.flatMap((entry) => entry.content),
  ].flatMap((entry) => (entry.kind === "cachePoint" ? [entry.ttl] : []))
  if (points.length > 4) {
    throw invalid(
      `A maximum of 4 blocks with cache_control may be provided. Found ${points.length}.`,
    )
  }
  if (points.includes("5m") && points.lastIndexOf("1h") > points.indexOf("5m")) {
    throw invalid(
      "A ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.",
    )
  }
}

const guardrail = (value: unknown): GuardrailConfig | undefined => {
  const config = optionalObject(value, "guardrailConfig")
  if (config === undefined) return undefined
  const trace = optionalString(config["trace"], "guardrailConfig.trace") ?? "disabled"
  if (!["enabled", "enabled_full", "disabled"].includes(trace)) {
    throw invalid(
      "1 validation error detected: Value at 'guardrailConfig.trace' failed to satisfy constraint: Member must satisfy enum value set: [enabled, disabled, enabled_full]",
    )
  }
  return {
    identifier: requiredString(
      config["guardrailIdentifier"],
      "guardrailConfig.guardrailIdentifier",
    ),
    version: requiredString(config["guardrailVersion"], "guardrailConfig.guardrailVersion"),
    trace: trace !== "disabled",
  }
}
