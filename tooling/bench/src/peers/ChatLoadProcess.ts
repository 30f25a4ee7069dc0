/**
 * Child process that plays the customers, with the same sockets, frames and clock for every compared stack.
 *
 * Sockets are opened beforehand and kept, so that only the chat is measured.
 */
import { answerCalls } from "../process/AnswerCalls.ts"
import { preciseClock } from "../measure/PreciseTime.ts"
import { poissonArrivals, startOpenLoop } from "../measure/OpenLoop.ts"
import { seededRandom } from "../measure/Statistics.ts"
import { ChatSocket, now, type Told } from "./ChatSocket.ts"

const pools = new Map<string, Array<ChatSocket>>()

const take = async (url: string): Promise<ChatSocket> =>
  pools.get(url)?.pop() ?? (await ChatSocket.open(url))

const giveBack = (url: string, socket: ChatSocket): void => {
  if (!socket.isOpen) return
  const pool = pools.get(url)
  if (pool === undefined) pools.set(url, [socket])
  else pool.push(socket)
}

const openAhead = async (url: string, count: number): Promise<void> => {
  const missing = count - (pools.get(url)?.length ?? 0)
  for (let opened = 0; opened < missing; opened++) giveBack(url, await ChatSocket.open(url))
}

export interface Questions {
  readonly urls: ReadonlyArray<string>
  readonly model?: string
  /** Asked of each URL. */
  readonly texts: ReadonlyArray<string>
  /** At one URL. */
  readonly concurrency: number
  /** 20 s unless given. */
  readonly withinMs?: number
}

const patienceMs = 20_000

/** So many at a time at each URL, each as soon as the one before has ended. */
const askInTurn = async (questions: Questions): Promise<ReadonlyArray<Told>> => {
  const { concurrency, model, texts, urls, withinMs = patienceMs } = questions
  for (const url of urls) await openAhead(url, Math.min(concurrency, texts.length))
  const told: Array<Told> = []
  const user = async (url: string, left: Array<string>) => {
    const socket = await take(url)
    for (let text = left.shift(); text !== undefined; text = left.shift()) {
      told.push(await socket.ask({ text, model }, now(), withinMs))
    }
    giveBack(url, socket)
  }
  await Promise.all(
    urls.flatMap((url) => {
      const left = [...texts]
      return Array.from({ length: concurrency }, () => user(url, left))
    }),
  )
  return told
}

const askOnce = async (
  url: string,
  question: { readonly text: string; readonly model: string | undefined },
  intended: number,
): Promise<Told> => {
  try {
    const socket = await take(url)
    const told = await socket.ask(question, intended, patienceMs)
    giveBack(url, socket)
    return told
  } catch (error) {
    return { endMs: now() - intended, outcome: "error", message: String(error) }
  }
}

export interface Arrivals {
  readonly url: string
  readonly model?: string
  /** In front of a number: no question is asked twice. */
  readonly prefix: string
  readonly seed: number
  readonly ratePerSecond: number
  readonly count: number
  /** Of those that were meant to start earlier nothing is told. */
  readonly skipMs: number
}

export interface Arrived {
  readonly told: ReadonlyArray<Told>
  /** Most chats that were open at once. */
  readonly mostOpen: number
}

/** Poisson arrivals, whatever became of the earlier ones. */
const askAsTheyCome = async (arrivals: Arrivals): Promise<Arrived> => {
  const { count, model, prefix, ratePerSecond, seed, skipMs, url } = arrivals
  const start = now() + 20
  const times = poissonArrivals(start, ratePerSecond, count, seededRandom(seed))
  const told: Array<Told> = []
  let open = 0
  let mostOpen = 0
  await startOpenLoop(preciseClock, times, async (index) => {
    const intended = times[index] ?? start
    open += 1
    mostOpen = Math.max(mostOpen, open)
    const one = await askOnce(url, { text: `${prefix} ${index}`, model }, intended)
    open -= 1
    if (intended >= start + skipMs) told.push(one)
  }).finished
  return { told, mostOpen }
}

const calls = {
  askAsTheyCome,
  askInTurn,
  openAhead: ({ count, url }: { readonly url: string; readonly count: number }) =>
    openAhead(url, count),
}

export type LoadCalls = typeof calls

answerCalls(calls)
