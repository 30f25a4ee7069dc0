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

/**
 * User and system time of the process so far, all threads, and the 99th percentile of the event loop's delay, which each
 * look at the page begins anew; in milliseconds.
 */
export const usageOf = async ({ operator }: Pick<Server, "operator">) => {
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
  const messages = chats.flatMap((chat) => chat.messages)
  const answers = endedOf(messages)
  await Promise.all(chats.map((chat) => chat.close()))
  return { answers, messages, cpuMs: (after.cpuMs - before.cpuMs) / count, delayMs: after.delayMs }
}
