/**
 * Plays planned visits of customers in an open loop: each starts at its time, independent of the others, and what became
 * of its messages is recorded. Habits make them hurry, rate answers, cancel messages, or go in the middle of an answer.
 */
import { poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { type Answered, Chat } from "../store/Chat.ts"
import type { Pattern } from "./Traffic.ts"
import type { Ask, Visit } from "./Visit.ts"

export interface Turn extends Answered {
  readonly pattern: Pattern
  readonly visit: Visit
  /** On the shared clock. */
  readonly intended: number
  /** The customer went before the end: none is owed. */
  readonly abandoned: boolean
}

export interface Habits {
  /** Of answers. */
  readonly rates: number
  /** Of messages. */
  readonly cancels: number
  /** Of visits: goes 50 to 1,500 ms after the last question. */
  readonly vanishes: number
  /** Reading and typing take this part of their time. */
  readonly hurry: number
}

const calm: Habits = { rates: 0, cancels: 0, vanishes: 0, hurry: 1 }

export interface Played {
  readonly turns: ReadonlyArray<Turn>
  /** Sockets that could not be opened, each with when it was tried. */
  readonly unopened: ReadonlyArray<number>
  readonly ratingsConfirmed: number
  /** Error frames that named no message. */
  readonly otherErrors: number
}

const confirmWithinMs = 1_000

export interface PlayOptions {
  readonly perSecond: number
  readonly random: () => number
  readonly habits?: Habits
}

export const play = async (
  base: string,
  visits: ReadonlyArray<Visit>,
  { habits = calm, perSecond, random }: PlayOptions,
): Promise<Played> => {
  const arrivals = poissonArrivals(sharedClock.now() + 100, perSecond, visits.length, random)
  const turns: Array<Turn> = []
  const confirmed = { ratings: 0, otherErrors: 0 }
  const over = Promise.withResolvers<void>()
  let asking = visits.length

  const ask = async (chat: Chat, id: string, { atMs, keys, text }: Ask, opening: number) => {
    const at = (ms: number) => opening + ms * habits.hurry
    for (const key of keys) {
      await sharedClock.until(at(key.atMs))
      chat.type(key.line)
    }
    await sharedClock.until(at(atMs))
    const cancelAfterMs = random() < habits.cancels ? random() * 1_500 : undefined
    const rating = random() < 0.8 ? "up" : "down"
    const rates = random() < habits.rates
    void chat.ask(text, { id, intended: at(atMs) }).then(({ outcome, turn }) => {
      if (rates && turn !== undefined && outcome === "complete") chat.rate(turn, rating)
    })
    if (cancelAfterMs === undefined) return
    await sharedClock.until(at(atMs) + cancelAfterMs)
    chat.cancel(id)
  }

  /** `opening`: when it was meant to begin, on the shared clock. */
  const playVisit = async (visit: Visit, opening: number): Promise<void> => {
    const chat = await Chat.open(base, { session: visit.session, user: visit.user })
    const ids = visit.asks.map((_, number) => `${visit.session}-m${number}`)
    for (const [number, each] of visit.asks.entries()) {
      await ask(chat, ids[number] ?? "", each, opening)
    }
    const vanishes = random() < habits.vanishes
    if (vanishes) await sharedClock.until(sharedClock.now() + 50 + random() * 1_450)
    else {
      await chat.settled()
      // Ratings are confirmed after the answers.
      if (habits.rates > 0) await sharedClock.until(sharedClock.now() + confirmWithinMs)
      asking -= 1
      if (asking === 0) over.resolve()
      // Who reads the last answer keeps a socket open for those who still ask, and for nobody else.
      const leaving = sharedClock.until(opening + visit.leavesMs * habits.hurry)
      await Promise.race([leaving, over.promise])
    }
    await chat.close()
    await chat.settled()
    if (vanishes) asking -= 1
    if (asking === 0) over.resolve()
    confirmed.ratings += chat.ratingsConfirmed
    confirmed.otherErrors += chat.otherErrors
    for (const [number, message] of chat.messages.entries()) {
      const { atMs = 0, pattern = "wish" } = visit.asks[number] ?? {}
      turns.push({
        ...message,
        pattern,
        visit,
        intended: opening + atMs * habits.hurry,
        abandoned: vanishes && message.outcome === "closed",
      })
    }
  }

  const { finished, timings } = startOpenLoop(sharedClock, arrivals, async (index) => {
    const visit = visits[index]
    if (visit !== undefined) await playVisit(visit, arrivals[index] ?? sharedClock.now())
  })
  await finished
  return {
    turns,
    unopened: timings.flatMap(({ failure, started }) => (failure === undefined ? [] : [started])),
    ratingsConfirmed: confirmed.ratings,
    otherErrors: confirmed.otherErrors,
  }
}
