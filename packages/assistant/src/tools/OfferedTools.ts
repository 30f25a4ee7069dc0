/** The tools in a prompt, and as the customer is told of them. */
import type { Locale, ShownTool } from "@manga-assist/protocol"
import type { Prompt } from "../model/PromptCache.ts"
import { oncePer } from "../reading/OncePer.ts"
import { storeTools } from "./StoreTools.ts"
import { toolConfig } from "./ToolConfig.ts"
import { toolWords } from "./ToolWords.ts"

const words = Object.freeze({ text: toolWords })

/** One list for each system prompt, so that it is counted and written once. */
const withWords = oncePer((system: Prompt["system"]) => Object.freeze([...system, words]))

export const withTools = (prompt: Prompt, isSignedIn: boolean): Prompt => ({
  ...prompt,
  system: withWords(prompt.system),
  toolConfig: toolConfig(isSignedIn),
})

/** A tool that is none of ours is told by its name. */
export const shownTool = (name: string, locale: Locale): ShownTool => ({
  name,
  label: storeTools.find((tool) => tool.name === name)?.label[locale] ?? name,
})
