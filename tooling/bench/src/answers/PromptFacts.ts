/**
 * Extracts the facts that a prompt gave the model: JSON records from the tagged blocks of its last message, and as text
 * that message, the turns before it, and the store's policies in the system prompt.
 *
 * Blocks are recognised by their shape, `<name>…</name>` around lines of JSON or text, so that new blocks count without
 * a change here.
 */
import { seriesOf } from "./Judge.ts"

/** A request of Converse as it went over the wire, the part that is read. */
export interface SentPrompt {
  readonly modelId: string
  readonly request: {
    readonly system?: ReadonlyArray<{ readonly text?: string }>
    readonly messages?: ReadonlyArray<{
      readonly role: string
      readonly content: ReadonlyArray<{ readonly text?: string }>
    }>
  }
  readonly answer: string
}

export interface PromptFacts {
  /** As the question block puts it; empty where there is none. */
  readonly question: string
  readonly intent: string | undefined
  readonly locale: string | undefined
  /** Records of all blocks but the question's, in order. */
  readonly records: ReadonlyArray<{ readonly block: string; readonly value: Fields }>
  /** Ids of its products and their series. */
  readonly products: ReadonlySet<string>
  /** Everything a fact may be taken from, as text. */
  readonly text: string
}

type Fields = Readonly<Record<string, unknown>>

const textOf = (parts: ReadonlyArray<{ readonly text?: string }> = []): string =>
  parts.flatMap(({ text }) => text ?? []).join("\n")

const question = /<question([^>]*)>([\s\S]*?)<\/question>/u
const block = /<([a-z][a-z-]*)[^>]*>([\s\S]*?)<\/\1>/gu

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const recordsOf = (name: string, content: string) =>
  content.split("\n").flatMap((line) => {
    if (!line.trimStart().startsWith("{")) return []
    try {
      const value: unknown = JSON.parse(line)
      return isFields(value) ? [{ block: name, value }] : []
    } catch {
      return []
    }
  })

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
const unescaped = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|amp);/gu, (entity) => entities[entity] ?? entity)

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, "u").exec(attributes)?.[1]

export const promptFacts = ({ request }: SentPrompt): PromptFacts => {
  const messages = request.messages ?? []
  const last = textOf(messages.at(-1)?.content)
  const asked = question.exec(last)
  const data = asked === null ? last : last.slice(0, asked.index)
  const records = [...data.matchAll(block)].flatMap(([, name = "", content = ""]) =>
    recordsOf(name, content),
  )
  const ids = records.flatMap(({ value: { id } }) => (typeof id === "string" ? [id] : []))
  const policies = /<policies>[\s\S]*<\/policies>/u.exec(textOf(request.system))?.[0] ?? ""
  const before = messages.slice(0, -1).map(({ content }) => textOf(content))
  return {
    question: unescaped(asked?.[2] ?? last).trim(),
    intent: attribute(asked?.[1] ?? "", "intent"),
    locale: attribute(asked?.[1] ?? "", "locale"),
    records,
    products: new Set(ids.flatMap((id) => [id, seriesOf(id)])),
    text: unescaped([policies, ...before, last].join("\n")),
  }
}
