/**
 * Assembles a prompt: the fixed system prompt, the last turns, the summary of earlier turns, the time, products, records
 * of the series that may be meant, orders, customer, and the question last. It states facts; what the question means is
 * for the model to understand. Turns are dropped in blocks of five, so that five to nine stay: between two drops
 * only the end changes, and the model's prompt cache can reuse the rest.
 *
 * Order ids of other customers never enter a prompt, so that no answer can repeat them. Unpaired surrogates, which no
 * service accepts, become U+FFFD. `forEverybody` tells whether a prompt has nothing of a customer, so that its answer
 * may be shared.
 */
import type { Catalogue, Order, Shop, User } from "@manga-assist/catalogue"
import { pruneHistory } from "@manga-assist/payload"
import { type Conversation, type PastTurn, turnsBefore } from "../conversation/Conversation.ts"
import type { Offer } from "../products/Offer.ts"
import { maskForeignOrders, maskOrders } from "../model/OrderMask.ts"
import { oncePer } from "../reading/OncePer.ts"
import { japaneseLabel } from "./JapaneseLabel.ts"
import { jsonLine } from "./JsonLine.ts"
import { briefProduct, promptProduct, toldProduct } from "./PromptProduct.ts"
import type { Prompt } from "../model/PromptCache.ts"
import type { Question } from "../reading/Question.ts"
import { systemPromptOf } from "./SystemPrompt.ts"
import type { PromptSize } from "../model/TurnLadder.ts"

/** A record of a series, in full or brief. */
export interface PromptRecord {
  readonly series: string
  readonly detail: "full" | "brief"
  readonly facts: object
}

export interface PromptParts {
  readonly question: Question
  /** The question as the prompt puts it. */
  readonly asked: string
  readonly conversation: Conversation
  /** `2026-11-24 Tue 14:10 JST`; the day alone where the answer is for everybody. */
  readonly now: string
  /** What is shown. */
  readonly offers: ReadonlyArray<Offer>
  /** As `SeriesRecord.ts` makes them, the likeliest first. */
  readonly records: ReadonlyArray<PromptRecord>
  /** What further searches found, by their words; told, not shown. */
  readonly told: ReadonlyArray<{ readonly words: string; readonly offers: ReadonlyArray<Offer> }>
  readonly orders: ReadonlyArray<Order>
  readonly customer: User | undefined
  /** What could not be read and is therefore not in the prompt; it may exist all the same. */
  readonly unread: ReadonlyArray<string>
  /** Of who asks; `undefined` where the answer is for everybody. */
  readonly signedIn: boolean | undefined
}

/** Does the prompt hold nothing of a customer, so that its answer may be anybody's? */
export const forEverybody = ({
  conversation,
  customer,
  orders,
  question,
  signedIn,
}: PromptParts): boolean =>
  customer === undefined &&
  signedIn !== true &&
  orders.length === 0 &&
  conversation.turns.length === 0 &&
  conversation.summary === undefined &&
  !question.personal &&
  question.slots.orderId === undefined

/** What a prompt may hold: a small one is for when time is short. */
const limits = {
  full: { turns: 5, historyTokens: 6_000, summaryTokens: 300, offers: Infinity, records: Infinity },
  small: { turns: 2, historyTokens: 1_200, summaryTokens: 200, offers: 3, records: 1 },
} as const

const escapeXml = (text: string) =>
  text.toWellFormed().replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const block = (name: string, lines: ReadonlyArray<string>) =>
  lines.length === 0 ? [] : [`<${name}>\n${lines.join("\n")}\n</${name}>`]

const orderLine = (order: Order, catalogue: Catalogue) =>
  jsonLine({
    id: order.id,
    status: order.status,
    placedOn: order.placedOn,
    expectedOn: order.expectedOn,
    items: order.items.map(({ price, productId, quantity, title }) => ({
      title,
      japanese: japaneseLabel(productId, catalogue),
      quantity,
      price,
    })),
    total: order.total,
  })

const signedInOf = ({ signedIn }: PromptParts) =>
  signedIn === undefined ? "" : ` signed-in="${signedIn ? "yes" : "no"}"`

const recordLine = oncePer((facts: object) => jsonLine(facts))

