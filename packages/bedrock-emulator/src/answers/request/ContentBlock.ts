/**
 * Parses one content block of a message or of the system prompt and checks it as Bedrock does.
 *
 * Content that is neither text nor of a tool (images, documents) is kept as JSON and not interpreted.
 */
import { invalid } from "../../wire/AwsError.ts"
import {
  isObject,
  type JsonObject,
  optionalList,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
} from "../../wire/Json.ts"

export interface CachePoint {
  readonly kind: "cachePoint"
  readonly ttl: "5m" | "1h"
}

export interface ToolUseBlock {
  readonly kind: "toolUse"
  readonly toolUseId: string
  readonly name: string
  readonly input: JsonObject
  readonly json: string
}

export interface ToolResultBlock {
  readonly kind: "toolResult"
  readonly toolUseId: string
  readonly failed: boolean
  /** Texts, and JSON as text. */
  readonly told: ReadonlyArray<string>
  readonly json: string
}

export type ContentBlock =
  | { readonly kind: "text"; readonly text: string; readonly guarded: boolean }
  | CachePoint
  | ToolUseBlock
  | ToolResultBlock
  | { readonly kind: "other"; readonly json: string }

type Shape = "ContentBlock" | "SystemContentBlock" | "ToolResultContentBlock"

/** What a block may be besides text, guarded text, a cache point and what is of a tool. */
const otherBlocks = new Set([
  "audio",
  "citationsContent",
  "document",
  "image",
  "reasoningContent",
  "searchResult",
  "video",
])

/** @throws AwsError naming the path of what is wrong. */
export const readBlock = (value: unknown, path: string, shape: Shape): ContentBlock => {
  const read = requiredObject(value, path)
  if ("cachePoint" in read) return readCachePoint(read["cachePoint"], path)
  if ("text" in read) return textBlock(read["text"], path, shape, false)
  if (isObject(read["toolUse"])) return toolUse(read["toolUse"], `${path}.toolUse`, read)
  if (isObject(read["toolResult"]))
    return toolResult(read["toolResult"], `${path}.toolResult`, read)
  if ("guardContent" in read) {
    const guarded = requiredObject(read["guardContent"], `${path}.guardContent`)
    const text = optionalObject(guarded["text"], `${path}.guardContent.text`)
    if (text !== undefined) return textBlock(text["text"], `${path}.guardContent.text`, shape, true)
    return { kind: "other", json: JSON.stringify(read) }
  }
  const name = Object.keys(read).find((key) => otherBlocks.has(key))
  if (name === undefined || !isObject(read[name])) throw noMember(path, shape)
  return { kind: "other", json: JSON.stringify(read) }
}

/** A union without one of its members. */
export const noMember = (path: string, shape: string) =>
  invalid(
    `The format of the value at ${path} in the request is invalid. Set one of the members of the ${shape} object and try again.`,
  )

/** @throws AwsError unless it is an object. */
export const jsonObject = (value: unknown, path: string): JsonObject => {
  if (isObject(value)) return value
  throw invalid(
    `The format of the value at ${path} is invalid. Provide a json object for the field and try again.`,
  )
}

const textBlock = (value: unknown, path: string, shape: Shape, guarded: boolean): ContentBlock => {
  const text = requiredString(value, `${path}.text`)
  if (text.trim() !== "") return { kind: "text", text, guarded }
  throw invalid(
    `The text field in the ${shape} object at ${path} is blank. Add text to the text field, and try again.`,
  )
}

export const readCachePoint = (value: unknown, path: string): CachePoint => {
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

const toolUse = (use: JsonObject, path: string, block: JsonObject): ToolUseBlock => ({
  kind: "toolUse",
  toolUseId: readId(use["toolUseId"], `${path}.toolUseId`),
  name: readName(use["name"], `${path}.name`),
  input: jsonObject(use["input"], `${path}.input`),
  json: JSON.stringify(block),
})

const toolResult = (result: JsonObject, path: string, block: JsonObject): ToolResultBlock => {
  const toolUseId = readId(result["toolUseId"], `${path}.toolUseId`)
  const status = optionalString(result["status"], `${path}.status`) ?? "success"
  if (status !== "success" && status !== "error") {
    throw invalid(
      `1 validation error detected: Value '${status.slice(0, 64)}' at '${memberPath(path)}.status' failed to satisfy constraint: Member must satisfy enum value set: [success, error]`,
    )
  }
  const content = optionalList(result["content"], `${path}.content`) ?? []
  const failed = status === "error"
  if (failed && content.length === 0) {
    throw invalid(`The content field at ${path} cannot be empty when status value is ${status}.`)
  }
  const told = content.map((value, index) => resultText(value, `${path}.content.${index}`))
  return { kind: "toolResult", toolUseId, failed, told, json: JSON.stringify(block) }
}

const resultText = (value: unknown, path: string): string => {
  const read = requiredObject(value, path)
  if ("json" in read) return JSON.stringify(jsonObject(read["json"], `${path}.json`))
  const block = readBlock(value, path, "ToolResultContentBlock")
  if (block.kind === "text") return block.text
  if (block.kind === "other") return block.json
  throw noMember(path, "ToolResultContentBlock")
}

const letters = { name: "[a-zA-Z0-9_-]+", id: "[a-zA-Z0-9_.:-]+" }
const longest = 64

/** Of a tool. */
export const readName = (value: unknown, path: string): string => named(value, path, letters.name)
const readId = (value: unknown, path: string): string => named(value, path, letters.id)

const named = (value: unknown, path: string, pattern: string): string => {
  const text = requiredString(value, path)
  const broken = (rule: string) =>
    invalid(
      `1 validation error detected: Value '${text.slice(0, 128)}' at '${memberPath(path)}' failed to satisfy constraint: Member must ${rule}`,
    )
  if (text.length > longest) throw broken(`have length less than or equal to ${longest}`)
  if (text === "") throw broken("have length greater than or equal to 1")
  if (!new RegExp(`^${pattern}$`).test(text)) {
    throw broken(`satisfy regular expression pattern: ${pattern}`)
  }
  return text
}

/** `messages.0.content` as the front end's checks write it: `messages.1.member.content`. */
export const memberPath = (path: string): string =>
  path.replaceAll(/\.(\d+)/g, (_, index: string) => `.${Number(index) + 1}.member`)
