/**
 * Finds the order that a follow-up refers to: "And the one before that, how much was it?", その注文はいつ届く.
 *
 * Pure. Only the customer's own orders are considered; while they are not loaded, none is chosen.
 */
import type { Order } from "@manga-assist/catalogue"
import { byKind, type Pointing, says } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import { bookOf } from "../BookOfProduct.ts"
import type { Memory } from "../Memory.ts"
import { seriesOfId } from "./Described.ts"

const orderWords = [
  "ORDER",
  "ORDEREDTHING",
  "ORDERCONTENTS",
  "ITEMRECEIVED",
  "OWNORDER",
  "OWNPARCEL",
  "ITEM",
]
const arrival = ["ARRIVEJA", "ARRIVE", "SHIP", "SHIPWHEN", "SHIPTIME"]
const whichBook = /^何[巻冊](?!まで|出|ある|あり|完|で完|で終|続)/u

/** What is asked of the store's rules, though an order was spoken of. */
const rules =
  `RETURN RETURNABLE RETURNCOST RETURNQ RETURNHOW RETURNIT REFUND REFUNDABLE REFUNDQ REFUNDHOW REFUNDIT EXCHANGE
  EXCHANGEABLE EXCHANGEQ CANCEL CANCELHOW CANCELQ CANCELFEE CANCELLABLE CANCELOWN DAMAGED SELFDAMAGED WRONGITEM
  PAYMETHODS METHOD SHIPCOST SHIPTIME SHIPMETHODS FREESHIP THRESHOLD PLACE COUNTRIES EXPRESS GIFT WRAP POINTS INVOICE CHANGE
  CHANGEHOW ADDRESS CONTACT MEMBERSHIP LOST LOSTIF IFLOST`
    .split(/\s+/u)
    .filter(Boolean)

const asksOfRules = ({ reading }: Question): boolean =>
  says(byKind(reading.tokens), rules) || says(byKind(reading.cut), rules)

/** Who wants a book, or asks for its edition, asks for one to buy. */
const wantedOfBook = "FORMAT LOOKFOR LOOKFORJA WANTTO BUY NEXT NEXTJA SOLDOUT PREORDER".split(" ")

const ofContents = ["PAST", "ORDER", "ORDERED", "ITEMRECEIVED", "MINE", "WHATIN", "ORDERCONTENTS"]

/** Newest first. */
const idsOf = (orders: ReadonlyArray<Order>): ReadonlyArray<string> =>
  orders.toSorted((a, b) => b.placedOn.localeCompare(a.placedOn)).map(({ id }) => id)

/** Facts of a book, though an order was spoken of. */
const ofBooks =
  `UNFINISHED ENDS ENDAT ENDVOLS ENDATJA ONLYVOLS WILLEND AGE VOLSMAX START WHICHYEAR OPINION OMOSHIROI SEQUELOF SPINOFFOF
  HOWMANYVOLS FINISHED ONGOING SYNOPSIS AUTHOR WROTE DREW SAMEAUTHOR ELSE STOCK VOLUME FORMAT COMPLETESET VNEXT VLATEST
  RELEASE GENREWORD`
    .split(/\s+/u)
    .filter(Boolean)

/** Of a title that is named: its own affair. */
const askedOfBook =
  "FINISHED ONGOING SYNOPSIS AUTHOR WROTE DREW SAMEAUTHOR COMPLETESET VNEXT VLATEST".split(" ")

/** "The October one": the only order of that month. */
const ofMonth = (orders: ReadonlyArray<Order>, month: number | undefined): string | undefined => {
  if (month === undefined) return undefined
  const [id, more] = idsOf(orders.filter(({ placedOn }) => Number(placedOn.slice(5, 7)) === month))
  return more === undefined ? id : undefined
}

const singular = ["IT", "THAT"]
const ahead = new Set(["next", "similar", "others", "more"])
const names = new Set(["SERIES", "BOOK", "LATESTOF", "NEXTOF"])

/** "Is there a One Piece in it?": what is pointed at stands behind the title. */
const endsBack = ({ reading: { tokens } }: Question): boolean => {
  const at = tokens.findLastIndex(({ kind }) => names.has(kind))
  return tokens
    .slice(at + 1)
    .some(({ kind, value }) => ["IT", "THAT", "THEY"].includes(kind) && !ahead.has(value))
}

