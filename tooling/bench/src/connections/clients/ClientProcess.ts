/**
 * Child process that holds one of the compared clients: runs chats and reports their cost and outcomes.
 *
 * Processor time is that of the whole process with all threads. Reported times are milliseconds on the clock that all
 * processes of the machine share.
 */
import { setTimeout as pause } from "node:timers/promises"
import { answerCalls } from "../../process/AnswerCalls.ts"
import { collectGarbage, processorTime } from "../../process/OwnProcess.ts"
import { bedrockChatClient, budget, patient } from "./BedrockChatClient.ts"
import { type ChatClient, cutInSilence, isVariant, type Variant } from "./ChatClient.ts"
import { fetchClient } from "./FetchClient.ts"
import { closedLoop } from "../../measure/OpenLoop.ts"
import { RecoveryProbe } from "./RecoveryProbe.ts"
import { rawClient } from "./RawClient.ts"
import { sdkClient } from "./SdkClient.ts"
import { type StreamShape } from "./StreamShape.ts"

export interface AskMany {
  readonly shape: StreamShape
  readonly chats: number
  readonly concurrency: number
}

export interface AskedMany {
  /** User and system time of this process. */
  readonly cpuMs: number
  /** From the call to the first text, one for each chat. */
  readonly firstMs: ReadonlyArray<number>
  readonly failed: number
  readonly firstFailure: string
  /** Of the failed, those whose transport ended the answer as if it were whole. */
  readonly inSilence: number
}

export interface HeldOpen {
  readonly firstMs: ReadonlyArray<number>
  readonly failed: number
  /** Streams that were open when memory was read. */
  readonly open: number
  readonly rssBefore: number
  readonly rssOpen: number
}

const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

const clientOf = (variant: Variant): ChatClient | Promise<ChatClient> => {
  if (variant === "bedrock-chat") return bedrockChatClient(patient)
  if (variant === "bedrock-chat-budget") return bedrockChatClient(budget)
  const target = {
    endpoint: setting("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
    region: setting("AWS_REGION"),
    accessKeyId: setting("AWS_ACCESS_KEY_ID"),
    secretAccessKey: setting("AWS_SECRET_ACCESS_KEY"),
  }
  if (variant === "raw") return rawClient(target)
  return variant === "pooled-fetch" || variant === "undici-h2"
    ? fetchClient(variant, target)
    : sdkClient(variant, target)
}

const name = process.argv[2] ?? ""
if (!isVariant(name)) throw new Error(`no client ${name}`)
const client = await clientOf(name)
const probe = new RecoveryProbe(client)

const askMany = async ({ chats, concurrency, shape }: AskMany): Promise<AskedMany> => {
  const firstMs: Array<number> = []
  const failures: Array<string> = []
  const ask = async () => {
    const started = performance.now()
    let isFirst = true
    try {
      await client.chat(shape, () => {
        if (isFirst) firstMs.push(performance.now() - started)
        isFirst = false
      })
    } catch (error) {
      failures.push(String(error))
    }
  }
  const before = processorTime()
  await closedLoop(chats, concurrency, ask)
  return {
    cpuMs: (processorTime() - before) / 1_000,
    firstMs,
    failed: failures.length,
    firstFailure: failures[0] ?? "",
    inSilence: failures.filter((text) => text.includes(cutInSilence)).length,
  }
}

const collectedRss = (): number => {
  collectGarbage()
  return process.memoryUsage.rss()
}

export interface HoldOpen {
  readonly shape: StreamShape
  readonly count: number
  /** Memory is read a moment after so many are open. */
  readonly readAtOpen: number
  /** Whether to wait for the end of all, where some open only when others have ended. */
  readonly untilAllEnded: boolean
}

/** What is not open by then will not be; and a moment for buffers to come to rest. */
const openWithinMs = 30_000
const settleMs = 2_500

/** Opens `count` streams at once and reads memory while they are open. */
const holdOpen = async (options: HoldOpen): Promise<HeldOpen> => {
  const { shape, count, readAtOpen, untilAllEnded } = options
  const firstMs: Array<number> = []
  let failed = 0
  let open = 0
  const areOpen = Promise.withResolvers<void>()
  const rssBefore = collectedRss()
  const started = performance.now()
  const chats = Array.from({ length: count }, async () => {
    let isFirst = true
    try {
      await client.chat(shape, () => {
        if (isFirst) {
          firstMs.push(performance.now() - started)
          open++
          if (open === readAtOpen) areOpen.resolve()
        }
        isFirst = false
      })
    } catch {
      failed++
    } finally {
      if (!isFirst) open--
    }
  })
  await Promise.race([areOpen.promise, pause(openWithinMs)])
  await pause(settleMs)
  const reading = { open, rssBefore, rssOpen: collectedRss() }
  if (untilAllEnded) await Promise.all(chats)
  return { ...reading, firstMs, failed }
}

const calls = {
  askMany,
  holdOpen,
  warm: () => client.warm?.().then(() => {}),
  roundTrip: () => client.roundTrip?.(),
  beginRecovery: (options: Parameters<RecoveryProbe["begin"]>[0]) => probe.begin(options),
  endRecovery: () => probe.end(),
}

export type ClientCalls = typeof calls

answerCalls(calls)
