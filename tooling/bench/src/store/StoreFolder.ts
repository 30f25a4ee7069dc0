/**
 * Opens a temporary data folder, the emulated services over one, or a whole store over one (chat server and services).
 * Whatever was opened is ended and removed with its scope, also when the run is interrupted.
 */
import { rmSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { together } from "../process/Together.ts"
import { type ServerOptions, startServer, startServices } from "./RunningStore.ts"

export const openFolder = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-bench-"))
  // An interrupted run ends the process and never comes to the end of the scope.
  const removeFolder = () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 })
    } catch {
      // Who is being ended still wrote into it.
    }
  }
  process.once("exit", removeFolder)
  return {
    folder,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", removeFolder)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface StoreOptions extends Pick<ServerOptions, "environment"> {
  /** One of its own unless one is given. */
  readonly dataFolder?: string
  /** Of `local-aws`. */
  readonly flags?: ReadonlyArray<string>
}

/** The server and its services, `REDIS_URL` in their environment where there is one. */
export const openStore = ({ dataFolder, environment = {}, flags = [] }: StoreOptions) =>
  together(async (use) => {
    const folder = dataFolder ?? (await use(openFolder())).folder
    const services = await use(startServices(folder, flags, environment["REDIS_URL"]))
    return { ...services, ...(await use(startServer(services, folder, { environment }))), folder }
  })
export type RunningStore = Awaited<ReturnType<typeof openStore>>

/** The emulated services alone. */
export const openServices = (flags: ReadonlyArray<string>, redisUrl?: string) =>
  together(async (use) => {
    const { folder } = await use(openFolder())
    return { ...(await use(startServices(folder, flags, redisUrl))), folder }
  })

export const withFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  await using opened = await openFolder()
  return await use(opened.folder)
}

/** The source document's times after its measures, each exactly, so that floors are arithmetic. */
export const exactlyAfter = ["--latency", "source-after", "--jitter", "none"]
