/**
 * Starts a command that leads to the fake stack and reads what it says and what its parts did.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const fixtureMain = fileURLToPath(new URL("./fixtures/main.ts", import.meta.url))

/** Polls until `found` yields something; fails naming `what` after a minute. */
const until = async <A>(what: string, found: () => A | undefined): Promise<A> => {
  const deadline = performance.now() + 60_000
  while (performance.now() < deadline) {
    const value = found()
    if (value !== undefined) return value
    await new Promise((resume) => setTimeout(resume, 20))
  }
  throw new Error(`waited in vain for ${what}`)
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // A zombie that nobody reaped yet is not a running process.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  } catch {
    return false
  }
}

export class RunningStack {
  readonly process: ChildProcess
  readonly #folder = mkdtempSync(join(tmpdir(), "stack-"))
  out = ""
  err = ""

  constructor(
    behaviours: string,
    options: {
      readonly command?: ReadonlyArray<string>
      readonly args?: ReadonlyArray<string>
      readonly environment?: Readonly<Record<string, string>>
    } = {},
  ) {
    const [program = "", ...args] = options.command ?? [process.execPath, fixtureMain]
    this.process = spawn(program, [...args, ...(options.args ?? [])], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        REDIS_URL: undefined,
        PORT: "0",
        DATA_DIR: this.#folder,
        FIXTURE: behaviours,
        FIXTURE_JOURNAL: join(this.#folder, "journal"),
        ...options.environment,
      },
    })
    this.process.stdout?.on("data", (part: Buffer) => (this.out += part.toString()))
    this.process.stderr?.on("data", (part: Buffer) => (this.err += part.toString()))
  }

  /** `[what, pid]` in the order it happened. */
  get journal(): ReadonlyArray<readonly [string, number]> {
    const file = join(this.#folder, "journal")
    if (!existsSync(file)) return []
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))])
  }

  /** What it leaves for commands of other terminals. */
  get left(): string | undefined {
    const file = join(this.#folder, "environment")
    return existsSync(file) ? readFileSync(file, "utf8") : undefined
  }

  get did(): ReadonlyArray<string> {
    return this.journal.map(([what]) => what)
  }

  get pids(): ReadonlyArray<number> {
    const grandchildren = this.did.flatMap((what) => /^grandchild=(\d+)$/.exec(what)?.[1] ?? [])
    return [...new Set([...this.journal.map(([, pid]) => pid), ...grandchildren.map(Number)])]
  }

  said(pattern: RegExp): Promise<string> {
    return until(`${pattern} in:\n${this.out}\n${this.err}`, () =>
      pattern.exec(this.out + this.err)?.at(0),
    )
  }

  happened(what: string, times = 1): Promise<true> {
    return until(`${what} x${times} in ${this.did.join(" ")}`, () =>
      this.did.filter((entry) => entry === what).length >= times ? true : undefined,
    )
  }

  /** The exit code, or the signal's name. */
  ended(): Promise<number | string> {
    return until(
      `the end of the stack:\n${this.err}`,
      () => this.process.exitCode ?? this.process.signalCode ?? undefined,
    )
  }

  nobodyLeft(): Promise<true> {
    return until(`the end of all of ${this.did.join(" ")}`, () =>
      this.pids.some(isAlive) ? undefined : true,
    )
  }

  /** Ends whatever a failed test left behind. */
  clear(): void {
    const own = this.process.pid
    for (const pid of [...this.pids, ...(own === undefined ? [] : [own])]) {
      try {
        if (isAlive(pid)) process.kill(pid, "SIGKILL")
      } catch {
        // It ended by itself in between.
      }
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
