/**
 * Parses the body of Converse and ConverseStream and checks it as Bedrock does; what is wrong throws an `AwsError`.
 *
 * All of it counts as input and is part of the prefixes that the emulated prompt cache compares, whether or not it is
 * interpreted.
 */
import { invalid } from "../../wire/AwsError.ts"
import {
  type JsonObject,
  optionalList,
  optionalNumber,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
} from "../../wire/Json.ts"
import { type ContentBlock, memberPath, readBlock } from "./ContentBlock.ts"
import { checkMetadata } from "./RequestMetadata.ts"
import { readServiceTier, type ServiceTier } from "./ServiceTier.ts"
import { readToolConfig, type ToolBlock, type ToolChoice } from "./ToolConfig.ts"
import { checkToolHistory } from "./ToolHistory.ts"

export interface ConverseMessage {
  readonly role: "user" | "assistant"
  readonly content: ReadonlyArray<ContentBlock>
}

export interface GuardrailConfig {
  readonly identifier: string
  readonly version: string
  readonly trace: boolean
  /** When the words of a stream are judged; `sync`, before they leave, when absent. */
  readonly mode?: "sync" | "async"
}

export interface ConverseRequest {
  readonly tools: ReadonlyArray<ToolBlock>
  /** The model's when absent. */
  readonly toolChoice: ToolChoice | undefined
  readonly system: ReadonlyArray<ContentBlock>
  readonly messages: ReadonlyArray<ConverseMessage>
  readonly maxTokens: number | undefined
  readonly temperature: number | undefined
  readonly topP: number | undefined
  readonly stopSequences: ReadonlyArray<string>
  readonly guardrail: GuardrailConfig | undefined
  /** Absent where none is asked for. */
  readonly serviceTier?: ServiceTier | undefined
}

/** What is asked when nothing else says so: the last text of a user; it stays while tools are used. */
export const lastQuestion = ({ messages }: ConverseRequest): string => {
  const texts = messages
    .flatMap(({ content, role }) => (role === "user" ? content : []))
    .flatMap((each) => (each.kind === "text" ? [each.text] : []))
  return (texts.at(-1) ?? "").trim()
}

/** @throws AwsError as Bedrock answers a wrong body. */
export const readConverse = (body: JsonObject): ConverseRequest => {
  const system = (optionalList(body["system"], "system") ?? []).map((value, index) =>
    readBlock(value, `system.${index}`, "SystemContentBlock"),
  )
  const messages = (optionalList(body["messages"], "messages") ?? []).map(message)
  checkOrder(messages)
  const inference = optionalObject(body["inferenceConfig"], "inferenceConfig") ?? {}
  const stops = optionalList(inference["stopSequences"], "inferenceConfig.stopSequences") ?? []
  const toolConfig = readToolConfig(body["toolConfig"])
  checkToolHistory(messages, toolConfig !== undefined)
  const share = (name: string) =>
    optionalNumber(inference[name], `inferenceConfig.${name}`, { min: 0, max: 1 })
  const request: ConverseRequest = {
    tools: toolConfig?.tools ?? [],
    toolChoice: toolConfig?.choice,
    system,
    messages,
    maxTokens: optionalNumber(inference["maxTokens"], "inferenceConfig.maxTokens", {
      min: 1,
      integer: true,
    }),
    temperature: share("temperature"),
    topP: share("topP"),
    stopSequences: stops.map((value, index) => {
      const stop = requiredString(value, `inferenceConfig.stopSequences.${index}`)
      if (stop.trim() === "")
        throw invalid("stop_sequences: each stop sequence must contain non-whitespace")
      return stop
    }),
    guardrail: guardrail(body["guardrailConfig"]),
    serviceTier: readServiceTier(body["serviceTier"]),
  }
  checkCachePoints(request)
  checkMetadata(body["requestMetadata"])
  return request
}

const message = (value: unknown, index: number): ConverseMessage => {
  const path = `messages.${index}`
  const read = requiredObject(value, path)
  const role = requiredString(read["role"], `${path}.role`)
  if (role !== "user" && role !== "assistant") {
    throw invalid(
      `1 validation error detected: Value '${role.slice(0, 64)}' at '${memberPath(path)}.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]`,
    )
  }
  const content = (optionalList(read["content"], `${path}.content`) ?? []).map((entry, position) =>
    readBlock(entry, `${path}.content.${position}`, "ContentBlock"),
  )
  if (content.every((entry) => entry.kind === "cachePoint")) {
    throw invalid(
      `The content field in the Message object at ${path} is empty. Add a ContentBlock object to the content field and try again.`,
    )
  }
  return { role, content }
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
  const mode = optionalString(
    config["streamProcessingMode"],
    "guardrailConfig.streamProcessingMode",
  )
  if (mode !== undefined && mode !== "sync" && mode !== "async") {
    throw invalid(
      "1 validation error detected: Value at 'guardrailConfig.streamProcessingMode' failed to satisfy constraint: Member must satisfy enum value set: [sync, async]",
    )
  }
  return {
    ...(mode !== undefined && { mode }),
    identifier: requiredString(
      config["guardrailIdentifier"],
      "guardrailConfig.guardrailIdentifier",
    ),
    version: requiredString(config["guardrailVersion"], "guardrailConfig.guardrailVersion"),
    trace: trace !== "disabled",
  }
}
