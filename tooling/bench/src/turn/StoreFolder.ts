/** Runs something with a data folder that is gone afterwards, and a store over it. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { type RunningStore, startStore, type StoreOptions } from "./RunningStore.ts"

export const withFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-bench-"))
  try {
    return await use(folder)
  } finally {
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
