/**
 * Finds in a prompt what an answer may be made of: policies, products, orders, customer, question.
 *
 * Blocks are read as data, line by line; a line that is not a JSON object of the right kind is
 * skipped. A prompt without blocks is a plain question. What the customer wrote is escaped in the
 * prompt, so it can neither open nor close a block.
 */
import {
  type ConverseMessage,
  type ConverseRequest,
  isObject,
  type JsonObject,
} from "@manga-assist/bedrock-emulator/services"
import { looksJapanese, type Locale } from "./Language.ts"
import {
  readLooser,
  readOrder,
  readProduct,
  readSum,
  type PromptLooser,
  type PromptOrder,
  type PromptProduct,
  type PromptSum,
} from "./PromptFacts.ts"

export interface Prompt {
  /** Topic → text, by language. */
  readonly policies: ReadonlyMap<string, Partial<Record<Locale, string>>>
  /** True when the prompt is laid out in blocks, even if no product was found. */
  readonly hasBlocks: boolean
  readonly products: ReadonlyArray<PromptProduct>
  /** What else is known of the titles and people named; not shown to the customer. */
  readonly further: ReadonlyArray<PromptProduct>
  readonly sums: ReadonlyArray<PromptSum>
  readonly looser: ReadonlyArray<PromptLooser>
  readonly orders: ReadonlyArray<PromptOrder>
  /** What could not be looked up: `products`, `orders`. */
  readonly unread: ReadonlySet<string>
  readonly signedIn: boolean
  /** Absent for an anonymous visitor. */
  readonly customer: PromptCustomer | undefined
  readonly question: string
  /** In the customer's own words. */
  readonly said: string
  /** The answer before it; empty where there is none. */
  readonly before: string
  /** The answers before it, the last one last. */
  readonly past: ReadonlyArray<string>
  /** As the question block says; absent for a plain question. */
  readonly intent: string | undefined
  readonly locale: Locale
}

export interface PromptCustomer {
  readonly name: string | undefined
  readonly preferredGenres: ReadonlyArray<string>
}

const questionBlock = /<question([^>]*)>([\s\S]*?)<\/question>/

export const readPrompt = (request: ConverseRequest): Prompt => {
  const system = request.system.map((entry) => (entry.kind === "text" ? entry.text : "")).join("\n")
  const last = request.messages.findLast((message) => message.role === "user")
  const text = textOf(last)
  const block = questionBlock.exec(text)
  const attributes = block?.[1] ?? ""
  const data = block === null ? text : text.slice(0, block.index)
  // What the question means within its conversation is what is answered.
  const meant = block === null ? "" : inside(data, "meant").trim()
  const asked = block === null ? lastText(last) : unescape(meant === "" ? (block[2] ?? "") : meant)
  const question = asked.trim()
  const past = request.messages.filter(({ role }) => role === "assistant").map(textOf)
  const customer = firstObject(inside(data, "customer"))
  const genres = customer?.["preferredGenres"]
  const name = customer?.["name"]
  return {
    policies: readPolicies(inside(system, "policies")),
    hasBlocks: block !== null,
    products: objects(inside(data, "products")).flatMap(readProduct),
    further: objects(inside(data, "further")).flatMap(readProduct),
    sums: objects(inside(data, "sums")).flatMap(readSum),
    looser: objects(inside(data, "looser")).flatMap(readLooser),
    orders: objects(inside(data, "orders")).flatMap(readOrder),
    unread: new Set(
      inside(data, "unread")
        .split("\n")
        .filter((name) => name !== ""),
    ),
    signedIn: signedInOf(attribute(attributes, "signed-in"), customer !== undefined),
    customer: customer && {
      name: typeof name === "string" && name !== "" ? name : undefined,
      preferredGenres: Array.isArray(genres)
        ? genres.filter((genre): genre is string => typeof genre === "string")
        : [],
    },
    question,
    said: (block === null ? question : unescape(block[2] ?? "")).trim(),
    before: past.at(-1) ?? "",
    past,
    intent: attribute(attributes, "intent"),
    locale: localeOf(attribute(attributes, "locale"), question),
  }
}

const signedInOf = (given: string | undefined, isKnown: boolean): boolean =>
  given === undefined ? isKnown : given === "yes"

const localeOf = (given: string | undefined, question: string): Locale => {
  if (given === "en" || given === "ja") return given
  return looksJapanese(question) ? "ja" : "en"
}

const textOf = (message: ConverseMessage | undefined): string =>
  (message?.content ?? [])
    .map((entry) => (entry.kind === "text" ? entry.text : ""))
    .filter((text) => text !== "")
    .join("\n")

/** Of a message without a question block, the last text is what was asked. */
const lastText = (message: ConverseMessage | undefined): string => {
  const texts = (message?.content ?? []).flatMap((entry) =>
    entry.kind === "text" ? [entry.text] : [],
  )
  return texts.at(-1) ?? ""
}

/** Text between the tags of the last such block, or nothing. */
const inside = (text: string, tag: string): string => {
  const open = `<${tag}>`
  const start = text.lastIndexOf(open)
  if (start < 0) return ""
  const end = text.indexOf(`</${tag}>`, start)
  return end < 0 ? "" : text.slice(start + open.length, end)
}

const objects = (text: string): ReadonlyArray<JsonObject> =>
  text.split("\n").flatMap((line) => {
    if (!line.trimStart().startsWith("{")) return []
    try {
      const value: unknown = JSON.parse(line)
      return isObject(value) ? [value] : []
    } catch {
      return []
    }
  })

const firstObject = (text: string): JsonObject | undefined => objects(text)[0]

const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1]

const readPolicies = (text: string): Map<string, Partial<Record<Locale, string>>> => {
  const policies = new Map<string, Partial<Record<Locale, string>>>()
  for (const line of text.split("\n")) {
    const match = /^\s*([\w-]+)\.(en|ja):\s*(.+?)\s*$/.exec(line)
    if (match === null) continue
    const [, topic = "", locale = "", words = ""] = match
    policies.set(topic, { ...policies.get(topic), [locale]: words })
  }
  return policies
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }

const unescape = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
