/**
 * Child process of `TurnCost.ts`: runs turns of the store directly, not through its sockets, with sinks that can be
 * exchanged between two turns, so that equally warm code is measured with and without them.
 *
 * Cache, search, tables and model are not stubs but the running emulators, reached over the network. Customer data is
 * not read, because that would cost more than what is measured.
 */
import {
  CustomerContext,
  type KnownContext,
  DraftedRetrieval,
  layerConnections,
  layerStore,
  FollowedNames,
  Summaries,
  Turn,
  type TurnEvent,
  TurnSinks,
} from "@manga-assist/assistant"
import { Effect, Layer, Scope } from "effect"
import { layerServer } from "orchestrator/Server"
import { setTimeout as sleep } from "node:timers/promises"
import { answerCalls } from "../process/AnswerCalls.ts"
import { poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { processorTime } from "../process/OwnProcess.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { freeWish } from "../store/Questions.ts"
import { type SinksOfState, sinksOf, type SinkState, sinkStates } from "./SinkVariants.ts"

export interface Block {
  readonly state: SinkState
  /**
   * `hit`: a policy that is in memory, needs no price, and so costs least. `miss`: never asked before.
   * `records`: no turn at all, only the records that a real one left, under new names.
   */
  readonly asks: "hit" | "miss" | "records"
  readonly count: number
  readonly perSecond: number
  readonly seed: number
}

export interface BlockResult {
  /** Milliseconds from the intended start of each turn to its first content. */
  readonly firstContent: ReadonlyArray<number>
  /** Microseconds of processor time of this process for each turn, what sinks wrote included. */
  readonly processorTime: number
  readonly failed: number
  /** Records refused or dropped since the process began. */
  readonly lost: number
}

export type TurnCalls = {
  readonly measure: (block: Block) => Promise<BlockResult>
}

/** What sinks still have to write belongs to the block: the oldest batch leaves after half a second. */
const settleMs = 600
const hitQuestion = "What is your return policy?"

const nobody: KnownContext = {
  conversation: { turns: [] },
  customer: undefined,
  trending: undefined,
  orders: undefined,
  outcome: "hit",
  broken: false,
}

const knowsNobody = Layer.succeed(
  CustomerContext,
  CustomerContext.of({
    opened: () => undefined,
    take: () => Effect.succeed(nobody),
    takeNow: () => nobody,
    remember: () => undefined,
    closed: () => undefined,
    counters: () => ({}),
  }),
)

/** Their answers may be kept for others, unless something was left out because the machine was busy. */
const keptQuestions = [
  "Recommend a horror manga",
  "Recommend a fantasy manga",
  "Recommend a mystery manga",
  "What payment methods do you accept?",
  "Do you ship overseas?",
]

type Recorded<Name extends keyof TurnSinks["Service"]> = Parameters<
  TurnSinks["Service"][Name]["offer"]
>[0]
type TurnRecords = { readonly [Name in keyof TurnSinks["Service"]]: Recorded<Name> }
type Writable<A> = { -readonly [Name in keyof A]: A[Name] }

const keeping = (keep: Partial<Writable<TurnRecords>>): TurnSinks["Service"] => {
  const keepAs = <Name extends keyof TurnRecords>(name: Name) => ({
    offer: (record: TurnRecords[Name]) => {
      keep[name] = record
      return true
    },
  })
  return TurnSinks.of({
    session: keepAs("session"),
    answers: keepAs("answers"),
    analytics: keepAs("analytics"),
    audit: keepAs("audit"),
    feedback: keepAs("feedback"),
  })
}

const storeAndConnections = layerStore.pipe(Layer.provideMerge(layerConnections))

const folder = process.argv[2] ?? ""

const program = Effect.gen(function* () {
  const live = yield* Layer.build(storeAndConnections)
  yield* Effect.provideContext(FollowedNames.untilRead, live)
  const states = new Map<SinkState, SinksOfState>()
  for (const state of sinkStates) states.set(state, yield* sinksOf(state, live, folder))
  let current: TurnSinks["Service"] | undefined
  const exchanged = TurnSinks.of({
    session: { offer: (record) => current?.session.offer(record) ?? false },
    answers: { offer: (record) => current?.answers.offer(record) ?? false },
    analytics: { offer: (record) => current?.analytics.offer(record) ?? false },
    audit: { offer: (record) => current?.audit.offer(record) ?? false },
    feedback: { offer: (record) => current?.feedback.offer(record) ?? false },
  })
  let running: Turn["Service"] | undefined
  const own = Turn.layer.pipe(
    Layer.provide([
      Layer.succeed(TurnSinks, exchanged),
      DraftedRetrieval.layerOff,
      Summaries.layerOff,
      knowsNobody,
    ]),
  )
  // The server's own order of parts gives the turn everything else; nobody connects to the server.
  const told = Layer.effect(
    Turn,
    Effect.map(Turn, (turn) => {
      running = turn
      return turn
    }),
  ).pipe(Layer.provide(own))
  yield* Layer.build(layerServer(layerConnections, told))
  const turn = running
  if (turn === undefined) throw new Error("the server has no turn")
  let turns = 0

  const ask = (text: string, started: (content: number) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      turns += 1
      const session = `sinks-${process.pid}-${turns}`
      let ended: Error | undefined = new Error("the turn had no end")
      let begun = false
      const request = { id: "q", session, text, arrivedAt: performance.now() }
      const heard = (event: TurnEvent) => {
        if (!begun && (event.type === "delta" || event.type === "products")) {
          begun = true
          started(sharedClock.now())
        }
        if (event.type === "turn-end") {
          ended = undefined
          // A rating of every turn, so that all five sinks take one record of each.
          exchanged.feedback.offer({
            id: event.end.turn,
            at: Date.now(),
            session,
            turn: event.end.turn,
            rating: "up",
          })
        } else if (event.type === "turn-failed") ended = new Error(event.failure.message)
      }
      const over = () => {
        if (ended === undefined) resolve()
        else reject(ended)
      }
      // As the server asks.
      if (turn.atOnce(request, heard)) over()
      else Effect.runFork(turn.run(request, heard)).addObserver(over)
    })

  let recorded: TurnRecords | undefined
  const recordsOfATurn = async (): Promise<TurnRecords> => {
    for (const question of keptQuestions) {
      const keep: Partial<Writable<TurnRecords>> = {}
      current = keeping(keep)
      await ask(question, () => undefined)
      const { analytics, answers, audit, feedback, session } = keep
      if (analytics && answers && audit && feedback && session) {
        return { analytics, answers, audit, feedback, session }
      }
    }
    throw new Error("no turn left records for all five sinks")
  }
  /** As if another customer had had the same turn. */
  const offerAgain = (of: TurnRecords): void => {
    turns += 1
    const id = `again-${turns}`
    exchanged.session.offer({
      ...of.session,
      id,
      session: id,
      turn: { ...of.session.turn, turn: id },
    })
    exchanged.answers.offer({ ...of.answers, id })
    exchanged.analytics.offer({ ...of.analytics, id })
    exchanged.audit.offer({ ...of.audit, id, session: id })
    exchanged.feedback.offer({ ...of.feedback, id, session: id, turn: id })
  }

  let wishes = 0
  const measure = async ({ asks, count, perSecond, seed, state }: Block): Promise<BlockResult> => {
    const sinks = states.get(state)
    if (sinks === undefined) throw new Error(`no sinks ${state}`)
    if (asks === "records") recorded ??= await recordsOfATurn()
    const records = recorded
    current = sinks.sinks
    const arrivals = poissonArrivals(sharedClock.now() + 20, perSecond, count, seededRandom(seed))
    const firstContent: Array<number> = []
    const before = processorTime()
    const { finished, timings } = startOpenLoop(sharedClock, arrivals, async (index) => {
      if (asks === "records") {
        if (state !== "off" && records !== undefined) offerAgain(records)
        return
      }
      await ask(asks === "hit" ? hitQuestion : freeWish((wishes += 1)), (at) => {
        // A timer may be a fraction of a millisecond early.
        const begun = Math.min(timings[index]?.started ?? at, arrivals[index] ?? at)
        firstContent.push(at - begun)
      })
    })
    await finished
    await sleep(settleMs)
    return {
      firstContent,
      processorTime: (processorTime() - before) / count,
      failed: timings.filter(({ failure }) => failure !== undefined).length,
      lost: sinks.lost(),
    }
  }
  answerCalls({ measure })
  return yield* Effect.never
})

const scope = Effect.runSync(Scope.make())
Effect.runPromise(Scope.provide(program, scope)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
