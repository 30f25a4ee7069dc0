/**
 * The precompute worker beside a running store, over the same services.
 *
 * On the core of the emulated services: in the cloud it is another task and takes nothing from the server.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { adoptProcess, canPin } from "../PinnedProcess.ts"
import type { RunningStore } from "../turn/RunningStore.ts"

const program = fileURLToPath(new URL("../../../../apps/precompute/src/main.ts", import.meta.url))

const start = (store: RunningStore, dataFolder: string, parameters: ReadonlyArray<string>) => {
  const node = [process.execPath, program, ...parameters]
  const [file = "", ...rest] = canPin() ? ["taskset", "-c", "1", ...node] : node
  const child = spawn(file, rest, {
    env: {
      ...process.env,
      ...store.environment,
      DATA_DIR: `${dataFolder}/worker`,
      NO_COLOR: "1",
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "ignore"],
  })
  adoptProcess(child)
  return child
}

const wholeNumber = (report: unknown, field: string): number => {
  const found =
    typeof report === "object" && report !== null
      ? Object.entries(report).find(([name]) => name === field)?.[1]
      : undefined
  return typeof found === "number" ? found : 0
}

/** One pass over all entries. @throws Error when it did not lead, or left something out */
export const answerAhead = async (store: RunningStore, dataFolder: string): Promise<number> => {
  const child = start(store, dataFolder, ["run", "--once"])
  let output = ""
  child.stdout.setEncoding("utf8")
  child.stdout.on("data", (text: string) => (output += text))
  await new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve()
    })
  })
  const report: unknown = JSON.parse(output.trim().split("\n").at(-1) ?? "null")
  const there = wholeNumber(report, "written") + wholeNumber(report, "fresh")
  if (there === 0) throw new Error(`the worker answered nothing ahead: ${output}`)
  return there
}

/** Renews what is about to run out, until it is stopped. */
export const keepAhead = (
  store: RunningStore,
  dataFolder: string,
): { readonly stop: () => Promise<void> } => {
  const child = start(store, dataFolder, [])
  child.stdout.resume()
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve()
    })
  })
  return {
    stop: async () => {
      child.kill("SIGTERM")
      await ended
    },
  }
}
