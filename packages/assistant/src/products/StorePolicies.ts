/**
 * The store's policies on shipping, returns and the like, in both languages: the one source for the system prompt and
 * for answers without a model.
 */
import type { Locale } from "@manga-assist/protocol"
import type { PolicyTopic } from "@manga-assist/store-grammar"

export const storePolicies: Readonly<Record<PolicyTopic, Readonly<Record<Locale, string>>>> = {
  shipping: {
    en: "Orders placed before 15:00 JST ship the same day. Delivery takes 1 to 2 days in Honshu, Shikoku and Kyushu and 2 to 4 days in Hokkaido and Okinawa; it costs ¥350 and is free from ¥3,000. International delivery takes 5 to 10 days and costs ¥1,800; duties are paid by the recipient.",
    ja: "15時までのご注文は当日発送です。お届けは本州・四国・九州が1〜2日、北海道・沖縄が2〜4日、送料は350円、3,000円以上で無料です。海外へは5〜10日、送料は1,800円で、関税はお受け取りの方のご負担となります。",
  },
  returns: {
    en: "Unopened paper books and box sets can be returned within 14 days of delivery. Damaged or wrong items are replaced or refunded at our cost within 30 days. Digital editions cannot be returned once opened.",
    ja: "未開封の紙の本とボックスセットは、お届けから14日以内に返品できます。破損や誤配送の場合は30日以内であれば当店負担で交換または返金いたします。電子版は一度開くと返品できません。",
  },
  payment: {
    en: "We accept credit cards, PayPay, convenience store payment and bank transfer. Convenience store payments must be made within 3 days.",
    ja: "お支払いはクレジットカード、PayPay、コンビニ払い、銀行振込に対応しています。コンビニ払いは3日以内にお支払いください。",
  },
  preorder: {
    en: "Pre-orders are charged when they ship and arrive on the release date or the day after. They can be cancelled free of charge until they ship.",
    ja: "予約商品は発送時に決済され、発売日当日または翌日に届きます。発送前であれば無料でキャンセルできます。",
  },
  digital: {
    en: "Digital editions open in our reader on the web, iOS and Android right after payment, on up to 5 devices.",
    ja: "電子版はお支払い後すぐに、ウェブ、iOS、Androidの専用リーダーで、最大5台の端末からお読みいただけます。",
  },
  gift: {
    en: "Gift wrapping costs ¥300 for each parcel; prices are left off the delivery note.",
    ja: "ギフト包装は1個口につき300円です。納品書に金額は記載しません。",
  },
  language: {
    en: "All our books are the Japanese editions, on paper and in our reader; we do not sell translations.",
    ja: "当店で扱っている本は、紙の本も電子版もすべて日本語版です。翻訳版は取り扱っておりません。",
  },
  contact: {
    en: "Our people answer questions on weekdays from 10:00 to 18:00 JST through the contact form of the store.",
    ja: "お問い合わせは平日10時〜18時に、ストアのお問い合わせフォームで承ります。",
  },
}
