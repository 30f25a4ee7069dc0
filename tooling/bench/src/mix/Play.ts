/**
 * Plays planned visits of customers in an open loop: each starts at its time, independent of the others, and its
 * answers are recorded.
 */
import { poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { type Answered, CustomerSocket } from "./CustomerSocket.ts"
import type { Pattern } from "./Traffic.ts"
import type { Ask, Visit } from "./Visit.ts"

export interface Turn extends Answered {
  readonly pattern: Pattern
  readonly visit: Visit
}

export interface Played {
  readonly turns: ReadonlyArray<Turn>
  /** Sockets that could not be opened. */
  readonly unopened: number
}

const sendDrafts = async (socket: CustomerSocket, opened: number, { drafts }: Ask) => {
  for (const { atMs, line } of drafts) {
    await sharedClock.until(opened + atMs)
    socket.draft(line)
  }
}

/** `opening`: when it was meant to begin, on the shared clock. `over`: nobody has anything left to ask. */
const playVisit = async (
  base: string,
  visit: Visit,
  opening: number,
  answered: () => void,
  over: Promise<void>,
): Promise<Array<Turn>> => {
  const socket = await CustomerSocket.open(base, visit.session, visit.user)
  const answers: Array<Promise<Turn>> = []
  for (const [number, ask] of visit.asks.entries()) {
    await sendDrafts(socket, opening, ask)
    await sharedClock.until(opening + ask.atMs)
    const answer = socket.ask(`m${number}`, ask.text, opening + ask.atMs)
    answers.push(answer.then((each) => ({ ...each, pattern: ask.pattern, visit })))
  }
  const turns = await Promise.all(answers).finally(answered)
  // Who reads the last answer keeps a socket open for those who still ask, and for nobody else.
  await Promise.race([sharedClock.until(opening + visit.leavesMs), over])
  socket.close()
  return turns
}

export const play = async (
  base: string,
  visits: ReadonlyArray<Visit>,
  perSecond: number,
  random: () => number,
): Promise<Played> => {
  const arrivals = poissonArrivals(sharedClock.now() + 100, perSecond, visits.length, random)
  const turns: Array<Turn> = []
  const over = Promise.withResolvers<void>()
  let asking = visits.length
  const answered = () => {
    asking -= 1
    if (asking === 0) over.resolve()
  }
  const { finished, timings } = startOpenLoop(sharedClock, arrivals, async (index) => {
    const visit = visits[index]
    if (visit === undefined) return
    const opening = arrivals[index] ?? sharedClock.now()
    turns.push(...(await playVisit(base, visit, opening, answered, over.promise)))
  })
  await finished
  return { turns, unopened: timings.filter(({ failure }) => failure !== undefined).length }
}
