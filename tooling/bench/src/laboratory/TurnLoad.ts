/**
 * Open-loop load of simulated customers: Poisson arrivals, each with a socket opened a moment before and one question.
 * Latencies count from the intended sending time. The emulated delay of the network edge is waited for here, before the
 * message is sent.
 */
import { poissonArrivals, startOpenLoop } from "../measure/OpenLoop.ts"
import { preciseClock } from "../measure/PreciseTime.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { Chat, type Stages } from "../store/Chat.ts"
import { arrivalStage, playedTimes, spread } from "./PlayedTimes.ts"
import type { Configuration } from "./Technique.ts"

export interface Arranged {
  /** Of the server that serves under this configuration. */
  readonly url: string
  readonly configuration: Configuration
  /** Of spread times; undefined: each takes exactly its figure. */
  readonly seed: number | undefined
}

export interface TurnLoad {
  readonly turns: number
  /** So many more before them, which find the switch just thrown, are not told of. */
  readonly warmUps?: number
  readonly perSecond: number
  readonly seed: number
  readonly question: () => string
  /** Told of each turn that is over, answered or not; must not throw. */
  readonly onTurn?: () => void
}

/** A turn that the model answered: only these have all of the stages. */
export interface ObservedTurn {
  readonly question: string
  /** On the shared clock. */
  readonly intendedAt: number
  /** When the message left for the server, edge behind it. From the intended moment, as all below. */
  readonly sentMs: number
  /** When it was there, by the server. */
  readonly arrivedMs: number
  readonly firstTokenMs: number
  readonly firstProductsMs: number | undefined
  /** The server's own timeline, from its arrival there. */
  readonly stages: Stages
}

export interface LoadOutcome {
  readonly turns: ReadonlyArray<ObservedTurn>
  /** Why others are no such turns. */
  readonly failures: ReadonlyArray<string>
}

/** Time for the reads of prefetch, as a customer needs who first looks at the page. */
const openAheadMs = 250
const leadMs = 50

/** Where the load happens; tests have their own. */
const thisMachine = {
  clock: preciseClock,
  open: (url: string): Promise<Pick<Chat, "ask" | "close">> => Chat.open(url),
}

export const runTurns = async (
  { configuration, seed: timesSeed, url }: Arranged,
  { onTurn, perSecond, question, seed, turns, warmUps = 0 }: TurnLoad,
  { clock, open } = thisMachine,
): Promise<LoadOutcome> => {
  const start = clock.now() + openAheadMs + leadMs
  const arrivals = poissonArrivals(start, perSecond, warmUps + turns, seededRandom(seed))
  const { edgeMs } = playedTimes(configuration)
  const edgeRandom = seededRandom(seed + 1)
  const observed: Array<ObservedTurn> = []
  const openings = arrivals.map((at) => at - openAheadMs)
  const { finished, timings } = startOpenLoop(clock, openings, async (index) => {
    const intendedAt = arrivals[index] ?? 0
    const edge = timesSeed === undefined ? edgeMs : spread(edgeMs, edgeRandom)
    const text = question()
    const socket = await open(url)
    try {
      await clock.until(intendedAt + edge)
      const sentMs = clock.now() - intendedAt
      const answered = await socket.ask(text, { intended: intendedAt, leaves: true })
      const { end, firstProductsMs, firstTokenMs } = answered
      if (firstTokenMs === undefined || end === undefined) {
        throw new Error(`no text to "${text}": ${answered.outcome}`)
      }
      if (end.source !== "model") throw new Error(`answered by ${end.source}`)
      if (index < warmUps) return
      const stages = end.timeline
      const arrived = stages.find(({ stage }) => stage === arrivalStage)?.outcome
      const arrivedMs = arrived === undefined ? sentMs : Number(arrived) - intendedAt
      const asked = { question: text, intendedAt, sentMs, arrivedMs }
      observed.push({ ...asked, firstTokenMs, firstProductsMs, stages })
    } finally {
      void socket.close()
      onTurn?.()
    }
  })
  await finished
  return {
    turns: observed,
    failures: timings
      .slice(warmUps)
      .flatMap(({ failure }) =>
        failure === undefined ? [] : [failure instanceof Error ? failure.message : "failed"],
      ),
  }
}
