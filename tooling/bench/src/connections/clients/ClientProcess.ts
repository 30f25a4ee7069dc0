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
} from "../../measure/OpenLoop.ts"
import { bedrockChatClient, budget, patient } from "./BedrockChatClient.ts"
import { type ChatClient, cutInSilence, type Variant } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import { fetchClient } from "./FetchClient.ts"
import { rawClient } from "./RawClient.ts"
import { sdkClient } from "./SdkClient.ts"
import { modelIdOf, type StreamShape } from "./StreamShape.ts"

export interface AskMany {
  readonly shape: StreamShape
  readonly chats: number
  readonly concurrency: number
}

const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

const clientOf = (variant: Variant): ChatClient | Promise<ChatClient> => {
  const target = {
    endpoint: setting("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
    region: setting("AWS_REGION"),
    accessKeyId: setting("AWS_ACCESS_KEY_ID"),
    secretAccessKey: setting("AWS_SECRET_ACCESS_KEY"),
  }
  switch (variant) {
    case "bedrock-chat":
      return bedrockChatClient(patient)
    case "bedrock-chat-budget":
      return bedrockChatClient(budget)
    case "pooled-fetch":
    case "undici-h2":
      return fetchClient(variant, target)
    case "raw":
      return rawClient(target)
    default:
      return sdkClient(variant, target)
  }
}

const client = await clientOf(process.argv[2] as Variant) // Only the laboratory starts this.
let asked = 0
const chat = (shape: StreamShape, onText: (text: string) => void) =>
  client(modelIdOf(shape), conversation(asked++), onText)

const askMany = async ({ chats, concurrency, shape }: AskMany) => {
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
    failed: failures.length,
    firstFailure: failures[0] ?? "",
    /** Of the failed, those whose transport ended the answer as if it were whole. */
    inSilence: failures.filter((text) => text.includes(cutInSilence)).length,
  }
}

/** One chat; times on the clock that all processes share. */
export interface ProbedChat {
  readonly intended: number
  /** Null when it was still open. */
  readonly ended: number | null
  readonly isFailed: boolean
}

const probed = (loop: OpenLoop | undefined): ReadonlyArray<ProbedChat> =>
  (loop?.timings ?? []).map(({ intended, ended, failure }) => ({
    intended,
    ended,
    isFailed: failure !== undefined,
  }))

let held: OpenLoop | undefined
let regular: OpenLoop | undefined

/** Opens so many chats at once; resolves when each has its first text. */
const hold = async ({ count, shape }: { readonly count: number; readonly shape: StreamShape }) => {
  const firsts = Array.from({ length: count }, () => Promise.withResolvers<void>())
  const now = sharedClock.now()
  const arrivals = firsts.map(() => now)
  held = startOpenLoop(sharedClock, arrivals, async (index) => {
    const { reject, resolve } = firsts[index] ?? Promise.withResolvers<void>()
    await chat(shape, () => resolve()).catch((error: unknown) => {
      reject(error)
      throw error
    })
  })
  await Promise.all(firsts.map(({ promise }) => promise))
}

/** From now on a chat each `gapMs`, whatever became of earlier ones. */
const askEach = ({ gapMs, shape }: { readonly gapMs: number; readonly shape: StreamShape }) => {
  const arrivals = evenArrivals(sharedClock.now(), gapMs, () => false)
  regular = startOpenLoop(sharedClock, arrivals, () => chat(shape, () => {}))
}

const calls = {
  askMany,
  hold,
  askEach,
  /** What is known by now of the chats that were held open and of those asked regularly. */
  probed: () => ({ held: probed(held), asked: probed(regular) }),
  residentBytes: () => {
    collectGarbage()
    return process.memoryUsage.rss()
  },
}

export type ClientCalls = typeof calls

answerCalls(calls)
