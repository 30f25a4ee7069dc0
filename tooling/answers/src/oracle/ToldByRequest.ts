/**
 * Reads what a request to the model tells: the blocks around the question, the results of tools, and the store's
 * policies in the system prompt. What was said before in the conversation tells nothing.
 *
 * Blocks are recognised by their shape, `<name>…</name>` around lines of JSON, so that a new block of known lines counts
 * without a change here. Pure.
 */
import { storeRules, wholeTopic } from "@manga-assist/assistant"
import { estimateTokens } from "@manga-assist/payload"
import type { StoreData } from "./StoreData.ts"
import { Told } from "./Told.ts"
import { isFields, tellLines } from "./ToldByLines.ts"

interface Part {
  readonly text?: string
  readonly toolResult?: {
    readonly content?: ReadonlyArray<{ readonly text?: string; readonly json?: unknown }>
  }
}

/** A request of Converse as it went over the wire, the part that is read. */
export interface SentBody {
  readonly system?: ReadonlyArray<{ readonly text?: string }>
  readonly messages?: ReadonlyArray<{
    readonly role: string
    readonly content: ReadonlyArray<Part>
  }>
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const textOf = (parts: ReadonlyArray<{ readonly text?: string }> = []): string =>
  parts.flatMap(({ text }) => text ?? []).join("\n")

const question = /<question((?: [^>]*)?)>([\s\S]*?)<\/question>/u
const block = /<([a-z][a-z-]*)(?: [^>]*)?>([\s\S]*?)<\/\1>/gu

/** Customers' own words are escaped, so no other message has the block. */
const askingMessage = ({ messages = [] }: SentBody) =>
  messages.findLast(({ content }) => question.test(textOf(content)))

/** The text around the question, itself included, whose tokens each turn pays anew. */
export const lastMessageOf = (body: SentBody): string => textOf(askingMessage(body)?.content)

export const tokensOfLastMessage = (body: SentBody): number =>
  estimateTokens(lastMessageOf(body)).likely

/** The language that the store asks an answer in. */
export const localeOf = (body: SentBody): string | undefined =>
  / locale="(\w+)"/u.exec(question.exec(lastMessageOf(body))?.[1] ?? "")?.[1]

/** The old blocks told a title's newest and next volume together: without a line of the next none is announced. */
const tellNoNext = (told: Told, { catalogue }: StoreData, further: string): void => {
  for (const [, series = "", volume] of further.matchAll(/"id":"([\w-]+)-v(\d+)-paperback"/gu)) {
    const newest = catalogue.of(series)?.volumes
    const next = `"${series}-v${Number(volume) + 1}-paperback"`
    if (Number(volume) === newest && !further.includes(next)) told.tell(series, "next", "none")
  }
}

const tellCustomer = (told: Told, content: string): void => {
  const customer = jsonIn(content)
  if (!isFields(customer)) return
  for (const [field, value] of Object.entries(customer)) {
    told.tell("customer", field, Array.isArray(value) ? value.join(", ") : value)
  }
}

/** `2026-11-24 Tue 14:10 JST`, or the day alone. */
const tellNow = (told: Told, content: string): void => {
  const [, day, time] = /(\d{4}-\d{2}-\d{2})(?:[^\d]*(\d{2}:\d{2}))?/u.exec(content) ?? []
  told.tell("store", "day", day)
  told.tell("store", "time", time === undefined ? undefined : "told")
}

export const toldBy = (body: SentBody, store: StoreData): Told => {
  const told = new Told()
  const system = textOf(body.system)
  const tells = (text: string | undefined) => text !== undefined && system.includes(text)
  for (const topic of Object.keys(storeRules)) {
    if (tells(wholeTopic(storeRules, topic, "en")) || tells(wholeTopic(storeRules, topic, "ja"))) {
      told.tell("store", "policy", topic)
    }
  }
  if (system.includes("ten printed volumes in a box")) told.tell("store", "volumes in a box", 10)
  const last = lastMessageOf(body)
  tellNow(told, /<now>([^<]*)<\/now>/u.exec(last)?.[1] ?? "")
  for (const [, name, content = ""] of last.matchAll(block)) {
    if (name === "question" || name === "summary") continue
    if (name === "customer") tellCustomer(told, content)
    else for (const line of content.split("\n")) tellLines(told, store, jsonIn(line))
    if (name === "further") tellNoNext(told, store, content)
  }
  for (const { content } of body.messages ?? []) {
    for (const { toolResult } of content) {
      for (const { json, text = "" } of toolResult?.content ?? []) {
        tellLines(told, store, json ?? jsonIn(text))
      }
    }
  }
  return told
}
