/**
 * Child process that holds one of the compared clients: runs chats and reports their cost and outcomes.
 *
 * Processor time is that of the whole process with all threads. Reported times are milliseconds on the clock that all
 * processes of the machine share.
 */
import { answerCalls } from "../../process/AnswerCalls.ts"
import { collectGarbage, processorTime } from "../../process/OwnProcess.ts"
import {
  closedLoop,
  evenArrivals,
  type OpenLoop,
  sharedClock,
  startOpenLoop,
  type Timing,
} from "../../measure/OpenLoop.ts"
import { cutInSilence, type Variant } from "./ChatClient.ts"
import { clients } from "./Clients.ts"
import { conversation } from "./Conversation.ts"
import { modelIdOf, type StreamShape } from "./StreamShape.ts"

export interface AskMany {
  readonly shape: StreamShape
  readonly chats: number
  readonly concurrency: number
}

const client = await clients[process.argv[2] as Variant]() // Only the laboratory starts this.
let asked = 0
const chat = (shape: StreamShape, onText: (text: string) => void) =>
  client(modelIdOf(shape), conversation(asked++), onText)

const tryMany = async ({ chats, concurrency, shape }: AskMany) => {
  const firstMs: Array<number> = []
  const failures: Array<string> = []
  const before = processorTime()
  await closedLoop(chats, concurrency, async () => {
    const started = performance.now()
    let isFirst = true
    const first = () => {
      if (isFirst) firstMs.push(performance.now() - started)
      isFirst = false
    }
    await chat(shape, first).catch((error: unknown) => failures.push(String(error)))
  })
  return {
    /** User and system time of this process. */
    cpuMs: (processorTime() - before) / 1_000,
    /** From the call to the first text, one for each chat. */
    firstMs,
    failures,
    /** Those whose transport told of the failure; others ended the answer as if it were whole. */
    told: failures.filter((text) => !text.includes(cutInSilence)).length,
  }
}

const loops: Array<OpenLoop> = []

const outcome = ({ ended, failure, intended }: Timing) => ({
  intended,
  /** Null when it was still open. */
  ended,
  isFailed: failure !== undefined,
})
export type StartedChat = ReturnType<typeof outcome>

const calls = {
  tryMany,
  /** @throws Error when one fails */
  askMany: async (load: AskMany) => {
    const { failures, ...many } = await tryMany(load)
    if (failures[0] !== undefined) throw new Error(failures[0])
    return many
  },
  /** Opens so many chats at once; resolves when each has its first text. */
  hold: async ({ count, shape }: { readonly count: number; readonly shape: StreamShape }) => {
    const firsts = Array.from({ length: count }, () => Promise.withResolvers<void>())
    const now = sharedClock.now()
    const arrivals = firsts.map(() => now)
    loops.push(
      startOpenLoop(sharedClock, arrivals, (index) => {
        const asked = chat(shape, () => firsts[index]?.resolve())
        asked.catch((error: unknown) => firsts[index]?.reject(error))
        return asked
      }),
    )
    await Promise.all(firsts.map(({ promise }) => promise))
  },
  /** From now on a chat each `gapMs`, whatever becomes of earlier ones. */
  askEach: ({ gapMs, shape }: { readonly gapMs: number; readonly shape: StreamShape }) => {
    const arrivals = evenArrivals(sharedClock.now(), gapMs, () => false)
    loops.push(startOpenLoop(sharedClock, arrivals, () => chat(shape, () => {})))
  },
  /** What is known by now of the chats of each call. */
  started: () => loops.map(({ timings }) => timings.map(outcome)),
  residentBytes: () => {
    collectGarbage()
    return process.memoryUsage.rss()
  },
}

export type ClientCalls = typeof calls

answerCalls(calls)
