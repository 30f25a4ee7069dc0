/**
 * The tools as Bedrock's Converse takes them, made once and frozen: the same bytes in every call, so that the model's
 * prompt cache can reuse them. Orders are offered only to who is signed in.
 */
import { ownOrdersTool } from "./OwnOrdersTool.ts"
import { storeTools } from "./StoreTools.ts"
import type { Prompt } from "../model/PromptCache.ts"

type JsonSchema = { [name: string]: JsonSchema } | string
type ToolConfig = NonNullable<Prompt["toolConfig"]>

const frozen = <A>(value: A): A => {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}

const configOf = (tools: typeof storeTools): ToolConfig =>
  frozen({
    tools: tools.map(({ description, inputSchema, name }) => ({
      // The schema is plain JSON, as Bedrock's type says it.
      toolSpec: { name, description, inputSchema: { json: inputSchema as JsonSchema } },
    })),
  })

const forCustomers = configOf(storeTools)
const forVisitors = configOf(storeTools.filter((tool) => tool.name !== ownOrdersTool.name))

export const toolConfig = (signedIn: boolean): ToolConfig => (signedIn ? forCustomers : forVisitors)
