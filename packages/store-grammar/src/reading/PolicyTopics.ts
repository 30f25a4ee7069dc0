/**
 * Names the store policies that a question is about (shipping, returns, payment, …) by the kinds of its words, the most
 * specific first; shipping and returns where none is recognised.
 */
import { type Kind, kindsIn } from "../kinds/Kind.ts"
import type { StoreReading } from "./Reading.ts"
import { hasKind } from "./Said.ts"

export type PolicyTopic =
  | "shipping"
  | "returns"
  | "payment"
  | "preorder"
  | "digital"
  | "gift"
  | "contact"
  | "language"

const topics: ReadonlyArray<readonly [PolicyTopic, ReadonlyArray<Kind>]> = [
  [
    "returns",
    kindsIn(
      "RETURN* REFUND* FULLREFUND EXCHANGE* EXOTHER DAMAGED SELFDAMAGED WRONGITEM MISBOUGHT UNWANTED OPENED",
    ),
  ],
  ["payment", kindsIn("PAY* METHOD INSTALMENTS CURRENC* CHARGE* INVOICE HARAU")],
  ["preorder", kindsIn("PREORDER*")],
  ["gift", kindsIn("GIFT* WRAP* MESSAGE HIDEPRICE SHOWNPRICE")],
  [
    "shipping",
    kindsIn(
      `SHIP* SENDOUT DISPATCH FREESHIP CARRIER* EXPRESS TRACK* DUTIES POBOX PICKUP* RECIPIENT CUTOFF DATETIME COMBINE*
      ARRIVE* PLACE* COUNTRIES LATE*`,
    ),
  ],
  ["language", kindsIn("LANGUAGE LANGUAGES")],
  [
    "digital",
    kindsIn("DEVICE* OFFLINE APP DOWNLOAD* READDIGITAL SHARE WHENREADABLE TRIAL FORMAT FORMATS"),
  ],
  [
    "contact",
    kindsIn(
      "CONTACT* HUMANCONTACT SUPPORT* PHONENUMBER LIVECHAT EMAILADDRESS OPENTIME CLOSETIME CLOSEDDAYS OPENDAYS HOURS",
    ),
  ],
]

/** Most specific first; `shipping` and `returns` when none is recognised. */
export const policyTopicsOf = ({
  reading,
}: Pick<StoreReading, "reading">): ReadonlyArray<PolicyTopic> => {
  const found = topics.filter(([, kinds]) => hasKind(reading.tokens, kinds)).map(([topic]) => topic)
  return found.length > 0 ? found : ["shipping", "returns"]
}
