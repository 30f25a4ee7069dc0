/**
 * Takes for unexplained what a first sentence tells of the customer's life in words that also mean the shop, where a
 * later sentence wishes for books: "I have a job interview on Monday. What would calm me down?" asks for no job.
 *
 * What is told of a purchase ("my copy arrived torn") stays. Pure.
 */
import { type Letters, stop, type Token } from "@manga-assist/language"
import { books, seeks, shop, shopUnlessBook } from "../Kinds.ts"

const setOf = (list: string): ReadonlyArray<string> => list.split(/\s+/u)

const ofShop: ReadonlySet<string> = new Set([...shop, ...shopUnlessBook])
const wishing: ReadonlySet<string> = new Set([
  ...books,
  ...seeks,
  ...setOf("HINT FEEL GENRE LENGTH READERS"),
])
const opening: ReadonlySet<string> = new Set(setOf("I MINE SELFDAMAGED"))
/** Of a purchase, or a question. */
const ofPurchase: ReadonlySet<string> = new Set(
  setOf(
    `ARRIVED ARRIVEDSO ITEM ITEMRECEIVED ORDEREDTHING OWNORDER OWNPARCEL ORDER BUY BOUGHT MANGA PARCEL COPY BOOK SERIES VOLS
    GOTGIFT PURCHASES WHAT WHEN HOW HOWLONG CAN DOYOU CANYOU RETURN REFUND EXCHANGE SHIP PAY ACCOUNT POINTS COUPON`,
  ),
)

export const withoutToldAffairs = (
  tokens: ReadonlyArray<Token>,
  { edges, text }: Letters,
): ReadonlyArray<Token> => {
  if (!opening.has(tokens[0]?.kind ?? "") || !tokens.some(({ kind }) => ofShop.has(kind))) {
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
