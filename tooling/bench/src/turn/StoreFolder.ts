/** Runs something with a data folder that is gone afterwards, and a store over it. */
import { rmSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { type RunningStore, startStore, type StoreOptions } from "./RunningStore.ts"

export const withFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-bench-"))
  // An interrupted run ends the process and never comes to `finally`.
  const removeFolder = () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 })
    } catch {
      // Who is being ended still wrote into it.
    }
  }
  process.once("exit", removeFolder)
  try {
    return await use(folder)
  } finally {
    process.off("exit", removeFolder)
    await rm(folder, { recursive: true, force: true })
  }
}

export const withStore = async <A>(
  options: StoreOptions,
  use: (store: RunningStore) => Promise<A>,
): Promise<A> => {
  const store = await startStore(options)
  try {
    return await use(store)
  } finally {
    await store.stop()
  }
}

/** The source document's times after its measures, each exactly, so that floors are arithmetic. */
export const exactlyAfter = ["--latency", "source-after", "--jitter", "none"]
