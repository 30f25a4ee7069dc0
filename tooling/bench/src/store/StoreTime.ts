/**
 * Measures the orchestrator's processor time for each question while customers ask concurrently, from its metrics page.
 */
import { metricsPage } from "./MetricsPage.ts"
import { Chat, endedOf } from "./Chat.ts"
import { closedLoop } from "../measure/OpenLoop.ts"

interface Server {
  readonly url: string
  readonly operator: string
}

export interface Usage {
  /** User and system time of the process so far, all threads, in milliseconds. */
  readonly cpuMs: number
  /** 99th percentile of the event loop's delay since the page was read last. */
  readonly delayMs: number
}

/** One look at the page: each begins the delay's measurement anew. */
export const usageOf = async ({ operator }: Pick<Server, "operator">): Promise<Usage> => {
  const page = await metricsPage(operator)
  const milliseconds = (name: string, labels = {}) =>
    1_000 * (page.value(name, labels) ?? Number.NaN)
  return {
    cpuMs: milliseconds("process_cpu_seconds_total"),
    delayMs: milliseconds("nodejs_eventloop_delay_seconds", { quantile: "0.99" }),
  }
}

/**
 * `users` at once, each asking the next question when the last is answered, until `count` are asked: the orchestrator's
 * milliseconds for each.
 */
export const askAll = async (
  server: Server,
  users: number,
  count: number,
  question: (index: number) => string,
) => {
  const chats = await Promise.all(Array.from({ length: users }, () => Chat.open(server.url)))
  const free = [...chats]
  const before = await usageOf(server)
  await closedLoop(count, users, async (index) => {
    const chat = free.shift()
    if (chat === undefined) throw new Error("more questions under way than customers")
    await chat.ask(question(index + 1))
    free.push(chat)
  })
  const after = await usageOf(server)
  const answers = endedOf(chats.flatMap(({ messages }) => messages))
  await Promise.all(chats.map((chat) => chat.close()))
  return { answers, cpuMs: (after.cpuMs - before.cpuMs) / count, delayMs: after.delayMs }
}
