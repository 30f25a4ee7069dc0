/**
 * Determines how many sockets a process may hold on this machine, and how to start one with a higher limit of open
 * files.
 */
import { spawnSync } from "node:child_process"

/** For the process's other files: journals, connections to the services, libraries. */
const reserve = 500

export interface SocketLimit {
  /** Of those wanted, as many as a process may hold. */
  readonly sockets: number
  /** What to put before its command, so that it may. */
  readonly prefix: ReadonlyArray<string>
  /** Why it may not hold all that were wanted. */
  readonly why?: string
}

/** The hard limit of open files, to which Node raises itself; infinite where the shell knows none. */
const hardLimit = (): number => {
  const said = spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout.trim()
  const limit = said === "unlimited" ? Number.POSITIVE_INFINITY : Number(said)
  return Number.isNaN(limit) ? 1_024 : limit
}

const canRun = ([program = "", ...parameters]: ReadonlyArray<string>): boolean =>
  spawnSync(program, [...parameters, "true"]).status === 0

/** What this process may hold as it was started. */
export const mostSockets = (): number => hardLimit() - reserve

/** Beyond the hard limit where this process may raise it (`CAP_SYS_RESOURCE`). */
export const socketLimit = (
  wanted: number,
  limit = hardLimit(),
  runs: (command: ReadonlyArray<string>) => boolean = canRun,
): SocketLimit => {
  if (wanted + reserve <= limit) return { sockets: wanted, prefix: [] }
  const prefix = ["prlimit", `--nofile=${wanted + reserve}:${wanted + reserve}`]
  if (runs(prefix)) return { sockets: wanted, prefix }
  return {
    sockets: limit - reserve,
    prefix: [],
    why: `a process may open ${limit} files here (ulimit -Hn), and raising that (prlimit --nofile) is refused`,
  }
}
