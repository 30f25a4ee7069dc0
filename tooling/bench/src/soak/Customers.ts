/**
 * Simulated customers of the soak test. They make the visits planned by `mix/Visit.ts` with 40 % of the reading and
 * typing time. At random they rate answers, cancel messages, or drop the connection soon after the last question.
 * Records the outcome of every message.
 */
import { poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { type Answered, CustomerSocket } from "../mix/CustomerSocket.ts"
import type { Ask, Visit } from "../mix/Visit.ts"

export interface Asked extends Answered {
  /** On the shared clock. */
  readonly intended: number
  /** The customer went before the end: none is owed. */
  readonly abandoned: boolean
}

export interface Customers {
  readonly asked: ReadonlyArray<Asked>
  readonly visits: number
  /** Sockets that could not be opened, each with when it was tried. */
  readonly unopened: ReadonlyArray<number>
  readonly ratingsConfirmed: number
  /** Error frames that named no message. */
  readonly otherErrors: number
}

/** Of messages, or of visits. */
export const habits = {
  rates: 0.3,
  cancels: 0.05,
  /** Goes without a goodbye, 50 to 1,500 ms after the last question. */
  vanishes: 0.15,
  /** Somebody types that fast: reading and typing take this part of the time in `mix`. */
  hurry: 0.4,
}

const confirmWithinMs = 1_000

interface Tally {
  readonly asked: Array<Asked>
  ratingsConfirmed: number
  otherErrors: number
}

const askOne = async (
  socket: CustomerSocket,
  number: number,
  ask: Ask,
  opening: number,
  random: () => number,
): Promise<void> => {
  const at = (ms: number) => opening + ms * habits.hurry
  for (const { atMs, line } of ask.drafts) {
    await sharedClock.until(at(atMs))
    socket.draft(line)
  }
  await sharedClock.until(at(ask.atMs))
  const id = `m${number}`
  const cancelAfterMs = random() < habits.cancels ? random() * 1_500 : undefined
  const rating = random() < habits.rates ? (random() < 0.8 ? "up" : "down") : undefined
  void socket.ask(id, ask.text, at(ask.atMs)).then(({ outcome, turn }) => {
    if (rating !== undefined && turn !== undefined && outcome === "complete") {
      socket.rate(turn, rating)
    }
  })
  if (cancelAfterMs === undefined) return
  await sharedClock.until(at(ask.atMs) + cancelAfterMs)
  socket.cancel(id)
}

const visit = async (
  base: string,
  planned: Visit,
  opening: number,
  random: () => number,
  tally: Tally,
): Promise<void> => {
  const socket = await CustomerSocket.open(base, planned.session, planned.user)
  for (const [number, ask] of planned.asks.entries()) {
    await askOne(socket, number, ask, opening, random)
  }
  const vanishes = random() < habits.vanishes
  if (vanishes) {
    await sharedClock.until(sharedClock.now() + 50 + random() * 1_450)
    socket.terminate()
  } else {
    await socket.settled()
    // Ratings are confirmed after the answers.
    await sharedClock.until(sharedClock.now() + confirmWithinMs)
    socket.close()
  }
  await socket.closed
  tally.ratingsConfirmed += socket.feedbackOk
  tally.otherErrors += socket.otherErrors
  for (const [number, message] of socket.messages.entries()) {
    const ask = planned.asks[number]
    tally.asked.push({
      ...message,
      intended: opening + (ask?.atMs ?? 0) * habits.hurry,
      abandoned: vanishes && message.outcome === "closed",
    })
  }
}

export const customers = async (
  base: string,
  visits: ReadonlyArray<Visit>,
  perSecond: number,
  random: () => number,
): Promise<Customers> => {
  const tally: Tally = { asked: [], ratingsConfirmed: 0, otherErrors: 0 }
  const arrivals = poissonArrivals(sharedClock.now(), perSecond, visits.length, random)
  const { finished, timings } = startOpenLoop(sharedClock, arrivals, async (index) => {
    const planned = visits[index]
    if (planned === undefined) return
    await visit(base, planned, arrivals[index] ?? sharedClock.now(), random, tally)
  })
  await finished
  return {
    ...tally,
    visits: visits.length,
    unopened: timings.flatMap(({ failure, started }) => (failure === undefined ? [] : [started])),
  }
}
