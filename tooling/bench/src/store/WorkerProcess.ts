/**
 * Runs the precompute worker in a process of its own, as in production: waits for its log lines, reads its processor
 * time, and can kill it.
 *
 * It runs on the core of the emulated services with lower priority, because in production it is another task.
 */
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { spawnPinned } from "../process/PinnedProcess.ts"

const program = fileURLToPath(new URL("../../../../apps/precompute/src/main.ts", import.meta.url))
/** What its command begins with, so that it takes no processor from anybody on its core. */
const behind: ReadonlyArray<string> = ["nice", "-n", "19"]
const waitMs = 120_000
/** Kernel ticks a second, as Linux tells them to user space. */
const ticksPerSecond = 100

export interface WorkerLine {
  /** Of the shared clock. */
  readonly at: number
  readonly text: string
}

export interface WorkerProcess {
  readonly lines: ReadonlyArray<WorkerLine>
  /** The first line, of those from `from` on, that holds the text. @throws Error after two minutes, or at its end */
  readonly until: (text: string, from?: number) => Promise<WorkerLine>
  /** Everything it wrote, when it has ended by itself. */
  readonly ended: Promise<string>
  /** Processor seconds so far; of a process that has ended, as last looked at. */
  readonly processorSeconds: () => number
  /** By SIGKILL unless given. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>
}

const secondsOf = (id: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return undefined
  }
}

export const startWorker = (
  environment: Readonly<Record<string, string>>,
  parameters: ReadonlyArray<string> = [],
  prefix = behind,
): WorkerProcess => {
  const command = [...prefix, process.execPath, program, ...parameters]
  const child = spawnPinned(1, command, { LOG_FORMAT: "json", ...environment })
  const lines: Array<WorkerLine> = []
  const watchers = new Set<() => void>()
  let errors = ""
  let isOver = false
  let seconds = 0
  // `taskset` and `nice` become the program: its id is the child's.
  const look = () => {
    seconds = secondsOf(child.pid ?? 0) ?? seconds
  }
  const timer = setInterval(look, 50)
  const tell = () => {
    for (const watcher of watchers) watcher()
  }
  createInterface({ input: child.stdout }).on("line", (text) => {
    lines.push({ at: performance.timeOrigin + performance.now(), text })
    tell()
  })
  child.stderr.on("data", (text: string) => {
    errors = (errors + text).slice(-5_000)
  })
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => {
      clearInterval(timer)
      isOver = true
      tell()
      resolve(lines.map(({ text }) => text).join("\n"))
    })
  })
  return {
    lines,
    ended,
    processorSeconds: () => {
      look()
      return seconds
    },
    until: (text, from = 0) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          clearTimeout(late)
          watchers.delete(check)
          settle()
        }
        const check = () => {
          const found = lines.slice(from).find((line) => line.text.includes(text))
          if (found !== undefined) end(() => resolve(found))
          else if (isOver) end(() => reject(new Error(`the worker ended: ${errors}`)))
        }
        const late = setTimeout(() => {
          end(() => reject(new Error(`no "${text}" of the worker in ${waitMs} ms: ${errors}`)))
        }, waitMs)
        watchers.add(check)
        check()
      }),
    kill: async (signal = "SIGKILL") => {
      child.kill(signal)
      await ended
    },
  }
}

export interface OnceReport {
  /** Entries looked at. */
  readonly patterns: number
  readonly fresh: number
  readonly written: number
  readonly failed: number
  readonly tokens: number
  readonly tookMs: number
  readonly leftOut: Readonly<Record<string, number>>
}

/** One pass. @throws Error when it did not lead or told nothing */
export const runOnce = async (
  environment: Readonly<Record<string, string>>,
  parameters: ReadonlyArray<string> = [],
  prefix = behind,
): Promise<OnceReport & { readonly processorSeconds: number }> => {
  const worker = startWorker(environment, ["run", "--once", ...parameters], prefix)
  const output = await worker.ended
  const last = output.trim().split("\n").at(-1) ?? ""
  const report = JSON.parse(last === "" ? "{}" : last) as Partial<OnceReport> & { led?: boolean } // Its own words.
  if (report.led !== true) throw new Error(`the worker did not lead: ${output}`)
  const { failed = 0, fresh = 0, leftOut = {}, patterns = 0, tokens = 0 } = report
  const { tookMs = 0, written = 0 } = report
  const processorSeconds = worker.processorSeconds()
  return { failed, fresh, leftOut, patterns, tokens, tookMs, written, processorSeconds }
}
