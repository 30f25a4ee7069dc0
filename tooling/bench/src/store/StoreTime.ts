/**
 * Measures the orchestrator's processor time for each question while customers ask concurrently, from its metrics page.
 */
import { metricsPage } from "./MetricsPage.ts"
import { StoreSocket, type Timed } from "./StoreSocket.ts"

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

export interface Asked {
  readonly answers: ReadonlyArray<Timed>
  /** Of the orchestrator, per question. */
  readonly cpuMs: number
  readonly delayMs: number
}

let sessions = 0

/** `users` at once, each asking the next question when the last is answered, until `count` are asked. */
export const askAll = async (
  server: Server,
  users: number,
  count: number,
  question: (index: number) => string,
): Promise<Asked> => {
  const sockets = await Promise.all(
    Array.from({ length: users }, () =>
      StoreSocket.open(server.url, { session: `limits-${process.pid}-${(sessions += 1)}` }),
    ),
  )
  const answers: Array<Timed> = []
  let next = 0
  const before = await usageOf(server)
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < count) answers.push(await socket.ask(question((next += 1))))
    }),
  )
  const after = await usageOf(server)
  for (const socket of sockets) socket.close()
  return {
    answers,
    cpuMs: (after.cpuMs - before.cpuMs) / answers.length,
    delayMs: after.delayMs,
  }
}
