/**
 * Decodes the body of Anthropic's Messages API, as `InvokeModel` takes it, into a Converse request.
 *
 * It is more lenient than Converse: histories of tools are not checked, and content of any kind besides text, tools and
 * cache points is kept as JSON, uninterpreted. Its tokens count as input of the request.
 */
import { invalid } from "../../wire/AwsError.ts"
import type { CachePoint, ContentBlock } from "./ContentBlock.ts"
import { type ConverseRequest, readConverse } from "./ConverseRequest.ts"
import type { ToolBlock } from "./ToolConfig.ts"
import {
  isObject,
  type JsonObject,
  optionalList,
  optionalNumber,
  optionalString,
  requiredObject,
  requiredString,
} from "../../wire/Json.ts"

/** Bedrock's own is `bedrock-2023-05-31`; Anthropic's client sends the date that it was made for. */
const version = /^(?:bedrock-)?\d{4}-\d\d-\d\d$/

/** @throws AwsError as Bedrock answers a wrong body. */
export const readAnthropic = (body: JsonObject): ConverseRequest => {
  const given = requiredString(body["anthropic_version"], "anthropic_version")
  if (!version.test(given)) throw invalid("anthropic_version: must be bedrock-2023-05-31")
  const maxTokens = optionalNumber(body["max_tokens"], "max_tokens", { min: 1, integer: true })
  if (maxTokens === undefined) throw invalid("max_tokens: Field required")
  const messages = optionalList(body["messages"], "messages") ?? []
  const stops = optionalList(body["stop_sequences"], "stop_sequences") ?? []
  const tools = optionalList(body["tools"], "tools") ?? []
  const temperature = body["temperature"]
  const request = readConverse({
    messages: messages.map((value, index) => {
      const read = requiredObject(value, `messages.${index}`)
      return { role: read["role"], content: [{ text: "-" }] }
    }),
    inferenceConfig: { maxTokens, stopSequences: stops, temperature, topP: body["top_p"] },
  })
  return {
    ...request,
    tools: blocksOf(tools, "tools", toolOf),
    system: contentOf(body["system"] ?? [], "system"),
    messages: request.messages.map(({ role }, index) => {
      const read = requiredObject(messages[index], `messages.${index}`)
      return { role, content: contentOf(read["content"], `messages.${index}.content`) }
    }),
  }
}

const contentOf = (value: unknown, path: string): ReadonlyArray<ContentBlock> =>
  typeof value === "string"
    ? [{ kind: "text", text: value, guarded: false }]
    : blocksOf(optionalList(value, path) ?? [], path, blockOf)

/** A block that carries `cache_control` is followed by a cache point. */
const blocksOf = <A>(
  values: ReadonlyArray<unknown>,
  path: string,
  read: (block: JsonObject) => A,
): ReadonlyArray<A | CachePoint> =>
  values.flatMap((value, index): ReadonlyArray<A | CachePoint> => {
    const { cache_control: mark, ...rest } = requiredObject(value, `${path}.${index}`)
    if (!isObject(mark)) return [read(rest)]
    const ttl = optionalString(mark["ttl"], `${path}.${index}.cache_control.ttl`)
    return [read(rest), { kind: "cachePoint", ttl: ttl === "1h" ? "1h" : "5m" }]
  })

const toolOf = (tool: JsonObject): ToolBlock => {
  const json = JSON.stringify(tool)
  const { description, input_schema: schema, name } = tool
  if (typeof name !== "string" || !isObject(schema)) return { kind: "other", json }
  return { kind: "tool", name, description: textOf(description), schema, json }
}

const blockOf = (block: JsonObject): ContentBlock => {
  const json = JSON.stringify(block)
  const { content, id, input, name, text, tool_use_id: toolUseId, type } = block
  if (type === "text" && typeof text === "string") return { kind: "text", text, guarded: false }
  if (type === "tool_use" && typeof id === "string" && typeof name === "string") {
    return { kind: "toolUse", toolUseId: id, name, input: isObject(input) ? input : {}, json }
  }
  if (type === "tool_result" && typeof toolUseId === "string") {
    const failed = block["is_error"] === true
    return { kind: "toolResult", toolUseId, failed, told: told(content), json }
  }
  return { kind: "other", json }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined

const told = (content: unknown): ReadonlyArray<string> => {
  if (typeof content === "string") return [content]
  const blocks: ReadonlyArray<unknown> = Array.isArray(content) ? content : []
  return blocks.flatMap((each) => (isObject(each) ? (textOf(each["text"]) ?? []) : []))
}
