/**
 * Parses `toolConfig`: the tools that a model may use, and whether it must.
 *
 * A choice of none does not exist at Bedrock; who wants no tool to be used leaves the choice away.
 */
import { invalid } from "../../wire/AwsError.ts"
import {
  type JsonObject,
  optionalList,
  optionalObject,
  optionalString,
  requiredObject,
} from "../../wire/Json.ts"
import { type CachePoint, jsonObject, noMember, readCachePoint, readName } from "./ContentBlock.ts"

export interface ToolSpec {
  readonly kind: "tool"
  readonly name: string
  readonly description: string | undefined
  readonly schema: JsonObject
  readonly json: string
}

export type ToolBlock = ToolSpec | CachePoint | { readonly kind: "other"; readonly json: string }

export type ToolChoice = "auto" | "any" | { readonly name: string }

export interface ToolConfig {
  readonly tools: ReadonlyArray<ToolBlock>
  readonly choice: ToolChoice | undefined
}

/** @throws AwsError naming the path of what is wrong. */
export const readToolConfig = (value: unknown): ToolConfig | undefined => {
  const config = optionalObject(value, "toolConfig")
  if (config === undefined) return undefined
  const given = optionalList(config["tools"], "toolConfig.tools") ?? []
  if (given.length === 0) {
    throw invalid(
      "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    )
  }
  const tools = given.map((tool, index) => readTool(tool, `toolConfig.tools.${index}`))
  const names = tools.flatMap((tool) => (tool.kind === "tool" ? [tool.name] : []))
  if (new Set(names).size < names.length) throw byModel("tools: Tool names must be unique.")
  return { tools, choice: readChoice(config["toolChoice"], names) }
}

/** What the model behind Bedrock refuses. */
export const byModel = (message: string) =>
  invalid(`The model returned the following errors: ${message}`)

const readTool = (value: unknown, path: string): ToolBlock => {
  const tool = requiredObject(value, path)
  if ("cachePoint" in tool) return readCachePoint(tool["cachePoint"], path)
  const spec = optionalObject(tool["toolSpec"], `${path}.toolSpec`)
  if (spec !== undefined) return readSpec(spec, `${path}.toolSpec`, JSON.stringify(tool))
  if ("systemTool" in tool) return { kind: "other", json: JSON.stringify(tool) }
  throw noMember(path, "Tool")
}

const readSpec = (spec: JsonObject, path: string, json: string): ToolSpec => {
  const name = readName(spec["name"], `${path}.name`)
  const description = optionalString(spec["description"], `${path}.description`)
  if (description === "") {
    throw invalid(
      `1 validation error detected: Value '' at '${path}.description' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    )
  }
  const { json: given } = requiredObject(spec["inputSchema"], `${path}.inputSchema`)
  const schema = jsonObject(given, `${path}.inputSchema.json`)
  if (schema["type"] !== "object") {
    throw invalid(
      `The value at ${path}.inputSchema.json.type must be one of the following: object.`,
    )
  }
  return { kind: "tool", name, description, schema, json }
}

const readChoice = (value: unknown, names: ReadonlyArray<string>): ToolChoice | undefined => {
  const path = "toolConfig.toolChoice"
  const choice = optionalObject(value, path)
  if (choice === undefined) return undefined
  if ("auto" in choice) return "auto"
  if ("any" in choice) return "any"
  const tool = optionalObject(choice["tool"], `${path}.tool`)
  if (tool === undefined) throw noMember(path, "ToolChoice")
  const name = readName(tool["name"], `${path}.tool.name`)
  if (!names.includes(name))
    throw byModel(`tool_choice: Tool '${name}' not found in provided tools`)
  return { name }
}
