/**
 * The tools as Bedrock's Converse takes them, made once and frozen: the same bytes in every call, so that the model's
 * prompt cache can reuse them. Orders are offered only to who is signed in.
 */
import { createHash } from "node:crypto"
import { ownOrdersTool } from "./OwnOrdersTool.ts"
import { storeTools } from "./StoreTools.ts"
import type { Content } from "./Tool.ts"
import { toolWords } from "./ToolWords.ts"

export interface ToolConfig {
  readonly tools: ReadonlyArray<{
    readonly toolSpec: {
      readonly name: string
      readonly description: string
      readonly inputSchema: { readonly json: Content }
    }
  }>
}

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
      toolSpec: { name, description, inputSchema: { json: inputSchema } },
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
