/**
 * Fifty customers who chat at a steady rate over one socket each: what a cache knows, what only the model can answer,
 * and orders. Who was answered longest ago asks next, and only when the answer before has ended.
 */
import { evenArrivals, sharedClock, startOpenLoop } from "@manga-assist/bench/measure/OpenLoop"
import { type Answered, Chat } from "@manga-assist/bench/store/Chat"
import {
  nextCircumstance,
  nextLikeTitles,
  nextVolume,
  nextWish,
} from "@manga-assist/bench/store/LaboratoryQuestions"

/** What became of a message. */
export interface Message {
  /** On the shared clock. */
  readonly sentAt: number
  /** Kept up to date: another end is counted later, too. */
  readonly told: Pick<
    Answered,
    "end" | "ends" | "firstProductsMs" | "firstTokenMs" | "outcome" | "totalMs" | "turn"
  >
  /** The socket could not be opened: nobody was let in. */
  readonly isOutside?: true
}

/** Of all together: two cores have time left beside it. */
export const [sockets, perSecond] = [50, 8]

const knownQuestions = [
  "What's trending this week?",
  "返品できますか",
  "What is your return policy?",
  "ワンピースの105巻はいくら？",
]

let asked = 0
const nextKnown = () => knownQuestions[(asked += 1) % knownQuestions.length] ?? ""
const nextOrder = () => "Where is my order?"
/** In turn: four of ten from a cache, two orders, four misses. */
export const asks: ReadonlyArray<() => string> = [
  nextKnown,
  nextVolume,
  nextOrder,
  nextLikeTitles,
  nextKnown,
  nextWish,
  nextOrder,
  nextKnown,
  nextCircumstance,
  nextKnown,
]

export interface CustomersOptions {
  readonly url: string
  /** Of somebody who signed in. */
  readonly tokenOf: (user: string) => Promise<string>
  /** Every fifth question is asked by somebody who comes for it, signed in by the newest key. */
  readonly hasVisitors: boolean
  /** Fifty unless given. */
  readonly count?: number
  /** Messages of all together in a second. */
  readonly rate?: number
  /** In turn, what they ask. */
  readonly questions?: ReadonlyArray<() => string>
}

/** Rejects when a socket cannot be opened while nothing is broken. */
export const openCustomers = async ({
  count = sockets,
  hasVisitors,
  questions = asks,
  rate = perSecond,
  tokenOf,
  url,
}: CustomersOptions) => {
  const openOne = async (number: number): Promise<Chat> => {
    const token = await tokenOf(`demo-${String(1 + (number % 20)).padStart(2, "0")}`)
    return Chat.open(url, { token: () => token })
  }
  // Whom a busy machine could not let in comes again.
  const openFirst = (at: number) => openOne(at).catch(() => openOne(at))
  const customers = await Promise.all(Array.from({ length: count }, (_, at) => openFirst(at)))
  const free = [...customers]
  const messages: Array<Message> = []
  let isOver = false

  const ask = async (number: number, chat: Chat): Promise<void> => {
    const sentAt = sharedClock.now()
    const answered = chat.ask(questions[number % questions.length]?.() ?? "", { intended: sentAt })
    const told = chat.messages.at(-1)
    if (told !== undefined) messages.push({ sentAt, told })
    await answered
  }
  const visit = async (number: number): Promise<void> => {
    const sentAt = sharedClock.now()
    try {
      using chat = await openOne(number)
      await ask(number, chat)
    } catch {
      const told = { outcome: "closed", ends: 1, totalMs: sharedClock.now() - sentAt } as const
      messages.push({ sentAt, told, isOutside: true })
    }
  }
  const next = async (number: number): Promise<void> => {
    if (hasVisitors && number % 5 === 0) return visit(number)
    const customer = free.shift()
    // All of them wait for an answer: nobody asks more meanwhile.
    if (customer === undefined) return
    await ask(number, customer)
    free.push(customer)
  }
  const load = startOpenLoop(
    sharedClock,
    evenArrivals(sharedClock.now(), 1_000 / rate, () => isOver),
    next,
  )
  return {
    messages,
    errors: () => customers.reduce((sum, { otherErrors }) => sum + otherErrors, 0),
    /** Nobody asks any more; resolves when everything has ended. */
    stop: async (): Promise<void> => {
      isOver = true
      await load.finished
    },
    close: async (): Promise<void> => {
      await Promise.all(customers.map((chat) => chat.close()))
    },
  }
}
