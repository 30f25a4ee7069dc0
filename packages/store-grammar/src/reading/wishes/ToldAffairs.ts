/**
 * Takes for unexplained what a first sentence tells of the customer's life in words that also mean the shop, where a
 * later sentence wishes for books: "I have a job interview on Monday. What would calm me down?" asks for no job.
 *
 * What is told of a purchase ("my copy arrived torn") stays. Pure.
 */
import { type Letters, stop } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../../kinds/Kind.ts"
import { books, seeks, shop, shopUnlessBook } from "../Kinds.ts"

const ofShop: ReadonlySet<Kind> = new Set([...shop, ...shopUnlessBook])
const wishing: ReadonlySet<string> = new Set([
  ...books,
  ...seeks,
  ...kindsIn("HINT FEEL GENRE LENGTH READERS"),
])
const opening: ReadonlySet<Kind | undefined> = new Set(kindsIn("I MINE SELFDAMAGED"))
/** Of a purchase, or a question. */
const ofPurchase: ReadonlySet<string> = new Set(
  kindsIn(
    `ARRIVED ARRIVEDSO ITEM ITEMRECEIVED ORDEREDTHING OWNORDER OWNPARCEL ORDER BUY MANGA COPY BOOK SERIES VOLS
    GOTGIFT PURCHASES WHAT WHEN HOW HOWLONG CAN DOYOU CANYOU RETURN REFUND EXCHANGE SHIP PAY POINTS COUPON`,
  ),
)

export const withoutToldAffairs = (
  tokens: ReadonlyArray<Token>,
  { edges, text }: Letters,
): ReadonlyArray<Token> => {
  if (!opening.has(tokens[0]?.kind) || !tokens.some(({ kind }) => ofShop.has(kind))) {
    return tokens
  }
  let from = text.length - 1
  while (from > 0 && edges[from] !== stop) from--
  const told = tokens.filter(({ start }) => start < from)
  const asking = tokens.filter(({ start }) => start >= from)
  const isAside =
    told.length > 0 &&
    !told.some(({ kind }) => ofPurchase.has(kind)) &&
    asking.some(({ kind }) => wishing.has(kind)) &&
    !asking.some(({ kind }) => ofShop.has(kind))
  return isAside
    ? tokens.map((token) =>
        token.start < from && ofShop.has(token.kind) ? { ...token, kind: "?" } : token,
      )
    : tokens
}
