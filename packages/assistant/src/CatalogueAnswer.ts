/**
 * What can be said without a model: the products found, the orders, the policies, in plain
 * sentences. Nothing is invented; where nothing is known the answer is `undefined`.
 */
import type { Order } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { Offer } from "./Offer.ts"
import type { Question } from "./Question.ts"
import { policyTopicsOf } from "@manga-assist/store-grammar"
import { storePolicies } from "./StorePolicies.ts"

const yen = (amount: number, locale: Locale) =>
  locale === "ja" ? `${amount.toLocaleString("en-US")}円` : `¥${amount.toLocaleString("en-US")}`

const formatNames = {
  paperback: { en: "paperback", ja: "紙の本" },
  digital: { en: "digital", ja: "電子版" },
  "box-set": { en: "box set", ja: "ボックスセット" },
} as const

const nameOf = ({ product }: Offer, locale: Locale): string => {
  const title = locale === "ja" ? product.japaneseTitle : product.title
  if (product.kind === "series") {
    return locale === "ja"
      ? `${title}（全${product.volumes}巻セット・電子版）`
      : `${title} (all ${product.volumes} volumes, digital)`
  }
  const format = formatNames[product.format][locale]
  return locale === "ja"
    ? `${title} 第${product.volume ?? 1}巻（${format}）`
    : `${title}, volume ${product.volume ?? 1} (${format})`
}

const offerLine = (offer: Offer, locale: Locale): string => {
  const stock = offer.inStock
    ? locale === "ja"
      ? "在庫あり"
      : "in stock"
    : locale === "ja"
      ? "在庫切れ"
      : "out of stock"
  return locale === "ja"
    ? `${nameOf(offer, locale)}は${yen(offer.price, locale)}、${stock}です。`
    : `${nameOf(offer, locale)} is ${yen(offer.price, locale)}, ${stock}.`
}

/** A bundle in the place of a numbered book: the book does not exist. */
const missing = (
  { locale, slots }: Question,
  offers: ReadonlyArray<Offer>,
): ReadonlyArray<string> => {
  const [first] = offers
  if (typeof slots.volume !== "number" || first?.product.kind !== "series") return []
  const { japaneseTitle, title } = first.product
  return [
    locale === "ja"
      ? `${japaneseTitle}の${slots.volume}巻はカタログにありません。`
      : `Volume ${slots.volume} of ${title} is not in our catalogue.`,
  ]
}

const orderWords = {
  processing: { en: "being prepared", ja: "準備中" },
  shipped: { en: "on its way", ja: "発送済み" },
  delivered: { en: "delivered", ja: "お届け済み" },
  cancelled: { en: "cancelled", ja: "キャンセル済み" },
} as const

const orderLine = (order: Order, locale: Locale): string => {
  const status = orderWords[order.status][locale]
  if (locale === "ja") {
    const expected = order.expectedOn === undefined ? "" : `、お届け予定日は${order.expectedOn}`
    return `ご注文${order.id}は${status}${expected}です。`
  }
  const expected = order.expectedOn === undefined ? "" : `, expected on ${order.expectedOn}`
  return `Order ${order.id} is ${status}${expected}.`
}

export const catalogueAnswer = (
  question: Question,
  offers: ReadonlyArray<Offer>,
  orders: ReadonlyArray<Order>,
): string | undefined => {
  const { locale, intent } = question
  const join = locale === "ja" ? "" : " "
  if (intent === "policy") {
    return policyTopicsOf(question)
      .slice(0, 2)
      .map((topic) => storePolicies[topic][locale])
      .join(join)
  }
  if (intent === "greeting") {
    return locale === "ja"
      ? "こんにちは。漫画のおすすめ、価格や在庫、ご注文の状況についてお手伝いできます。"
      : "Hello! I can help with recommendations, prices and stock, and your orders."
  }
  if (intent === "order-status") {
    const asked = question.slots.orderId
    const own = orders.filter((order) => asked === undefined || order.id === asked)
    return own.length === 0
      ? undefined
      : own
          .slice(0, 3)
          .map((order) => orderLine(order, locale))
          .join(join)
  }
  if (offers.length === 0) return undefined
  const intro =
    locale === "ja"
      ? "ただいま文章での回答ができないため、カタログの情報をお知らせします。"
      : "I cannot write a full answer right now; this is what our catalogue says."
  return [
    intro,
    ...missing(question, offers),
    ...offers.slice(0, 3).map((offer) => offerLine(offer, locale)),
  ].join(join)
}
