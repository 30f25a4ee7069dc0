/**
 * Answers without a model, in plain sentences from the products, orders and policies at hand.
 *
 * Nothing is invented; without facts the answer is `undefined`.
 */
import type { Order } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { Offer } from "./Offer.ts"
import type { Question } from "../reading/Question.ts"
import { toldByRules, wholeTopic } from "./StoreRules.ts"

const formatNames = {
  paperback: { en: "paperback", ja: "紙の本" },
  digital: { en: "digital", ja: "電子版" },
  "box-set": { en: "box set", ja: "ボックスセット" },
} as const

const nameOf = ({ product }: Offer, locale: Locale): string => {
  const { format, japaneseTitle, kind, title, volume = 1, volumes } = product
  if (format === "item") return locale === "ja" ? japaneseTitle : title
  const edition = formatNames[format][locale]
  if (locale === "ja") {
    return kind === "series"
      ? `${japaneseTitle}（全${volumes}巻セット・電子版）`
      : `${japaneseTitle} 第${volume}巻（${edition}）`
  }
  return kind === "series"
    ? `${title} (all ${volumes} volumes, digital)`
    : `${title}, volume ${volume} (${edition})`
}

const offerLine = (offer: Offer, locale: Locale): string => {
  const { inStock, price } = offer
  const name = nameOf(offer, locale)
  const yen = price.toLocaleString("en-US")
  return locale === "ja"
    ? `${name}は${yen}円、${inStock ? "在庫あり" : "在庫切れ"}です。`
    : `${name} is ¥${yen}, ${inStock ? "in stock" : "out of stock"}.`
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

const orderLine = ({ expectedOn, id, status }: Order, locale: Locale): string => {
  const now = orderWords[status][locale]
  if (locale === "ja") {
    return `ご注文${id}は${now}${expectedOn === undefined ? "" : `、お届け予定日は${expectedOn}`}です。`
  }
  return `Order ${id} is ${now}${expectedOn === undefined ? "" : `, expected on ${expectedOn}`}.`
}

const intro = {
  en: "I cannot write a full answer right now; this is what our catalogue says.",
  ja: "ただいま文章での回答ができないため、カタログの情報をお知らせします。",
} as const

export const catalogueAnswer = (
  question: Question,
  offers: ReadonlyArray<Offer>,
  orders: ReadonlyArray<Order>,
): string | undefined => {
  const { locale, intent } = question
  const { shop } = question
  const join = locale === "ja" ? "" : " "
  if (intent === "policy") {
    const near = (question.near ?? []).slice(0, 2)
    return (
      toldByRules(shop.rules, question) ??
      (near.length > 0 ? near : ["shipping", "returns"])
        .flatMap((topic) => wholeTopic(shop.rules, topic, locale) ?? [])
        .join(join)
    )
  }
  if (intent === "greeting") return shop.greeting[locale]
  if (intent === "order-status") {
    const asked = question.slots.orderId
    const own = orders.filter((order) => asked === undefined || order.id === asked).slice(0, 3)
    return own.length === 0 ? undefined : own.map((order) => orderLine(order, locale)).join(join)
  }
  if (offers.length === 0) return undefined
  return [
    intro[locale],
    ...missing(question, offers),
    ...offers.slice(0, 3).map((offer) => offerLine(offer, locale)),
  ].join(join)
}