/** "Which book?", "how many copies?", "just the one in there?": of what an order holds. */
const contents: ReadonlySet<string> = new Set(
  "WHICH WHAT WHATIS WHATIN MANGA VOLS VOLWORD COPY HOWMANY THEY THAT IT ALL PAST AND NUM ONLY ? IN".split(
    " ",
  ),
)
const asksOfContents = ({ reading }: Question): boolean =>
  reading.tokens.length > 0 && reading.tokens.every(({ kind }) => contents.has(kind))

/** "Baki" of "Baki the Grappler" */
const startsWith = (id: string, named: string): boolean =>
  seriesOfId(id)?.english.startsWith(`${seriesOfId(named)?.english} `) === true

/** Is a series that is named in one of the orders? */
const holds = (orders: ReadonlyArray<Order>, series: ReadonlyArray<string>): boolean =>
  orders.some(({ items }) =>
    items.some(({ productId }) => {
      const id = bookOf(productId)?.series ?? productId
      return series.some((each) => each === id || startsWith(id, each))
    }),
  )

/** "Which was the most expensive?": of all that were told. */
const choosesOrder = ["WHICH", "DEAREST", "CHEAPEST", "MEASURE", "FIRSTV"]

const pastWords = ["PAST", "MINE", "ORDERED"]
const prices = ["PRICE", "PAY", "PAYFOR", "PAYSFOR"]
/** Which book, or how many of it. */
const ofCopies = "HOWMANYVOLS VOLWORD COPY SATSU HOWMANY".split(" ")
const notOfCopies =
  `COMPLETESET ALL WORKS OUT EXIST ATMOST FINISHED RELEASED RELEASE NEXTJA VNEXT NEXTOF LATESTOF LASTOF FORMAT STOCK VLATEST LATESTJA VLAST
  LASTJA WHEN AFTERBARE`
    .split(/\s+/u)
    .filter(Boolean)

const pastEndings = ["だった", "でした", "だっけ", "たっけ"]
const isOfPast = ({ reading: { letters, tokens } }: Question): boolean =>
  says(byKind(tokens), pastWords) || pastEndings.some((each) => letters.text.includes(each))

const isFirstWord = ({ kind, value }: Question["reading"]["cut"][number]): boolean =>
  (kind === "THEY" && value === "first") || (kind === "#unit-ordinal" && value === "1")

const statuses: ReadonlyArray<readonly [Order["status"], ReadonlyArray<string>]> = [
  ["processing", ["準備中", "処理中", "未発送", "being prepared", "processing", "not shipped"]],
  [
    "shipped",
    ["発送済", "発送され", "配送中", "輸送中", "been shipped", "on its way", "on the way"],
  ],
  ["delivered", ["届いた", "お届け済", "届いて", "到着した", "delivered", "arrived already"]],
]

/** "The one that was delivered", 「準備中のほう」: the only order of that status. */
const ofStatus = (orders: ReadonlyArray<Order>, { reading }: Question): string | undefined => {
  const { text } = reading.letters
  const chooses = reading.cut.some(
    ({ kind, value }) =>
      kind === "NOHOU" || kind === "YATSU" || (kind === "THEY" && value === "one"),
  )
  const status = statuses.find(([, words]) => words.some((each) => text.includes(each)))?.[0]
  if (!chooses || status === undefined) return undefined
  const [only, more] = idsOf(orders.filter((order) => order.status === status))
  return more === undefined ? only : undefined
}

/** Several were told, and the question points at none of them. */
const isOfSeveral = ({ reading }: Question, { back }: Pointing, memory: Memory): boolean => {
  const said = byKind(reading.tokens)
  if (says(said, choosesOrder) && !says(said, ["MANGA", "VOLS", "VOLWORD", "COPY"])) return true
  const isOne = back && (says(said, singular) || says(said, ["NUM"]))
  return memory.orders.length > 1 && !isOne
}

