/**
 * Finds in a prompt what an answer may be made of: products, records of series, orders, policies, the question.
 *
 * Blocks are read as data, line by line; a line that is not a JSON object of the right kind is skipped. What a tool found
 * is read like the blocks. A prompt without blocks is a plain question. What the customer wrote is escaped in the prompt,
 * so it can neither open nor close a block.
 */
import {
  type ConverseMessage,
  type ConverseRequest,
  isObject,
  type JsonObject,
  parsedJson,
} from "@manga-assist/bedrock-emulator/services"
import { type Item, type PromptOrder, readItem, readOrder } from "./Facts.ts"
import { looksJapanese, type Locale } from "./Language.ts"

/** Topic → text, by language. */
export type Policies = ReadonlyMap<string, Partial<Record<Locale, string>>>

export interface Prompt {
  readonly policies: Policies
  /** Nothing was answered before it. */
  readonly isFirst: boolean
  /** Shown to the customer. */
  readonly products: ReadonlyArray<Item>
  /** What else is known: records, and what else was found. */
  readonly others: ReadonlyArray<Item>
  readonly orders: ReadonlyArray<PromptOrder>
  /** What could not be looked up: `products`, `orders`, `record of Blue Lock`, … */
  readonly unread: ReadonlyArray<string>
  readonly signedIn: boolean
  /** ISO date. */
  readonly day: string
  readonly question: string
  /** As the question block says; absent for a plain question. */
  readonly intent: string | undefined
  readonly locale: Locale
  /** A conversation that is to be summarised. */
  readonly conversation: string | undefined
}

interface Asked {
  readonly attributes: string
  /** Before the question. */
  readonly data: string
  readonly question: string
}

const questionBlock = /<question([^>]*)>([\s\S]*?)<\/question>/

/** What the customer said last; tool results come after it. */
const askedIn = ({ messages }: ConverseRequest): Asked => {
  const texts = textsOf(
    messages.findLast((each) => each.role === "user" && textsOf(each).length > 0),
  )
  const text = texts.join("\n")
  const block = questionBlock.exec(text)
  if (block === null) {
    return { attributes: "", data: text, question: (texts.at(-1) ?? "").trim() }
  }
  const [, attributes = "", words = ""] = block
  const data = text.slice(0, block.index)
  // What it means within its conversation, where the prompt says so.
  const meant = inside(data, "meant").trim()
  return { attributes, data, question: unescape(meant || words).trim() }
}

export const questionOf = (request: ConverseRequest): string => askedIn(request).question

/** `today` is told where the prompt does not say which day it is. */
export const readPrompt = (request: ConverseRequest, today: string): Prompt => {
  const { attributes, data, question } = askedIn(request)
  const day = /\d{4}-\d\d-\d\d/.exec(inside(data, "now"))?.[0] ?? today
  const itemsIn = (tag: string) => objectsIn(inside(data, tag)).flatMap(readItem)
  const found = foundBy(request.messages.at(-1))
  const signedIn = attribute(attributes, "signed-in")
  const locale = attribute(attributes, "locale")
  return {
    policies: policiesOf(textsOf({ content: request.system }).join("\n")),
    isFirst: request.messages.every(({ role }) => role === "user"),
    products: [...found.flatMap(readItem), ...itemsIn("products")],
    others: [...itemsIn("records"), ...itemsIn("search")],
    orders: [...found, ...objectsIn(inside(data, "orders"))].flatMap(readOrder),
    unread: inside(data, "unread")
      .split("\n")
      .filter((line) => line !== ""),
    signedIn: signedIn === undefined ? data.includes("<customer>") : signedIn === "yes",
    day,
    question,
    intent: attribute(attributes, "intent"),
    locale: locale === "en" || locale === "ja" ? locale : localeOf(question),
    conversation: inside(data, "conversation") || undefined,
  }
}

const localeOf = (text: string): Locale => (looksJapanese(text) ? "ja" : "en")

const textsOf = (message: Pick<ConverseMessage, "content"> | undefined): ReadonlyArray<string> =>
  (message?.content ?? []).flatMap((block) => (block.kind === "text" ? [block.text] : []))

/** Text between the tags of the last such block, or nothing. */
const inside = (text: string, tag: string): string => {
  const close = text.lastIndexOf(`</${tag}>`)
  if (close < 0) return ""
  const open = text.lastIndexOf(`<${tag}`, close)
  const start = open < 0 ? -1 : text.indexOf(">", open)
  return start < 0 ? "" : text.slice(start + 1, close)
}

const objectsIn = (text: string): ReadonlyArray<JsonObject> =>
  text.split("\n").flatMap((line) => {
    const value = line.trimStart().startsWith("{") ? parsedJson(line) : undefined
    return isObject(value) ? [value] : []
  })

/** Every object that tool results hold, however deep. */
const foundBy = (message: ConverseMessage | undefined): ReadonlyArray<JsonObject> =>
  (message?.content ?? []).flatMap((block) =>
    block.kind === "toolResult"
      ? block.told.flatMap((text) => objectsWithin(parsedJson(text)))
      : [],
  )

const objectsWithin = (value: unknown): ReadonlyArray<JsonObject> => {
  if (Array.isArray(value)) return value.flatMap(objectsWithin)
  if (!isObject(value)) return []
  // An order's items and a record's prices are parts of them.
  if ("title" in value || "id" in value) return [value]
  return Object.values(value).flatMap(objectsWithin)
}

const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]

const policiesOf = (text: string): Policies => {
  const policies = new Map<string, Partial<Record<Locale, string>>>()
  for (const line of inside(text, "policies").split("\n")) {
    const [, topic = "", locale = "", words = ""] =
      /^([\w-]+)\.(en|ja):\s*(\S.*)$/.exec(line.trim()) ?? []
    if (topic !== "") policies.set(topic, { ...policies.get(topic), [locale]: words })
  }
  return policies
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }

const unescape = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
