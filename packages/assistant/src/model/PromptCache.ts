/**
 * Places the cache points of a prompt, and reports whether the model's prompt cache was used.
 *
 * A cache point stands only where the text before it certainly reaches the model's minimum: after the system prompt,
 * which is the same for everybody, and after the history, which is the same until its next block is dropped.
 */
import type { ConverseRequest } from "@manga-assist/connections"
import { estimateTokens, promptCacheMinimum } from "@manga-assist/payload"
import type { TokenUsage } from "@manga-assist/protocol"
import { oncePer } from "../reading/OncePer.ts"

type ToolConfig = NonNullable<NonNullable<ConverseRequest["fields"]>["toolConfig"]>

export interface Prompt extends Pick<ConverseRequest, "system" | "messages"> {
  /** Frozen, and one for many prompts. */
  readonly toolConfig?: ToolConfig
}

export interface PlacedPrompt extends Prompt {
  /** Tokens, estimated. */
  readonly estimated: number
  readonly cachePoints: number
}

export interface PromptCacheOutcome {
  readonly estimatedTokens: number
  readonly inputTokens: number
  /** `none`: too short to be kept. `ignored`: it should have been read or written and was neither. */
  readonly cache: "read" | "written" | "ignored" | "none"
}

type Estimated = ReturnType<typeof estimateTokens>

const nothing: Estimated = { least: 0, likely: 0, most: 0 }

type Message = NonNullable<Prompt["messages"]>[number]
type Block = NonNullable<Message["content"]>[number]

/** Uses of tools count by their JSON, results by their texts. */
const textsOf = (content: ReadonlyArray<Partial<Block>> = []): ReadonlyArray<string> =>
  content.flatMap(({ text, toolResult, toolUse }) =>
    text === undefined
      ? toolUse === undefined
        ? textsOf(toolResult?.content)
        : JSON.stringify(toolUse)
      : text,
  )

const isQuestion = ({ content = [], role }: Message): boolean =>
  role === "user" && content.every(({ toolResult }) => toolResult === undefined)

const sum = (texts: ReadonlyArray<string>): Estimated => together(texts.map(estimateTokens))

/** Counted once: the system prompt is the same list for everybody, a past message the same in many prompts. */
const tokensOfSystem = oncePer((system: NonNullable<Prompt["system"]>) => sum(textsOf(system)))
const tokensOfMessage = oncePer(({ content }: Message) => sum(textsOf(content)))

/** They stand before the system prompt, and are kept with it. */
const tokensOfTools = oncePer((config: ToolConfig) => estimateTokens(JSON.stringify(config)))

const together = (parts: ReadonlyArray<Estimated>): Estimated =>
  parts.reduce(
    (total, { least, likely, most }) => ({
      least: total.least + least,
      likely: total.likely + likely,
      most: total.most + most,
    }),
    nothing,
  )

const tokensBeforeMessages = ({ system, toolConfig }: Prompt): Estimated =>
  together([
    toolConfig === undefined ? nothing : tokensOfTools(toolConfig),
    system === undefined ? nothing : tokensOfSystem(system),
  ])

/** What a model may count in a prompt at most; what was estimated to place its cache points is not estimated again. */
export const mostTokens = (prompt: Prompt): number =>
  together([tokensBeforeMessages(prompt), ...prompt.messages.map(tokensOfMessage)]).most

const cachePoint = Object.freeze({ cachePoint: Object.freeze({ type: "default" as const }) })

/** One list for each system prompt, so that it is written once. */
const withPoint = oncePer((system: Prompt["system"]) => Object.freeze([...system, cachePoint]))

/** Any cache points already there are kept out of the count; none is added for a model without caching. */
export const placeCachePoints = (prompt: Prompt, modelName: string): PlacedPrompt => {
  const { messages, system } = prompt
  // What a tool told stands behind the question, in this turn alone.
  const asked = messages.findLastIndex(isQuestion)
  const history = messages.slice(0, asked)
  const systemTokens = tokensBeforeMessages(prompt)
  const historyTokens = together(history.map(tokensOfMessage))
  const lastTokens = together(messages.slice(asked).map(tokensOfMessage))
  const estimated = systemTokens.likely + historyTokens.likely + lastTokens.likely
  const minimum = promptCacheMinimum(modelName)
  const afterSystem = minimum !== undefined && systemTokens.least >= minimum
  const afterHistory =
    minimum !== undefined &&
    history.length > 0 &&
    systemTokens.least + historyTokens.least >= minimum
  const closing = history.at(-1)
  return {
    ...prompt,
    system: afterSystem ? withPoint(system) : system,
    messages:
      afterHistory && closing !== undefined
        ? [
            ...history.slice(0, -1),
            { ...closing, content: [...(closing.content ?? []), cachePoint] },
            ...messages.slice(asked),
          ]
        : messages,
    estimated,
    cachePoints: Number(afterSystem) + Number(afterHistory),
  }
}

export const promptCacheOutcome = (
  { cachePoints, estimated }: PlacedPrompt,
  usage: TokenUsage,
): PromptCacheOutcome => {
  const { cacheReadTokens, cacheWriteTokens, inputTokens } = usage
  return {
    estimatedTokens: estimated,
    inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
    cache:
      cacheReadTokens > 0
        ? "read"
        : cacheWriteTokens > 0
          ? "written"
          : cachePoints > 0
            ? "ignored"
            : "none",
  }
}
