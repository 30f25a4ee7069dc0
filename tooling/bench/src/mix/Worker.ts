/**
 * `withAnswersAhead` starts a chat server over emulated services for a benchmark, with all scheduled questions
 * answered ahead. The precompute worker makes one full pass before the benchmark's load begins, then keeps renewing
 * answers while it runs. It shares the core of the emulated services: in production it is another task and takes
 * nothing from the server.
 */
import { runOnce, startWorker } from "../store/WorkerProcess.ts"
import type { RunningStore, ServerOptions } from "../store/RunningStore.ts"
import { withStore } from "../store/StoreFolder.ts"
import { setLatency } from "../store/Admin.ts"

const settings = ({ environment }: RunningStore, dataFolder: string) => ({
  ...environment,
  DATA_DIR: `${dataFolder}/worker`,
  LOG_LEVEL: "warn",
})

/** One pass over all entries. @throws Error when it did not lead, or left something out */
const answerAhead = async (store: RunningStore, dataFolder: string): Promise<number> => {
  const { fresh, written } = await runOnce(settings(store, dataFolder), [], [])
  const there = written + fresh
  if (there === 0) throw new Error("the worker answered nothing ahead")
  return there
}

/** Renews what is about to run out, until what uses it is over. */
const keepAhead = (store: RunningStore, dataFolder: string): AsyncDisposable => {
  const worker = startWorker(settings(store, dataFolder), [], [])
  return { [Symbol.asyncDispose]: () => worker.kill("SIGTERM") }
}

/** With everything answered ahead, and at the source document's times with their spread. */
export const withAnswersAhead = <A>(
  environment: NonNullable<ServerOptions["environment"]>,
  use: (store: RunningStore) => Promise<A>,
): Promise<A> =>
  withStore({ flags: ["--latency", "none"], environment }, async (store, dataFolder) => {
    await answerAhead(store, dataFolder)
    await setLatency(store, "source-after", true)
    await using _worker = keepAhead(store, dataFolder)
    return await use(store)
  })
