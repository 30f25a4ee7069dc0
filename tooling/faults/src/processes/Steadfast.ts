/**
 * Customers who stay whatever happens to their server, over the published client: it connects again, and asks again under
 * the same id. A pause after each answer; every end that a message gets is counted.
 */
import { ChatClient } from "@manga-assist/client"
import { pause } from "@manga-assist/bench/measure/OpenLoop"
import { nextVolume, nextWish } from "@manga-assist/bench/store/LaboratoryQuestions"
import type { Message } from "../Customers.ts"

interface Told extends Pick<Message["told"], "end" | "turn"> {
  ends: number
  outcome: Message["told"]["outcome"]
}
export interface Asked {
  readonly text: string
  readonly told: Told
}

const betweenMs = 250
/** Far beyond any deadline of a turn. */
const silentAfterMs = 60_000

const asks: ReadonlyArray<() => string> = [
  nextVolume,
  () => "What is your return policy?",
  nextWish,
  () => "Where is my order?",
]

/** `urlOf`: where the customer with this number goes, asked before each conversation of a few messages. */
export const openSteadfast = (
  name: string,
  count: number,
  urlOf: (at: number, visit: number) => string,
) => {
  const all: Array<Asked> = []
  const over = new AbortController()
  const visitLength = 4

  const visit = async (at: number, number: number): Promise<void> => {
    const byId = new Map<string, Told>()
    const client = new ChatClient({
      url: urlOf(at, number),
      session: `${name}-${at}`,
      user: `demo-${String(1 + (at % 20)).padStart(2, "0")}`,
      retryMs: [50, 100, 200],
      onFrame: (frame) => {
        if (frame.type !== "turn-end" && frame.type !== "error") return
        if (frame.type === "error" && frame.code === "shutting-down") return
        const told = byId.get(frame.id ?? "")
        if (told !== undefined) told.ends += 1
      },
    })
    for (let asked = 0; asked < visitLength && !over.signal.aborted; asked += 1) {
      const text = asks[(at + asked) % asks.length]?.() ?? ""
      const answer = client.ask(text)
      const told: Told = { ends: 0, outcome: "silent" }
      byId.set(answer.id, told)
      all.push({ text, told })
      const end = await Promise.race([answer.ended, pause(silentAfterMs)])
      if (end?.kind === "failed") told.outcome = `error ${end.code}`
      else if (end?.kind === "ended") {
        Object.assign(told, { end: end.end, turn: end.end.turn, outcome: end.end.finish })
      }
      await pause(betweenMs)
    }
    await client.close()
  }
  const stay = async (at: number): Promise<void> => {
    for (let number = 0; !over.signal.aborted; number += 1) await visit(at, number)
  }
  const finished = Promise.all(Array.from({ length: count }, (_, at) => stay(at)))
  /** Nobody asks any more; resolves when everything has ended. */
  const stop = async (): Promise<ReadonlyArray<Asked>> => {
    over.abort()
    await finished
    return all
  }
  return { stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}

/** One line for each kind of end that is neither whole nor allowed, by its outcome. */
export const endProblems = (
  asked: ReadonlyArray<Asked>,
  may: ReadonlyArray<string> = [],
): ReadonlyArray<string> => {
  const wrong = asked.filter(
    ({ told: { ends, outcome } }) =>
      ends !== 1 || (outcome !== "complete" && !may.includes(outcome)),
  )
  const why = ({ told: { ends, outcome } }: Asked) => `ended ${ends} times, ${outcome}`
  return [...Map.groupBy(wrong, why)].map(
    ([kind, all]) => `${all.length} messages ${kind}: "${all[0]?.text}"`,
  )
}
