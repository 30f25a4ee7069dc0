/**
 * Composes answers about a customer's orders: as the question asks, how many orders, books or copies they are and what
 * they cost together, over all orders asked about; then the single orders, at most 5 of them, with unit prices if
 * asked for. Without a signed-in customer it asks to sign in.
 */
import { type Asked } from "../Asked.ts"
import { type Sentences } from "../language/EnglishSentences.ts"
import { type PromptItem, type PromptOrder } from "../PromptFacts.ts"
import { type Scene } from "../Scene.ts"
import { askedOrders } from "./OrderChoice.ts"

/** Orders of which one answer tells. */
const mostOrders = 5

const asks = {
  sum: /\bsum\b|\btogether\b|足す|足した|\btotals?\b|\btotal(?:l?ed|ling)?\b|\bspen[dt]\b|\baltogether\b|\ball told\b|\bin all\b|\badd(?:s|ed|ing)? up\b|\b(?:come|comes|came) to\b|\bhow much (?:have|did|has) (?:i|we)\b|\bpaid\b|合計|総額|全部でいくら|いくら(?:使|払|買)|使った|トータル|つぎ込/u,
  orders:
    /\bhow many (?:\w+ ){0,2}(?:orders|purchases|times|parcels)\b|\bnumber of orders\b|\bhow often\b|何回|何件|何度|注文(?:数|はいくつ|の数)/u,
  books:
    /\bhow many (?:\w+ ){0,2}(?:books|volumes|copies|items|manga|things|comics|titles)\b|\bhow many\b(?=.*§)|何冊|何部|何点|何巻|いくつ(?:入|買|頼)/u,
  unit: /\bper (?:copy|book|volume|piece|item|unit)\b|\beach\b|\bapiece\b|\b(?:a |one |single |individual )(?:single )?(?:copy|book|volume|item)\b|\ba single one\b|\bunit price\b|(?:1|一)冊(?:あたり)?(?:は|で|が)?いくら|単価|1冊|一冊|それぞれ/u,
  price: /\bhow much\b|\bpric\w*|\bcosts?\b|\bpa(?:y|id)\b|いくら|値段|価格/u,
  dearest:
    /\bmost expensive\b|\bpriciest\b|\bbiggest\b|\blargest\b|\bhighest\b|\bcost(?: me)? (?:the )?most\b|\bdearest\b|(?:一番|いちばん|最も)高|高額|最高額|お金(?:が|の)?(?:一番|いちばん)?かか/u,
  cheapest:
    /\bcheapest\b|\bsmallest\b|\blowest\b|\bleast expensive\b|\bcost(?: me)? (?:the )?least\b|(?:一番|いちばん|最も)安|最安/u,
}

const summed = (orders: ReadonlyArray<PromptOrder>): number | undefined => {
  const totals = orders.flatMap(({ total }) => total ?? [])
  return totals.length < orders.length ? undefined : totals.reduce((sum, each) => sum + each, 0)
}

const itemsOf = (
  orders: ReadonlyArray<PromptOrder>,
  titles: ReadonlyArray<string>,
): ReadonlyArray<PromptItem> =>
  orders
    .flatMap(({ items }) => items)
    .filter(({ title }) => titles.length === 0 || titles.some((each) => title.startsWith(each)))

/** The one whose total is at that end. */
const byTotal = (orders: ReadonlyArray<PromptOrder>, text: string): ReadonlyArray<PromptOrder> => {
  const sorted = orders.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0))
  if (asks.dearest.test(text)) return sorted.slice(0, 1)
  return asks.cheapest.test(text) ? sorted.slice(-1) : orders
}

export const orderAnswer = ({ prompt }: Scene, say: Sentences, asked: Asked): string => {
  if (prompt.orders.length === 0 && prompt.unread.has("orders")) return say.unread
  if (!prompt.signedIn && prompt.orders.length === 0) return say.signIn
  const { alsoUnknown, missingStatus, noneThen, orders, titles, unknownId } = askedOrders(
    prompt,
    asked,
  )
  if (missingStatus !== undefined) return say.noneOfStatus(missingStatus)
  if (orders.length === 0) {
    if (unknownId !== undefined) return say.orderUnknown
    if (titles.length > 0) return say.notOrdered
    return noneThen ? say.noneThen : say.noOrder
  }
  const { text } = asked
  const chosen = byTotal(orders, text)
  const items = itemsOf(chosen, titles)
  const total = asks.sum.test(text) && chosen.length > 1 ? summed(chosen) : undefined
  return say.joined([
    asks.orders.test(text) ? say.orderCount(chosen.length) : undefined,
    total === undefined ? undefined : say.orderSum(chosen.length, total),
    asks.books.test(text) && titles.length > 0 ? say.orderedCopies(items) : undefined,
    asks.books.test(text) && titles.length === 0
      ? say.bookCount(items.reduce((sum, { quantity }) => sum + quantity, 0))
      : undefined,
    asks.unit.test(text) || (titles.length > 0 && asks.price.test(text))
      ? say.unitPrices(items.filter(({ price }) => price !== undefined))
      : undefined,
    ...chosen.slice(0, mostOrders).map(say.ordered),
    alsoUnknown ? say.otherOrderUnknown : undefined,
  ])
}
