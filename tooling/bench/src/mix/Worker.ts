/**
 * Opens a chat server over emulated services with all scheduled questions answered ahead, at the source document's times
 * with their spread. The precompute worker makes one full pass before the load begins, then keeps renewing answers. It
 * shares the core of the emulated services: in production it is another task and takes nothing from the server.
 */
import { together } from "../process/Together.ts"
import { setLatency } from "../store/Admin.ts"
import { programOf, type ServerOptions, startProgram } from "../store/RunningStore.ts"
import { type RunningStore, openStore } from "../store/StoreFolder.ts"

const startWorker = ({ environment, folder }: RunningStore, ...words: ReadonlyArray<string>) =>
  startProgram(programOf("apps/precompute/src/main.ts"), 1, words, {
    ...environment,
    DATA_DIR: `${folder}/worker`,
    LOG_FORMAT: "json",
    LOG_LEVEL: "warn",
  })

/** @throws Error when the worker answered nothing ahead */
export const openStoreAhead = (
  environment: NonNullable<ServerOptions["environment"]> = {},
): Promise<RunningStore> =>
  together(async (use) => {
    const store = await use(openStore({ flags: ["--latency", "none"], environment }))
    const said = await startWorker(store, "run", "--once").ended
    const last = said.trim().split("\n").at(-1) ?? ""
    const { fresh = 0, written = 0 } = JSON.parse(last.startsWith("{") ? last : "{}") as {
      readonly fresh?: number
      readonly written?: number
    } // Its own words.
    if (fresh + written === 0) throw new Error(`the worker answered nothing ahead: ${said}`)
    await setLatency(store, "source-after", true)
    await use(Promise.resolve(startWorker(store)))
    return store
  })
