/**
 * Child process that plays the customers of any chat server: sockets are opened beforehand and kept, each with at most
 * one message in flight, and questions come by one of two laws, so many at once or by Poisson. Who was answered longest
 * ago asks next, so that all sessions grow alike. A question never rejects; what became of it is told.
 */
import type { ServerFrame } from "@manga-assist/client"
import { closedLoop, poissonArrivals, sharedClock, startOpenLoop } from "../measure/OpenLoop.ts"
import { preciseClock } from "../measure/PreciseTime.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { answerCalls } from "../process/AnswerCalls.ts"
import { Chat } from "./Chat.ts"

export interface Told {
  readonly text: string
  /** Milliseconds from the intended start; absent when no text came. */
  readonly firstMs?: number | undefined
  readonly productsMs?: number | undefined
  readonly firstText?: string | undefined
  readonly endMs: number
  /** `complete`, or what ended it instead. */
  readonly outcome: string
  /** Which layer answered, and why it was that one; absent where none did. */
  readonly source?: string
  readonly reason?: string | undefined
  /** Only where they were asked for. */
  readonly frames?: ReadonlyArray<ServerFrame> | undefined
}

export interface Asking {
  /** Each is asked all texts. */
  readonly urls: ReadonlyArray<string>
  readonly texts: ReadonlyArray<string>
  /** At each server. */
  readonly atOnce: number
  readonly withFrames?: boolean
}

export interface Arriving {
  readonly url: string
  readonly texts: ReadonlyArray<string>
  readonly perSecond: number
  readonly seed: number
}

interface Customer {
  readonly chat: Chat
  frames: Array<ServerFrame>
}

const pools = new Map<string, Array<Customer>>()
const poolOf = (url: string): Array<Customer> => {
  const pool = pools.get(url) ?? []
  pools.set(url, pool)
  return pool
}

const openOne = async (url: string): Promise<Customer> => {
  const heard = { frames: new Array<ServerFrame>() }
  const chat = await Chat.open(url, { onFrame: (frame) => void heard.frames.push(frame) })
  return Object.assign(heard, { chat })
}

const open = async ({ sockets, url }: { readonly url: string; readonly sockets: number }) => {
  const pool = poolOf(url)
  while (pool.length < sockets) pool.push(await openOne(url))
}

const askOne = async (
  url: string,
  text: string,
  intended: number,
  withFrames = false,
): Promise<Told> => {
  const customer = poolOf(url).shift() ?? (await openOne(url))
  const { chat } = customer
  customer.frames = []
  const told = await chat.ask(text, { intended })
  if (told.outcome !== "closed") poolOf(url).push(customer)
  chat.forget()
  return {
    text,
    firstMs: told.firstTokenMs,
    productsMs: told.firstProductsMs,
    firstText: told.firstText,
    endMs: told.totalMs ?? sharedClock.now() - intended,
    outcome: told.outcome,
    ...(told.end === undefined ? {} : { source: told.end.source }),
    reason: told.end?.reason,
    frames: withFrames ? customer.frames : undefined,
  }
}

const calls = {
  open,
  ask: async ({ atOnce, texts, urls, withFrames }: Asking): Promise<ReadonlyArray<Told>> => {
    for (const url of urls) await open({ url, sockets: Math.min(atOnce, texts.length) })
    const told: Array<Told> = []
    const askAll = (url: string) =>
      closedLoop(texts.length, atOnce, async (index) => {
        told.push(await askOne(url, texts[index] ?? "", sharedClock.now(), withFrames))
      })
    await Promise.all(urls.map(askAll))
    return told
  },
  /** In the order of their intended starts, whatever became of the earlier ones. */
  arrive: async ({ perSecond, seed, texts, url }: Arriving): Promise<ReadonlyArray<Told>> => {
    const random = seededRandom(seed)
    const times = poissonArrivals(sharedClock.now() + 20, perSecond, texts.length, random)
    const told: Array<Told> = []
    await startOpenLoop(preciseClock, times, async (index) => {
      const [text = "", intended = 0] = [texts[index], times[index]]
      told[index] = await askOne(url, text, intended).catch((error: unknown): Told => ({
        text,
        endMs: sharedClock.now() - intended,
        outcome: String(error),
      }))
    }).finished
    return told
  },
}

export type CustomersCalls = typeof calls

answerCalls(calls)
