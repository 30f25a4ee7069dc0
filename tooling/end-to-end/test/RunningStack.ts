/**
 * Everything that `pnpm start` starts, on free ports and a folder of its own, for end-to-end tests.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../stack/src/main.ts", import.meta.url))

/** All the customers of a test have one address, and often one name. */
export const manyCustomers = {
  RATE_LIMIT_PER_MINUTE: "1000000",
  ADDRESS_MESSAGES_PER_MINUTE: "1000000",
  ADDRESS_SESSIONS_PER_MINUTE: "1000000",
  ADDRESS_OPENS_PER_MINUTE: "1000000",
  ADDRESS_READING_PERCENT: "100",
}

/** For tests of what the model answers: on a starved machine it is late, and the catalogue would answer in its place. */
export const patient = { LATENCY_BUDGET_MS: "60000" }

export interface RunningStack {
  readonly url: string
  readonly admin: string
  readonly operator: string
  /** Of the gateway in front; undefined where none was asked for. */
  readonly gateway: string | undefined
  readonly process: ChildProcess
  /** All lines so far, standard output and error together. */
  readonly output: () => string
  /** SIGTERM, then the exit code. */
  readonly stop: () => Promise<number | null>
}

const startDeadlineMs = 180_000

export const startStack = async (
  flags: ReadonlyArray<string> = ["--latency", "none"],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningStack> => {
  const data = await mkdtemp(path.join(tmpdir(), "manga-assist-"))
  const child = spawn(process.execPath, [main, ...flags], {
    env: {
      ...process.env,
      ...manyCustomers,
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: data,
      NO_COLOR: "1",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      resolve(code)
    })
  })
  const found = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no ${String(pattern)} within ${startDeadlineMs} ms:\n${output}`))
      }, startDeadlineMs)
      const look = () => {
        const match = pattern.exec(output)
        if (match?.[1] === undefined) return
        clearTimeout(timer)
        resolve(match[1])
      }
      child.stdout.on("data", look)
      void exited.then((code) => {
        clearTimeout(timer)
        reject(new Error(`exited with ${String(code)}:\n${output}`))
      })
    })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8")
    stream.on("data", (text: string) => {
      output += text
    })
  }
  const [admin, operator, url] = await Promise.all([
    found(/^admin (http:\S+)$/mu),
    found(/^operator (http:\S+)$/mu),
    found(/^ready (http:\S+)$/mu),
  ])
  const gateway = /^gateway (ws:\S+)$/mu.exec(output)?.[1]
  return {
    url,
    gateway,
    admin,
    operator,
    process: child,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM")
      const code = await exited
      await rm(data, { recursive: true, force: true })
      return code
    },
  }
}
