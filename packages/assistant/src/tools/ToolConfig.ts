/**
 * The tools as Bedrock's Converse takes them, made once and frozen: the same bytes in every call, so that the model's
 * prompt cache can reuse them. Orders are offered only to who is signed in.
 */
import { createHash } from "node:crypto"
import { ownOrdersTool } from "./OwnOrdersTool.ts"
import { storeTools } from "./StoreTools.ts"
import type { Prompt } from "../model/PromptCache.ts"
import { toolWords } from "./ToolWords.ts"

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

/** Changes with any byte of the definitions or of the words about them. */
export const toolsVersion = createHash("sha256")
  .update(JSON.stringify(forCustomers))
  .update(toolWords)
  .digest("hex")
  .slice(0, 12)