/** What the store knows for certain of what is asked; a guess would mislead. */
const askedFor = ({ question: { intent, reading } }: PromptParts) =>
  reading.known ? ` intent="${intent}"` : ""

const lastMessage = (parts: PromptParts, own: ReadonlySet<string>, size: PromptSize) => {
  const { customer, question } = parts
  const { offers: mostOffers, records: mostRecords } = limits[size]
  const records = parts.records.slice(0, mostRecords)
  const inFull = new Set(
    records.flatMap(({ detail, series }) => (detail === "full" ? [series] : [])),
  )
  const shown = new Set([...inFull, ...parts.offers.map(({ product }) => product.seriesId)])
  const productLine = (offer: Offer) =>
    jsonLine(
      inFull.has(offer.product.seriesId)
        ? briefProduct(offer)
        : promptProduct(offer, question, size),
    )
  const told = parts.told.flatMap(({ offers, words }) => {
    const lines = offers
      .filter(({ product }) => !shown.has(product.seriesId))
      .slice(0, mostOffers)
      .map((offer) => jsonLine(toldProduct(offer, question)))
    const by = jsonLine(maskForeignOrders(words, own))
    return lines.length === 0 ? [] : [`<search for=${by}>`, ...lines, "</search>"]
  })
  return [
    `<now>${parts.now}</now>`,
    ...block("products", parts.offers.slice(0, mostOffers).map(productLine)),
    ...block(
      "records",
      records.map(({ facts }) => recordLine(facts)),
    ),
    ...told,
    ...block(
      "orders",
      parts.orders.map((order) => orderLine(order, question.names.catalogue)),
    ),
    ...block("unread", parts.unread),
    ...(customer === undefined
      ? []
      : [
          `<customer>${jsonLine({
            name: customer.name,
            preferredGenres: customer.preferredGenres,
            priceMax: customer.priceMax,
          })}</customer>`,
        ]),
    `<question locale="${question.locale}"${askedFor(parts)}${signedInOf(parts)}>\n${escapeXml(maskForeignOrders(parts.asked, own))}\n</question>`,
  ].join("\n")
}

/** A turn is put into many prompts: it is masked, and then measured, once. */
const exchangeOf = oncePer((turn: PastTurn) => ({
  user: maskOrders(turn.question),
  assistant: maskOrders(turn.answer),
}))

/** An exchange as a prompt says it, made once, so that it is also counted once. */
const messagesOf = oncePer(
  ({ assistant, user }: ReturnType<typeof exchangeOf>): Prompt["messages"] => [
    { role: "user", content: [{ text: escapeXml(user) }] },
    { role: "assistant", content: [{ text: assistant.toWellFormed() }] },
  ],
)

/** Where a conversation is cut for a prompt: what was before `cut` is in the summary alone. */
export const prunedConversation = (conversation: Conversation, size: PromptSize = "full") =>
  pruneHistory(conversation.turns.map(exchangeOf), {
    keep: limits[size].turns,
    maxTokens: limits[size].historyTokens,
    summaryTokens: limits[size].summaryTokens,
    offset: turnsBefore(conversation),
    known: conversation.summary,
  })

/** One list for all prompts of a shop, by which its tokens and its bytes are known. */
export const systemOf = oncePer((shop: Shop) =>
  Object.freeze([Object.freeze({ text: systemPromptOf(shop) })]),
)

/** `alsoOwn`: ids of orders that are the customer's own, besides those that the prompt tells of. */
export const buildPrompt = (
  parts: PromptParts,
  size: PromptSize = "full",
  alsoOwn: ReadonlyArray<string> = [],
): Prompt => {
  const own = new Set([...parts.orders.map((order) => order.id), ...alsoOwn])
  const history = prunedConversation(parts.conversation, size)
  const past = history.turns.flatMap(messagesOf)
  const before = history.summary
  const summary = before === "" ? [] : [{ text: `<summary>\n${escapeXml(before)}\n</summary>` }]
  return {
    system: systemOf(parts.question.shop),
    messages: [
      ...past,
      { role: "user", content: [...summary, { text: lastMessage(parts, own, size) }] },
    ],
  }
}
