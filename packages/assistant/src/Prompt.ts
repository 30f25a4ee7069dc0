/**
 * Puts a prompt together: the unchanging system prompt with its cache point, the summary and the
 * last five turns, then products, orders, customer, and the question last.
 *
 * Order ids that are not the customer's own never enter a prompt, so no answer can repeat them.
 */
import type { Order, User } from "@manga-assist/catalogue"
import type { ConverseRequest } from "@manga-assist/connections"
import { pruneHistory } from "@manga-assist/payload"
import type { Conversation } from "./Conversation.ts"
import type { Offer } from "./Offer.ts"
import type { Question } from "./Question.ts"
import { systemPrompt } from "./SystemPrompt.ts"

export interface PromptParts {
  readonly question: Question
  readonly conversation: Conversation
  readonly offers: ReadonlyArray<Offer>
  readonly orders: ReadonlyArray<Order>
  readonly customer: User | undefined
}

/** With any dash, with blanks, or with nothing between its parts. */
const orderIdPattern = /\bma[\s\p{Dash}ー−]*(\d{2})[\s\p{Dash}ー−]*(\d{4})(?!\d)/giu

/** Replaces each order id that is not in `own` by words that say no more than that. */
const maskForeignOrders = (text: string, own: ReadonlySet<string>): string =>
  text.normalize("NFKC").replace(orderIdPattern, (_found, user: string, number: string) => {
    const id = `MA-${user}-${number}`
    return own.has(id) ? id : "(an order number that is not on this account)"
  })

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

const block = (name: string, lines: ReadonlyArray<string>) =>
  lines.length === 0 ? [] : [`<${name}>\n${lines.join("\n")}\n</${name}>`]

/** JSON that cannot close a block: product and order texts are data, never markup. */
const jsonLine = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c")

const productLine = ({ product, price, stock, inStock }: Offer) =>
  jsonLine({
    id: product.id,
    title: product.title,
    japanese: product.japaneseTitle,
    kind: product.kind,
    volume: product.volume,
    volumes: product.volumes,
    format: product.format,
    price,
    currency: "JPY",
    inStock,
    stock,
    releaseDate: product.releaseDate,
    author: product.author,
    authorJapanese: product.authorJapanese,
    demographic: product.demographic,
    genres: product.genres,
    synopsis: product.synopsis,
    synopsisJapanese: product.synopsisJapanese,
    status: product.status,
    publisher: product.publisher,
    ageRating: product.ageRating,
  })

const orderLine = (order: Order) =>
  jsonLine({
    id: order.id,
    status: order.status,
    placedOn: order.placedOn,
    expectedOn: order.expectedOn,
    items: order.items.map((item) => item.title),
    total: order.total,
  })

const lastMessage = (parts: PromptParts, own: ReadonlySet<string>) => {
  const { question, customer } = parts
  return [
    ...block("products", parts.offers.map(productLine)),
    ...block("orders", parts.orders.map(orderLine)),
    ...(customer === undefined
      ? []
      : [
          `<customer>${jsonLine({
            name: customer.name,
            preferredGenres: customer.preferredGenres,
            priceMax: customer.priceMax,
          })}</customer>`,
        ]),
    `<question intent="${question.intent}" locale="${question.locale}">\n${escapeXml(maskForeignOrders(question.text, own))}\n</question>`,
  ].join("\n")
}

export const buildPrompt = (parts: PromptParts): Pick<ConverseRequest, "system" | "messages"> => {
  const own = new Set(parts.orders.map((order) => order.id))
  const history = pruneHistory(
    parts.conversation.turns.map((turn) => ({
      user: maskForeignOrders(turn.question, own),
      assistant: maskForeignOrders(turn.answer, own),
    })),
    { keep: 5 },
  )
  const past = history.turns.flatMap((turn) => [
    { role: "user" as const, content: [{ text: escapeXml(turn.user) }] },
    { role: "assistant" as const, content: [{ text: turn.assistant }] },
  ])
  const summary =
    history.summary === "" ? [] : [{ text: `<summary>\n${escapeXml(history.summary)}\n</summary>` }]
  return {
    system: [{ text: systemPrompt }, { cachePoint: { type: "default" } }],
    messages: [...past, { role: "user", content: [...summary, { text: lastMessage(parts, own) }] }],
  }
}
