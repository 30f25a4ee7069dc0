/**
 * Measures the time that prefetching on connect saves the first message of a socket. The question needs the
 * conversation, the customer and the orders of a known customer.
 */
import { row } from "../command/Row.ts"
import { atLeast } from "../measure/Figure.ts"
import { median } from "../measure/Statistics.ts"
import { type Answered, type Ended, endedOf } from "../store/Chat.ts"
import { exactlyAfter } from "../store/StoreFolder.ts"
import { oneChat } from "./SpacedChats.ts"
import { twoServers } from "./Switched.ts"

const readsMs = ({ end }: Ended) =>
  end.timeline
    .filter(({ stage }) => stage === "prefetch" || stage === "retrieve")
    .reduce((sum, { endMs, startMs }) => sum + endMs - startMs, 0)

const asked = new Map<string, number>()

const reads = async (url: string, openMs: number, many: number) => {
  const answers: Array<Answered> = []
  while (answers.length < many) {
    // Each server sees the same customers as often: it remembers those it has seen lately.
    const number = asked.get(url) ?? 0
    asked.set(url, number + 1)
    const user = `demo-${String((number % 20) + 1).padStart(2, "0")}`
    answers.push(await oneChat(url, "Where is my order?", { openMs, user }))
  }
  return median(endedOf(answers).map(readsMs))
}

export const firstMessages = row({
  name: "first-message",
  processes: () => twoServers("PREFETCH", exactlyAfter),
  warm: async ({ off, on }) => {
    for (const { url } of [off, on]) await reads(url, 50, 10)
  },
  load: async ({ off, on }, { quick }) => {
    const saved = async (openMs: number) => {
      const many = quick ? 3 : 12
      return (await reads(off.url, openMs, many)) - (await reads(on.url, openMs, many))
    }
    return { soon: await saved(50), later: await saved(500) }
  },
  figures: () => [
    {
      name: "first message 50 ms after opening: saved",
      unit: "ms",
      of: "soon",
      target: atLeast(5),
    },
    {
      name: "first message 500 ms after opening: saved",
      unit: "ms",
      of: "later",
      target: atLeast(5),
      note: "the source document claims 60 to 80 ms for reads one after the other; here they are parallel without prefetch too, so that at most the longest can be saved",
    },
  ],
})
