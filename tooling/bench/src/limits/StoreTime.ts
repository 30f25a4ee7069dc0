/** What the orchestrator's process spends while something happens, as its own metrics page tells it. */
import { metric, type RunningStore } from "../turn/RunningStore.ts"
import { StoreSocket, type Timed } from "../turn/StoreSocket.ts"

/** User and system time of the process so far, all threads, in milliseconds. */
export const processorMs = async (store: RunningStore): Promise<number> =>
  1_000 * (await metric(store, "process_cpu_seconds_total"))

export interface Asked {
  readonly answers: ReadonlyArray<Timed>
  /** Of the orchestrator, per question. */
  readonly cpuMs: number
}

let sessions = 0

/** `users` at once, each asking the next question when the last is answered, until `count` are asked. */
export const askAll = async (
  store: RunningStore,
  users: number,
  count: number,
  question: (index: number) => string,
): Promise<Asked> => {
  const sockets = await Promise.all(
    Array.from({ length: users }, () =>
      StoreSocket.open(store.url, { session: `limits-${process.pid}-${(sessions += 1)}` }),
    ),
  )
  const answers: Array<Timed> = []
  let next = 0
  const before = await processorMs(store)
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < count) answers.push(await socket.ask(question((next += 1))))
    }),
  )
  const cpuMs = ((await processorMs(store)) - before) / answers.length
  for (const socket of sockets) socket.close()
  return { answers, cpuMs }
}
