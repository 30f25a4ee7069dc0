/**
 * Open-loop load of simulated customers: Poisson arrivals, each with a socket opened a moment before and one question.
 * Latencies count from the intended sending time. The emulated delay of the network edge is waited for here, before the
 * message is sent.
 */
import { type LoadClock, poissonArrivals, startOpenLoop } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { type Answered, type AskOptions, Chat, type Stages } from "../store/Chat.ts"
import { playedTimes, spread } from "./PlayedTimes.ts"
import { preciseClock } from "../measure/PreciseTime.ts"
import type { Arranged } from "./RunningLaboratory.ts"

export interface TurnLoad {
  readonly turns: number
  readonly perSecond: number
  readonly seed: number
  readonly question: () => string
  /** The line rests this long before the message, and is told; not at all unless given. */
  readonly draftAheadMs?: number | undefined
  /** Told of each turn that is over, answered or not; must not throw. */
  readonly onTurn?: (() => void) | undefined
}

export interface ObservedTurn {
  readonly question: string
  /** On the shared clock. */
  readonly intendedAt: number
  /** When the message left for the server, edge behind it. */
  readonly sentAt: number
  /** From the intended moment. */
  readonly firstTokenMs: number
  readonly firstProductsMs: number | undefined
  /** The server's own timeline, from its arrival there. */
  readonly stages: Stages
  readonly source: string
  readonly degraded: ReadonlyArray<string>
}

export interface LoadOutcome {
  readonly turns: ReadonlyArray<ObservedTurn>
  /** Without a first token, with why. */
  readonly failures: ReadonlyArray<string>
}

/** Time for the reads of prefetch, as a customer needs who first looks at the page. */
const openAheadMs = 250
const leadMs = 50
/** The client tells a line that has rested for so long. */
const restMs = 300

/** A customer's socket, as far as the load uses it. */
export interface AskingSocket {
  readonly ask: (text: string, options: AskOptions) => Promise<Omit<Answered, "id" | "text">>
  readonly type: (line: string) => void
  readonly close: () => unknown
}

/** Where the load happens; tests have their own. */
export interface LoadWorld {
  readonly clock: LoadClock
  readonly open: (url: string) => Promise<AskingSocket>
}

const thisMachine: LoadWorld = {
  clock: preciseClock,
  open: (url) => Chat.open(url),
}

export const runTurns = async (
  { configuration, seed: timesSeed, url }: Arranged,
  { draftAheadMs, onTurn, perSecond, question, seed, turns }: TurnLoad,
  { clock, open }: LoadWorld = thisMachine,
): Promise<LoadOutcome> => {
  const aheadMs = Math.max(openAheadMs, (draftAheadMs ?? 0) + restMs + leadMs)
  const start = clock.now() + aheadMs + leadMs
  const arrivals = poissonArrivals(start, perSecond, turns, seededRandom(seed))
  const { edgeMs } = playedTimes(configuration)
  const edgeRandom = seededRandom(seed + 1)
  const edges = arrivals.map(() => (timesSeed === undefined ? edgeMs : spread(edgeMs, edgeRandom)))
  const questions = arrivals.map(() => question())
  // Of a process that was late all of it comes at once, and then a question may come before its opening.
  const opening = arrivals.map(() => Promise.withResolvers<AskingSocket>())
  const openings = startOpenLoop(
    clock,
    arrivals.map((at) => at - aheadMs),
    (index) => {
      const opened = open(url)
      opening[index]?.resolve(opened)
      // Told by the question that waits for it, which may come later.
      opening[index]?.promise.catch(() => undefined)
      return opened
    },
  )
  const drafts =
    draftAheadMs === undefined
      ? undefined
      : startOpenLoop(
          clock,
          arrivals.map((at) => at - draftAheadMs - restMs),
          async (index) => (await opening[index]?.promise)?.type(questions[index] ?? ""),
        )
  const observed: Array<ObservedTurn> = []
  const asking = startOpenLoop(clock, arrivals, async (index) => {
    const intendedAt = arrivals[index] ?? 0
    const socket = await opening[index]?.promise
    if (socket === undefined) throw new Error("the socket was not opened")
    try {
      await clock.until(intendedAt + (edges[index] ?? 0))
      const sentAt = clock.now()
      const text = questions[index] ?? ""
      const answered = await socket.ask(text, { intended: intendedAt, leaves: true })
      const { end, firstProductsMs, firstTokenMs } = answered
      if (firstTokenMs === undefined || end === undefined) {
        throw new Error(`no text to "${text}": ${answered.outcome}`)
      }
      observed.push({
        question: text,
        intendedAt,
        sentAt,
        firstTokenMs,
        firstProductsMs,
        stages: end.timeline,
        source: end.source,
        degraded: end.degraded,
      })
    } finally {
      void socket.close()
      onTurn?.()
    }
  })
  await Promise.all([openings.finished, drafts?.finished, asking.finished])
  return {
    turns: observed,
    failures: asking.timings.flatMap(({ failure }) =>
      failure === undefined ? [] : [failure instanceof Error ? failure.message : "failed"],
    ),
  }
}
