/**
 * Prunes a conversation in the message format of AI SDK or of Bedrock's Converse, tools included: as in `pruneHistory`,
 * the last exchanges stay whole, and the rest becomes a short summary.
 *
 * An exchange begins with a message of the user and includes the answers, tool calls and tool results that follow; AI
 * SDK has results in messages of role `tool`, Bedrock in messages of role `user`. An exchange is dropped as a whole, so
 * that no call is without its result. Messages are passed on unchanged.
 */
import { estimateTokens } from "./EstimateTokens.ts"
import { check } from "./CheckOptions.ts"
import { pruneHistory, type PruneOptions, pruneRules } from "./PruneHistory.ts"
import type { Exchange } from "./SummarizeExchanges.ts"

/** What AI SDK's `ModelMessage` and Bedrock's `Message` have in common. */
export interface ChatMessage {
  readonly role?: string | undefined
  readonly content?: unknown
}

export interface PrunedMessages<M extends ChatMessage> {
  /** Messages of role `system` at the beginning, then the kept exchanges. */
  readonly messages: ReadonlyArray<M>
  /** Of what was cut, for the prompt; it changes only where the cut moves. */
  readonly summary: string
  /** How many exchanges of the conversation stand before the kept ones: the next call's `offset` without them. */
  readonly cut: number
}

interface Held<M> extends Exchange {
  readonly messages: ReadonlyArray<M>
}

type Part = Readonly<Record<string, unknown>>

const partsOf = ({ content }: ChatMessage): ReadonlyArray<Part> => {
  if (typeof content === "string") return [{ text: content }]
  return Array.isArray(content) ? content.filter((part) => typeof part === "object" && part) : []
}

const isResult = (part: Part): boolean => "toolResult" in part || part["type"] === "tool-result"

const beginsExchange = (message: ChatMessage): boolean =>
  message.role === "user" && !partsOf(message).some(isResult)

const textOf = (messages: ReadonlyArray<ChatMessage>): string =>
  messages
    .flatMap(partsOf)
    .map(({ text, type }) => (typeof text === "string" && type !== "reasoning" ? text : ""))
    .filter((text) => text !== "")
    .join("\n")

/** What a picture costs at most; a document may cost more. */
const binaryTokens = 1_600
/** What the service adds to each message. */
const messageTokens = 5

/** A message is weighed once, however often it is looked at. */
const weighed = new WeakMap<ChatMessage, number>()

const tokensOf = (message: ChatMessage): number => {
  const known = weighed.get(message)
  if (known !== undefined) return known
  let binaries = 0
  const text = JSON.stringify(message.content ?? "", (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value
    binaries += 1
    return ""
  })
  const tokens = estimateTokens(text).most + binaries * binaryTokens + messageTokens
  weighed.set(message, tokens)
  return tokens
}

/** @throws OptionError naming the option that is unknown, of another kind, or out of range. */
export const pruneMessages = <M extends ChatMessage>(
  messages: ReadonlyArray<M>,
  options: PruneOptions = {},
): PrunedMessages<M> => {
  check("pruneMessages", pruneRules, options)
  const instructions = messages.findIndex(({ role }) => role !== "system")
  const from = instructions < 0 ? messages.length : instructions
  const groups: Array<Array<M>> = []
  for (const message of messages.slice(from)) {
    const last = groups.at(-1)
    if (last === undefined || beginsExchange(message)) groups.push([message])
    else last.push(message)
  }
  const exchanges = groups.map((group): Held<M> => {
    const [first, ...rest] = group
    return {
      messages: group,
      user: first === undefined ? "" : textOf([first]),
      assistant: textOf(rest.filter(({ role }) => role === "assistant")),
    }
  })
  const tokens = (held: Held<M>) => held.messages.reduce((sum, each) => sum + tokensOf(each), 0)
  const pruned = pruneHistory(exchanges, options, tokens)
  return {
    messages: [...messages.slice(0, from), ...pruned.turns.flatMap((held) => held.messages)],
    get summary() {
      return pruned.summary
    },
    cut: pruned.cut,
  }
}
