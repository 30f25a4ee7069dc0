/** Programs of the repository one by one, where `pnpm start` would start too much: on loopback, in a folder of their own. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { expect, vi } from "vitest"
import { manyCustomers } from "./RunningStack.ts"

const at = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))

type Environment = Readonly<Record<string, string>>

export interface Server {
  /** Its `http:` address. */
  readonly url: string
  /** Of its pages for operators. */
  readonly operator: string
  /** Its `DATA_DIR`. */
  readonly data: string
  /** All it has said so far. */
  readonly output: () => string
  /** SIGTERM, then the exit code. */
  readonly stop: () => Promise<number | null>
  /** As the system would: nothing is tidied up. `SIGSTOP` and `SIGCONT` let it stand still for a while. */
  readonly signal: (name: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void
}

export interface ServerOptions {
  /** Its `DATA_DIR`, else a folder of its own. */
  readonly data?: string
  /** How many files it may open. */
  readonly files?: number
}

export interface Programs {
  /** The emulated services; the addresses that an app needs, as its environment. */
  readonly startEmulators: (
    options?: ReadonlyArray<string>,
    environment?: Environment,
  ) => Promise<Environment>
  /** A server over them, once it is ready. */
  readonly startServer: (environment: Environment, options?: ServerOptions) => Promise<Server>
  /** Last started, first stopped. */
  readonly stop: () => Promise<void>
}

const readyWithinMs = 30_000

const end = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM")
    await once(child, "exit")
  }
  return child.exitCode
}

export const openPrograms = async (): Promise<Programs> => {
  const folder = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const started: Array<ChildProcess> = []

  /** Resolves with the lines so far, once one matches. */
  const start = async (
    script: string,
    data: string,
    environment: Environment,
    until: RegExp,
    files?: number,
    options: ReadonlyArray<string> = [],
  ) => {
    const limit = files === undefined ? "" : `ulimit -n ${files} && `
    const command = `${limit}exec "$0" "$@"`
    const child = spawn("sh", ["-c", command, process.execPath, at(script), ...options], {
      env: { ...process.env, ...environment, HOST: "127.0.0.1", DATA_DIR: data },
      stdio: ["ignore", "pipe", "pipe"],
    })
    started.push(child)
    let output = ""
    const said = await new Promise<string>((resolve, reject) => {
      const look = (text: string) => {
        output += text
        if (until.test(output)) resolve(output)
      }
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", look)
      child.once("exit", (code) => reject(new Error(`${script} ended with ${code}:\n${output}`)))
    })
    const signal = (name: NodeJS.Signals) => {
      child.kill(name)
    }
    return { said, output: () => output, stop: () => end(child), signal }
  }

  return {
    startEmulators: async (options, environment = {}) => {
      const script = "tooling/local-aws/src/main.ts"
      const { said } = await start(script, folder, environment, /^ready$/mu, undefined, options)
      return Object.fromEntries(
        [...said.matchAll(/^([A-Z_]+)=(.*)$/gmu)].map(([, name = "", value = ""]) => [name, value]),
      )
    },
    startServer: async (
      environment,
      { data = path.join(folder, `server-${started.length}`), files } = {},
    ) => {
      const listening = /^listening (http:\S+)$/mu
      const { output, said, signal, stop } = await start(
        "apps/orchestrator/src/main.ts",
        data,
        { ...manyCustomers, ...environment, PORT: "0" },
        listening,
        files,
      )
      const url = listening.exec(said)?.[1] ?? ""
      const operator = /^operator (http:\S+)$/mu.exec(said)?.[1] ?? ""
      const ready = async () => expect((await fetch(`${url}/readyz`)).status).toBe(200)
      await vi.waitFor(ready, readyWithinMs)
      return { url, operator, data, output, stop, signal }
    },
    stop: async () => {
      for (const child of started.toReversed()) await end(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
