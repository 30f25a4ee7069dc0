/**
 * Names the store policies that a question is about (shipping, returns, payment, …) by the kinds of its words, the most
 * specific first; shipping and returns where none is recognised.
 */
import type { StoreReading } from "./Reading.ts"

export type PolicyTopic =
  | "shipping"
  | "returns"
  | "payment"
  | "preorder"
  | "digital"
  | "gift"
  | "contact"
  | "language"

const topics: ReadonlyArray<readonly [PolicyTopic, RegExp]> = [
  [
    "returns",
    /^(?:RETURN|REFUND|FULLREFUND|EXCHANGE|EXOTHER|DAMAGED|SELFDAMAGED|WRONGITEM|MISBOUGHT|UNWANTED|OPENED)/u,
  ],
  ["payment", /^(?:PAY|METHOD|INSTALMENTS|CURRENC|CHARGE|INVOICE|HARAU)/u],
  ["preorder", /^PREORDER/u],
  ["gift", /^(?:GIFT|WRAP|MESSAGE|HIDEPRICE|SHOWNPRICE)/u],
  [
    "shipping",
    /^(?:SHIP|SENDOUT|DISPATCH|FREESHIP|CARRIER|EXPRESS|TRACK|DUTIES|POBOX|PICKUP|RECIPIENT|CUTOFF|DATETIME|COMBINE|ARRIVE|PLACE|COUNTRIES|LATE)/u,
  ],
  ["language", /^LANGUAGES?$/u],
  ["digital", /^(?:DEVICE|OFFLINE|APP$|DOWNLOAD|READDIGITAL|SHARE|WHENREADABLE|TRIAL|FORMATS?$)/u],
  [
    "contact",
    /^(?:CONTACT|HUMANCONTACT|SUPPORT|PHONENUMBER|LIVECHAT|EMAILADDRESS|OPENTIME|CLOSETIME|CLOSEDDAYS|OPENDAYS|HOURS)/u,
  ],
]

/** Most specific first; `shipping` and `returns` when none is recognised. */
export const policyTopicsOf = ({
  reading,
}: Pick<StoreReading, "reading">): ReadonlyArray<PolicyTopic> => {
  const found = topics
    .filter(([, kinds]) => reading.tokens.some(({ kind }) => kinds.test(kind)))
    .map(([topic]) => topic)
  return found.length > 0 ? found : ["shipping", "returns"]
}
