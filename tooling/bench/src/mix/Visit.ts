/**
 * Plans a customer's visit before anything is sent: what is typed and when, when Enter is pressed, when the customer
 * leaves. It never waits for an answer, so a slow answer delays no later question and stays in the figures.
 */
import { enterAfterMs, typing } from "../store/Typist.ts"
import { assumptions as asked, type Drawn, type Traffic } from "./Traffic.ts"

export interface Ask extends Drawn {
  /** Enter, since the opening of the socket. */
  readonly atMs: number
  /** The line after each key, where its typing is told. */
  readonly keys: ReadonlyArray<{ readonly atMs: number; readonly line: string }>
}

export interface Visit {
  readonly session: string
  readonly user: string | undefined
  readonly asks: ReadonlyArray<Ask>
  readonly leavesMs: number
}

export const assumptions = {
  /** Turns of a visit: geometric with this mean, at most eight. */
  turns: 3,
  mostTurns: 8,
  /** Of visits by a customer who is known. */
  known: 0.7,
  /** Of questions whose typing is told in drafts; the others come whole. */
  typed: 0.6,
  /** Between an answer's beginning and the next key: at least, and on average more. */
  readingMs: { atLeast: 4_000, more: 4_000 },
}

const exponential = (mean: number, random: () => number) => -Math.log(1 - random()) * mean

export interface VisitsOptions {
  /** Begins the name of each session. */
  readonly name: string
  readonly count: number
  /** Who has been there so long asks nothing more. */
  readonly longestMs: number
  readonly traffic: Traffic
  readonly random: () => number
}

export const drawVisits = (options: VisitsOptions): ReadonlyArray<Visit> =>
  Array.from({ length: options.count }, (_, number) => drawVisit(number, options))

const drawVisit = (number: number, { longestMs, name, random, traffic }: VisitsOptions): Visit => {
  const language = random() < asked.japanese ? "ja" : "en"
  const user =
    random() < assumptions.known
      ? `demo-${String(1 + Math.floor(random() * 20)).padStart(2, "0")}`
      : undefined
  const asks: Array<Ask> = []
  let at = 300 + random() * 1_500
  do {
    const drawn = traffic.draw(language, user !== undefined, asks.length > 0, random)
    const isTyped = random() < assumptions.typed
    const keys = typing(drawn.text, random).map(({ afterMs, line }) => {
      at += afterMs
      return { atMs: at, line }
    })
    at += enterAfterMs(random)
    asks.push({ ...drawn, atMs: at, keys: isTyped ? keys : [] })
    at += assumptions.readingMs.atLeast + exponential(assumptions.readingMs.more, random)
  } while (
    asks.length < assumptions.mostTurns &&
    at < longestMs &&
    random() > 1 / assumptions.turns
  )
  return { session: `${name}-${number}`, user, asks, leavesMs: at }
}