/** An id, or `all`: the orders without choosing one. */
export const ordersMeant = (
  question: Question,
  pointing: Pointing,
  memory: Memory,
  orders: ReadonlyArray<Order> = [],
): { readonly id: string } | "all" | undefined => {
  const { intent, slots } = question
  const said = byKind(question.reading.tokens)
  const wasOrdered = memory.orders.length > 0 && says(said, pastWords)
  if (slots.series.length > 0 && slots.authors.length === 0) {
    const isHeld = holds(orders, slots.series)
    // 「3月のライオンはそのとき1冊いくらでした？」, "how many copies of One Piece?"
    const isNewest = says(byKind(question.reading.cut), ["LATESTJA", "LATEST", "LASTJA", "NEXTJA"])
    // 「BLAME!って全部で何巻」, though a volume of it was ordered: only 「何巻だった」 asks of the order.
    const asksLength = says(said, ["HOWMANYVOLS"]) && !isOfPast(question)
    const isCopies = says(said, ofCopies) && !asksLength && !says(said, notOfCopies) && !isNewest
    const isPaid = wasOrdered && says(said, ["PRICE", "PAY", "PAYFOR"]) && pointing.back
    if (isHeld && (isPaid || (memory.about === "orders" && isCopies && !pointing.next))) {
      return "all"
    }
    // "Which one had Monster?", 「違国日記は何巻だった？」
    if (memory.about !== "orders") return undefined
    const ofBook = says(said, [
      "PRICE",
      "STOCK",
      "NEED",
      "RELEASE",
      ...wantedOfBook,
      ...askedOfBook,
    ])
    const isInIt = endsBack(question) && holds(orders, slots.series)
    return !ofBook && (isInIt || says(said, ofContents)) ? "all" : undefined
  }
  // 「何冊？」, 「何巻？」 of what was ordered, not 「何巻まで？」
  const { letters, tokens } = question.reading
  const isOfCopies = tokens.length === 1 && whichBook.test(letters.text)
  const isOfOrders = memory.about === "orders"
  // 「到着予定日は」, though anybody could ask how long delivery takes.
  const asksArrival =
    isOfOrders &&
    memory.orders.length > 0 &&
    slots.place === undefined &&
    says(said, arrival) &&
    !says(said, ["PRICE", "SHIPCOST", "FREESHIP", "FEE", "MONEY", "COUNTRIES", "PLACE"])
  // 「それは何巻でしたか」, "which volume was it?": of what was ordered, and not of the series.
  const isOfOrdered = memory.topic === undefined || holds(orders, [memory.topic.series])
  const wasSo = memory.orders.length > 0 && isOfPast(question)
  const asksWhichBook =
    isOfOrdered &&
    memory.orders.length > 0 &&
    (isOfOrders || wasSo) &&
    (slots.volume === undefined || isOfOrders) &&
    (wasSo || says(said, ["COPY"]) || isOfCopies || says(said, ["WHICH"])) &&
    says(said, ofCopies) &&
    !says(said, notOfCopies)
  const isAnybodys = question.reading.known && !isOfCopies && !asksArrival && !asksWhichBook
  if (isAnybodys && !pointing.back && !pointing.bare) return undefined
  if (slots.authors.length > 0 || slots.orderId !== undefined) return undefined
  const saysOrder = says(said, orderWords)
  // 「それと、届くのは何日でしたか」, 「中身なんだったっけ」: of the order that was told of before.
  const wasToArrive = says(said, ["ARRIVEJA", "ARRIVE"]) && says(said, ["PAST"])
  // "What's in it again?", where no box set was spoken of.
  const asksInside =
    pointing.back &&
    says(byKind(question.reading.cut), ["IN", "WHATIN"]) &&
    says(said, ["WHATIS", "WHAT"])
  const isOrdered = memory.topic !== undefined && holds(orders, [memory.topic.series])
  // 「今届くのを待ってるやつは何日着？」
  const isUnderWay = question.reading.cut.some(
    ({ kind, value }) => kind === "TALK" && value === "newest",
  )
  const isOfEarlier =
    isUnderWay ||
    (saysOrder && (pointing.back || says(said, ["ITEMRECEIVED", "ORDERCONTENTS"]))) ||
    (asksInside && (memory.topic === undefined || isOrdered))
  const isSpoken = isOfEarlier || wasToArrive || asksWhichBook || says(said, ["ORDER"])
  if (!isOfOrders && !(memory.orders.length > 0 && isSpoken)) return undefined
  if (asksOfRules(question) && !pointing.previous && !asksArrival) return undefined
  const ids = idsOf(orders)
  const now = memory.orders.find((id) => ids.includes(id))
  // Nobody's orders were told: only what points at them, or names one, speaks of them.
  if (now === undefined && !pointing.back && !saysOrder) return undefined
  if (asksWhichBook && now !== undefined && memory.orders.length === 1) return { id: now }
  // 「二つの注文を足したら」, "what did all three cost me?"
  const { count } = pointing
  const ofAll = count === undefined ? pointing.all && pointing.sums : count === ids.length
  if (ofAll && isOfOrders && ids.length > 1 && says(said, [...prices, "ACCEPT"])) return "all"
  // "Price of the volume before that one, paperback"
  const isNear = (pointing.previous || pointing.next) && says(said, ["FORMAT"])
  if (isNear && !says(said, ["ORDER"])) return undefined
  // "What else came with it?"
  const isBeside = isOfOrders && says(said, ["ELSE", "THEY"]) && says(said, ["WITH", "TOGETHER"])
  if (isBeside && pointing.back && now !== undefined) return { id: now }
  const byStatus = isOfOrders ? ofStatus(orders, question) : undefined
  if (byStatus !== undefined) return { id: byStatus }
  const middle = ids.length % 2 === 1 ? ids[(ids.length - 1) / 2] : undefined
  if (pointing.middle && middle !== undefined) return { id: middle }
  const byDate = ofMonth(orders, pointing.month)
  if (byDate !== undefined && intent !== "release-date") return { id: byDate }
  const [newest] = ids
  const isOne =
    saysOrder ||
    ((isOfOrders || isUnderWay) &&
      (says(said, ["NUM"]) || says(byKind(question.reading.cut), ["YATSU", "NOHOU"])))
  if (newest !== undefined && pointing.newest && isOne) return { id: newest }
  const at = now === undefined ? -1 : ids.indexOf(now)
  // 「一番高かったのは？」 chooses among all of them.
  if (says(said, ["DEAREST", "CHEAPEST"])) return "all"
  if ((isOfCopies || (asksArrival && !pointing.previous)) && now !== undefined) return { id: now }
  // "How much was the lot?"
  const isPaid = isOfOrders && says(said, prices) && says(said, pastWords)
  // 「一番古いやつの中身は？」
  const isFirst = saysOrder && question.reading.cut.some(isFirstWord)
  const isOldest = isFirst || says(said, ["FURUI"]) || said["MEASURE"]?.includes("older") === true
  const oldest = ids.at(-1)
  if (isOldest && (isOfOrders || saysOrder) && oldest !== undefined) return { id: oldest }
  const isOfBooks =
    (says(said, ofBooks) && !(isPaid && says(said, ["COMPLETESET"]))) ||
    (says(said, ["HOWMANY"]) && says(said, ["VOLS"]) && says(said, ["HAVE", "EXIST", "MANGA"])) ||
    // "Is there a volume after that one?"
    (pointing.next && says(said, ["VOLWORD", "VOLS", "MANGA"])) ||
    (pointing.numbers.length > 0 && says(said, ["PRICE", "FORMAT", "HAVE", "NEXT", "WHEN"]))
  if (isOfBooks && (!saysOrder || says(said, ["AUTHOR", "WROTE", "DREW"]))) return undefined
  // "And on the last one?", "the first one?": in the order of time.
  const { place } = pointing
  const placedAt = place === undefined ? undefined : place.fromEnd ? 0 : ids.length - 1 - place.at
  const placed = placedAt === undefined ? undefined : ids[placedAt]
  if (placed !== undefined) return { id: placed }
  if (pointing.previous || (pointing.next && at > 0)) {
    const id = ids[at < 0 ? 1 : at + (pointing.previous ? 1 : -1)]
    return id === undefined ? "all" : { id }
  }
  if (intent === "order-status" && !pointing.back && !question.reading.known) {
    // "What was in my last order?" says itself which.
    return undefined
  }
  const goesOn = [
    "policy",
    "other",
    "release-date",
    "price-or-stock",
    "order-status",
    "title-lookup",
  ]
  const isOfContents = now !== undefined && asksOfContents(question)
  if (!goesOn.includes(intent) && !pointing.back && !isOfContents) return undefined
  // "What's the weather?" is not about the order.
  const { unknownName } = question.reference
  if (intent === "other" && unknownName && !pointing.back && !saysOrder) return undefined
  return now === undefined || isOfSeveral(question, pointing, memory) ? "all" : { id: now }
}
