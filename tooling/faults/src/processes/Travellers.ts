/**
 * Customers whose servers are killed: each has a conversation, asks again and again at any server that is up, and when it
 * is lost goes on with the same conversation at another one.
 */
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { Chat } from "@manga-assist/bench/store/Chat"
import { nextLikeTitles, nextVolume, nextWish } from "@manga-assist/bench/store/LaboratoryQuestions"
import type { Message } from "../Customers.ts"

/** A server from its readiness until it is killed. */
export interface Life {
  readonly url: string
  isUp: boolean
  /** It is told to stop before it is killed: what has not begun it leaves to the next server, and says so. */
  readonly isStopping: boolean
}

interface Told extends Pick<Message, "told"> {
  readonly life: Life
  readonly text: string
  /** Whether nobody had killed its server, nor begun to, when it ended. */
  wasUp?: boolean
}

const customers = 16
const betweenMs = 200
/** A conversation has so many messages, then the customer begins another. */
const longest = 40

const asks: ReadonlyArray<() => string> = [
  nextVolume,
  () => "What is your return policy?",
  nextWish,
  () => "What's trending this week?",
  nextLikeTitles,
  () => "Where is my order?",
]

/** `up`: kept up to date by whoever starts and kills. */
export const openTravellers = (up: ReadonlySet<Life>) => {
  const messages: Array<Told> = []
  const over = new AbortController()

  const turns = Array.from({ length: customers }, (_, at) => at)
  const stayWith = async (life: Life, at: number): Promise<void> => {
    const session = `travels-${at}-${Math.floor((turns[at] ?? 0) / longest)}`
    const user = `demo-${String(1 + at).padStart(2, "0")}`
    using chat = await Chat.open(life.url, { session, user })
    while (!over.signal.aborted && life.isUp) {
      const turn = (turns[at] ?? 0) + 1
      turns[at] = turn
      const text = asks[turn % asks.length]?.() ?? ""
      const answered = chat.ask(text)
      const told = chat.messages.at(-1)
      const message: Told | undefined = told && { told, life, text }
      if (message !== undefined) messages.push(message)
      const { outcome } = await answered
      if (message !== undefined) message.wasUp = life.isUp
      if (outcome === "closed") return
      await pause(betweenMs)
    }
  }
  const travel = async (at: number): Promise<void> => {
    while (!over.signal.aborted) {
      const life = [...up][at % Math.max(up.size, 1)]
      // Killed before it let somebody in: the next one will.
      if (life !== undefined) await stayWith(life, at).catch(() => undefined)
      await pause(betweenMs / 4)
    }
  }
  const all = Promise.all(turns.map((_, at) => travel(at)))
  /** Nobody asks any more; resolves when everything has ended. */
  const stop = async (): Promise<void> => {
    over.abort()
    await all
  }
  return { messages, stop, [Symbol.asyncDispose]: stop }
}

/** One line for each kind of end that no kill excuses. */
export const travelProblems = (messages: ReadonlyArray<Told>): ReadonlyArray<string> => {
  const wrong = messages.flatMap(({ life, text, told: { ends, outcome }, wasUp }) => {
    const isCut = outcome === "closed" && ends <= (life.isStopping ? 1 : 0)
    if (isCut && wasUp !== true) return []
    if (ends === 1 && outcome === "complete") return []
    const why = isCut
      ? "ended with their socket though nobody killed the server"
      : `ended ${ends} times, ${outcome}`
    return [{ why, text }]
  })
  return [...Map.groupBy(wrong, ({ why }) => why)].map(
    ([why, all]) => `${all.length} messages ${why}: "${all[0]?.text}"`,
  )
}
