/**
 * Splits a prompt of Bedrock's Converse or of AI SDK into blocks in the order in which the service's prompt cache
 * compares them: tools, system prompt, messages. Each block has its position, its text and the lifetime of a cache
 * point behind it. Pure.
 */

export interface PromptSent {
  readonly modelId: string
  /** When it was sent, in milliseconds. */
  readonly at: number
  readonly tools?: unknown
  /** Bedrock's list, AI SDK's `instructions`, or a text. */
  readonly system?: unknown
  readonly messages?: unknown
  /** Of the model, in tokens; `promptCacheMinimum` unless given. */
  readonly minimumTokens?: number | undefined
}

export interface Piece {
  readonly place: string
  readonly text: string
  /** A cache point stands behind it: how long it keeps. */
  readonly point?: "5m" | "1h"
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const listOf = (value: unknown): ReadonlyArray<unknown> => {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Tools of AI SDK are an object by name, of Bedrock a `toolConfig`. */
const toolsOf = (tools: unknown): ReadonlyArray<unknown> => {
  if (!isFields(tools)) return listOf(tools)
  if ("tools" in tools) return listOf(tools["tools"])
  return Object.entries(tools).map(([name, tool]) => ({ name, tool }))
}

const lifeOf = (point: unknown): "5m" | "1h" =>
  isFields(point) && point["ttl"] === "1h" ? "1h" : "5m"

/** Of `providerOptions`: `bedrock.cachePoint`, `anthropic.cacheControl`. */
const optionPoint = (part: Fields): "5m" | "1h" | undefined => {
  const options = part["providerOptions"]
  if (!isFields(options)) return undefined
  for (const provider of Object.values(options)) {
    if (!isFields(provider)) continue
    const point = provider["cachePoint"] ?? provider["cacheControl"]
    if (point !== undefined) return lifeOf(point)
  }
  return undefined
}

const withoutOptions = (part: Fields): Fields =>
  Object.fromEntries(Object.entries(part).filter(([name]) => name !== "providerOptions"))

const textOf = (part: unknown): string => {
  if (typeof part === "string") return part
  if (!isFields(part)) return JSON.stringify(part) ?? ""
  const { providerOptions: _, text, ...rest } = part
  const names = Object.keys(rest).filter((name) => name !== "type")
  return typeof text === "string" && names.length === 0
    ? text
    : JSON.stringify(withoutOptions(part))
}

/** Bedrock's points are blocks of their own and mark the block before them. */
const pieces = (place: string, parts: ReadonlyArray<unknown>): ReadonlyArray<Piece> => {
  const found: Array<Piece> = []
  for (const [index, part] of parts.entries()) {
    const last = found.at(-1)
    if (isFields(part) && "cachePoint" in part) {
      if (last !== undefined)
        found[found.length - 1] = { ...last, point: lifeOf(part["cachePoint"]) }
      continue
    }
    const point = isFields(part) ? optionPoint(part) : undefined
    const piece = { place: `${place}[${index}]`, text: textOf(part) }
    found.push(point === undefined ? piece : { ...piece, point })
  }
  return found
}

const messagePieces = (
  message: unknown,
  index: number,
  within = `messages[${index}].content`,
): ReadonlyArray<Piece> => {
  if (!isFields(message)) return []
  const { content, role } = message
  const speaker = typeof role === "string" ? role : ""
  const found = pieces(within, listOf(content)).map(({ place, point, text }): Piece => {
    const said = { place, text: `${speaker}: ${text}` }
    return point === undefined ? said : { place, text: said.text, point }
  })
  const point = optionPoint(message)
  const last = found.at(-1)
  return point === undefined || last === undefined
    ? found
    : [...found.slice(0, -1), { ...last, point }]
}

export const piecesOf = ({ messages, system, tools }: PromptSent): ReadonlyArray<Piece> => [
  ...pieces("tools", toolsOf(tools)),
  // AI SDK's instructions may be messages.
  ...listOf(system).flatMap((part, index) =>
    isFields(part) && "role" in part ? messagePieces(part, index, `system[${index}].content`) : [],
  ),
  ...pieces(
    "system",
    listOf(system).filter((part) => !(isFields(part) && "role" in part)),
  ),
  ...listOf(messages).flatMap((message, index) => messagePieces(message, index)),
]
