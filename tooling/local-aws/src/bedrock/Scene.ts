/** What a composer of either language is given. */
import { type PromptOrder } from "./PromptFacts.ts"
import { type Prompt } from "./PromptReader.ts"
import { type Choose } from "./SeededChoice.ts"

export interface Scene {
  readonly prompt: Prompt
  readonly choose: Choose
  /** The smaller model says less. */
  readonly brief: boolean
  /** ISO date; what is released later can be pre-ordered. */
  readonly today: string
}

const wanted =
  /\b(?:top|best|give me|show me|recommend|list)\s(?:the\s|me\s)?([1-5])\b|(?<!\d)([1-5])\s?(?:つ|作品|冊|選|個)/iu

/** "Give me 4": how many titles the question asks for, when it says so. */
const wantedTitles = (scene: Scene): number | undefined => {
  const match = wanted.exec(scene.prompt.question.normalize("NFKC"))
  const digits = match?.[1] ?? match?.[2]
  return digits === undefined ? undefined : Number(digits)
}

/** Titles named in a recommendation. */
export const mostTitles = (scene: Scene): number => wantedTitles(scene) ?? (scene.brief ? 2 : 3)

/** Titles named in a list. */
export const mostListed = (scene: Scene): number => wantedTitles(scene) ?? (scene.brief ? 3 : 5)

export interface OrderChoice {
  /** What the customer wrote, when no order of the prompt has it. */
  readonly unknownId: string | undefined
  readonly orders: ReadonlyArray<PromptOrder>
  /** Besides these, the question names an order that the prompt does not have. */
  readonly alsoUnknown: boolean
}

const orderId = /[A-Z]{2}-\d{2}-\d{4}/
const maskedId = /order number that is not on this account/i

/** The order the question names, else all; an id is compared without regard to case. */
export const askedOrders = (prompt: Prompt): OrderChoice => {
  const question = prompt.question.normalize("NFKC").toUpperCase()
  const id = orderId.exec(question)?.[0]
  const own = prompt.orders.filter((order) => question.includes(order.id.toUpperCase()))
  const masked = maskedId.test(question)
  if (own.length > 0) return { unknownId: undefined, orders: own, alsoUnknown: masked }
  if (id !== undefined) return { unknownId: id, orders: [], alsoUnknown: false }
  if (masked) return { unknownId: "", orders: [], alsoUnknown: false }
  const newestFirst = prompt.orders.toSorted((a, b) =>
    (b.placedOn ?? "").localeCompare(a.placedOn ?? "", "en"),
  )
  return { unknownId: undefined, orders: newestFirst, alsoUnknown: false }
}
