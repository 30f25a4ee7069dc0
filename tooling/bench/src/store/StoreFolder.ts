/**
 * Runs a function with a temporary data folder, with a store over such a folder (chat server and emulated AWS
 * services), or with the emulated services alone. Everything is stopped and removed afterwards, also when the run is
 * interrupted.
 *
 * `exactlyAfter` are command-line flags for the emulated services: each call then takes exactly, without jitter, the
 * time that the source document ("Latency Reduction Techniques for FM Systems", whose claims this project tests) states
 * for a system with all its optimisations.
 */
import { rmSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import {
  type RunningServices,
  type RunningStore,
  startServices,
  startStore,
  type StoreOptions,
} from "./RunningStore.ts"

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

/** A data folder of its own unless one is given. */
export const withStore = async <A>(
  { dataFolder, ...options }: Omit<StoreOptions, "dataFolder"> & { readonly dataFolder?: string },
  use: (store: RunningStore, dataFolder: string) => Promise<A>,
): Promise<A> => {
  if (dataFolder === undefined) {
    return withFolder((folder) => withStore({ ...options, dataFolder: folder }, use))
  }
  await using store = await startStore({ ...options, dataFolder })
  return await use(store, dataFolder)
}

/** The emulated services alone, over a folder of their own. */
export const withServices = <A>(
  flags: ReadonlyArray<string>,
  use: (services: RunningServices, folder: string) => Promise<A>,
): Promise<A> =>
  withFolder(async (folder) => {
    await using services = await startServices(folder, flags)
    return await use(services, folder)
  })

/** The source document's times after its measures, each exactly, so that floors are arithmetic. */
export const exactlyAfter = ["--latency", "source-after", "--jitter", "none"]
