/**
 * Chooses the orders of the prompt that a question is about: by order number, title, month, status or position ("the
 * one before"). What is asked for and not there is reported separately.
 */
import { series } from "@manga-assist/catalogue"
import { titlesIn } from "@manga-assist/store-grammar"
import { type Asked } from "../Asked.ts"
import { vocabularies } from "../language/Vocabularies.ts"
import { namesIn } from "../embedding/CatalogueNames.ts"
import { type PromptOrder } from "../PromptFacts.ts"
import { type Prompt } from "../PromptReader.ts"
import { orderStatuses, type OrderStatus, places } from "../language/Vocabulary.ts"

export interface OrderChoice {
  /** What the customer wrote, when no order of the prompt has it. */
  readonly unknownId: string | undefined
  readonly orders: ReadonlyArray<PromptOrder>
  /** Besides these, the question names an order that the prompt does not have. */
  readonly alsoUnknown: boolean
  /** English titles that the question names. */
  readonly titles: ReadonlyArray<string>
  /** Asked for, and none of the orders has it. */
  readonly missingStatus: OrderStatus | undefined
  /** A time is asked for, of which there is no order. */
  readonly noneThen: boolean
}

const orderId = /[A-Z]{2}-\d{2}-\d{4}/
const maskedId = /order number that is not on this account/i

const englishTitles = new Map(series().map(({ english, id }) => [id, english]))

const months =
  "january february march april may june july august september october november december".split(" ")
const englishMonth = new RegExp(
  `(?<!\\b(?:by|before|until|till) )\\b(${months.join("|")})\\b(?:\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b)?`,
  "u",
)
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${months.join("|")})\\b`, "u")
const japaneseMonth = /(?<!\d)(\d{1,2})月(?:(\d{1,2})日)?/u

const padded = (number: number): string => String(number).padStart(2, "0")

/** `-10-`, or `-10-11`, as it stands in an ISO date. */
const monthIn = (text: string): string | undefined => {
  const [, given = "", before = ""] = dayFirst.exec(text) ?? []
  if (before !== "") return `-${padded(months.indexOf(before) + 1)}-${padded(Number(given))}`
  const [, name = "", day = ""] = englishMonth.exec(text) ?? []
  const [, number = "", japaneseDay = ""] = japaneseMonth.exec(text) ?? []
  const month = name === "" ? Number(number) : months.indexOf(name) + 1
  // "May" is a verb as well.
  if (month === 0 || (name === "may" && !/\b(?:in|from|of) may\b/u.test(text))) return undefined
  const of = day === "" ? japaneseDay : day
  return `-${padded(month)}-${of === "" ? "" : padded(Number(of))}`
}

const isOf = (order: PromptOrder, status: OrderStatus): boolean =>
  status === "underway"
    ? order.status === "processing" || order.status === "shipped"
    : order.status === status

const statusIn = (text: string): OrderStatus | undefined =>
  [...orderStatuses, "underway" as const].find((status) =>
    vocabularies.some((each) => each.orderStatuses[status].test(text)),
  )

const placeIn = (text: string) =>
  places
    .toSorted((a, b) => (a === "before" ? -1 : b === "before" ? 1 : 0))
    .find((place) => vocabularies.some((each) => each.places[place].test(text)))

const figures = "one two three four five".split(" ")
const lastFew = new RegExp(`\\blast (${figures.slice(1).join("|")}|[2-9]) `, "u")

const asksWhich =
  /\bwhich\b|\ball\b|\bany\b|ある|\bwhat\b.*\bdelivered\b|どれ|どの|全部|すべて|一覧|ありま/u

const asksAny = /\bany(?:thing)?\b|\bwhich\b|ありま(?:す|せん)(?:か|[?]|$)|ある[?か]?$|どれ/u

/** 「前々回じゃなくて前回」: what is corrected is not meant. */
const corrected = /[^、。?]*?(?:じゃなくて|ではなくて|ではなく|じゃなく)、?/gu

const narrowed = (
  orders: ReadonlyArray<PromptOrder>,
  written: string,
): ReadonlyArray<PromptOrder> => {
  const text = written.replaceAll(corrected, "")
  const month = monthIn(text)
  if (month !== undefined) return orders.filter(({ placedOn }) => placedOn?.includes(month))
  const place = placeIn(text)
  const [, count = ""] = lastFew.exec(text) ?? []
  if (count !== "") return orders.slice(0, figures.indexOf(count) + 1 || Number(count))
  if (place === "newest") return orders.slice(0, 1)
  if (place === "before") return orders.slice(1, 2)
  if (place === "oldest") return orders.slice(-1)
  const status = statusIn(text)
  const held = status === undefined ? [] : orders.filter((order) => isOf(order, status))
  // "Was it shipped?" asks of the newest one; "which was delivered" chooses.
  return held.length > 0 &&
    (status === "underway" || asksWhich.test(text) || status === "processing")
    ? held
    : orders
}

export const askedOrders = (prompt: Prompt, { text }: Asked): OrderChoice => {
  const question = prompt.question.normalize("NFKC").toUpperCase()
  const id = orderId.exec(question)?.[0]
  const own = prompt.orders.filter((order) => question.includes(order.id.toUpperCase()))
  const masked = maskedId.test(question)
  const titles = [...titlesIn(prompt.question).series].flatMap(
    (each) => englishTitles.get(each) ?? [],
  )
  const status = statusIn(text)
  const missingStatus =
    status === undefined ||
    !asksAny.test(text) ||
    prompt.orders.some((order) => isOf(order, status))
      ? undefined
      : status
  const choice = {
    unknownId: undefined,
    alsoUnknown: false,
    titles,
    missingStatus,
    noneThen: monthIn(text) !== undefined && prompt.orders.length > 0,
  }
  if (own.length > 0) return { ...choice, orders: own, alsoUnknown: masked }
  if (id !== undefined) return { ...choice, unknownId: id, orders: [] }
  if (masked) return { ...choice, unknownId: "", orders: [] }
  const newestFirst = prompt.orders.toSorted((a, b) =>
    (b.placedOn ?? "").localeCompare(a.placedOn ?? "", "en"),
  )
  const holdsTitle = newestFirst.filter(({ items }) =>
    items.some(({ title }) => titles.some((each) => title.startsWith(each))),
  )
  // "When did I buy Ranma 19?": the one with that book, where there is one.
  const { volumes } = namesIn(prompt.question)
  const holdsBook = holdsTitle.filter(({ items }) =>
    items.some(({ title }) =>
      titles.some((each) => volumes.some((volume) => title === `${each}, volume ${volume}`)),
    ),
  )
  const holding = holdsBook.length > 0 ? holdsBook : holdsTitle
  if (titles.length > 0) {
    // "The Baki books in my current order": both must hold, where they can.
    const both = narrowed(newestFirst, text).filter((order) => holding.includes(order))
    return { ...choice, orders: both.length > 0 ? both : holding }
  }
  return { ...choice, orders: narrowed(newestFirst, text) }
}
