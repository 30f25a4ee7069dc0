/**
 * Decodes the body of Anthropic's Messages API, as `InvokeModel` takes it, into a Converse request.
 *
 * It is more lenient than Converse: content of any kind besides text and cache points is kept as JSON, uninterpreted,
 * and its tokens count as input of the request.
 */
import { invalid } from "../../wire/AwsError.ts"
import { type ContentBlock, type ConverseRequest, readConverse } from "./ConverseRequest.ts"
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
    tools: tools.flatMap((tool, index) => blocksOf([tool], `tools.${index}`)),
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
    : blocksOf(optionalList(value, path) ?? [], path)

/** A block that carries `cache_control` is followed by a cache point. */
const blocksOf = (values: ReadonlyArray<unknown>, path: string): ReadonlyArray<ContentBlock> =>
  values.flatMap((value, index): ReadonlyArray<ContentBlock> => {
    const { cache_control: mark, ...rest } = requiredObject(value, `${path}.${index}`)
    const { text } = rest
    const block: ContentBlock =
      rest["type"] === "text" && typeof text === "string"
        ? { kind: "text", text, guarded: false }
        : { kind: "other", json: JSON.stringify(rest) }
    if (!isObject(mark)) return [block]
    const ttl = optionalString(mark["ttl"], `${path}.${index}.cache_control.ttl`)
    return [block, { kind: "cachePoint", ttl: ttl === "1h" ? "1h" : "5m" }]
  })
