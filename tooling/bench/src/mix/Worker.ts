/**
 * The precompute worker beside a running store, over the same services.
 *
 * On the core of the emulated services: in the cloud it is another task and takes nothing from the server.
 */
import { runOnce, startWorker } from "../precompute/WorkerProcess.ts"
import type { RunningStore } from "../turn/RunningStore.ts"

const settings = ({ environment }: RunningStore, dataFolder: string) => ({
  ...environment,
  DATA_DIR: `${dataFolder}/worker`,
  LOG_LEVEL: "warn",
})

/** One pass over all entries. @throws Error when it did not lead, or left something out */
export const answerAhead = async (store: RunningStore, dataFolder: string): Promise<number> => {
  const { fresh, written } = await runOnce(settings(store, dataFolder), [], [])
  const there = written + fresh
  if (there === 0) throw new Error("the worker answered nothing ahead")
  return there
}

/** Renews what is about to run out, until what uses it is over. */
export const keepAhead = (store: RunningStore, dataFolder: string): AsyncDisposable => {
  const worker = startWorker(settings(store, dataFolder), [], [])
  return { [Symbol.asyncDispose]: () => worker.kill("SIGTERM") }
}
