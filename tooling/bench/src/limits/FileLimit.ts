/** How many sockets a process may hold on this machine, and how to start one with a higher limit of open files. */
import { spawnSync } from "node:child_process"

/** For the process's other files: the server keeps 512 beside those that it opened at its start. */
const reserve = 600

/** The hard limit of open files, to which Node raises itself; infinite where the shell knows none. */
const hardLimit = (): number => {
  const said = spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout.trim()
  return said === "unlimited" ? Number.POSITIVE_INFINITY : Number(said) || 1_024
}

const canRun = ([program = "", ...parameters]: ReadonlyArray<string>): boolean =>
  spawnSync(program, [...parameters, "true"]).status === 0

/** What this process may hold as it was started. */
export const mostSockets = (): number => hardLimit() - reserve

/**
 * Of those wanted, as many as a process may hold, what to put before its command so that it may, and why it may not hold
 * all. Beyond the hard limit where this process may raise it (`CAP_SYS_RESOURCE`).
 */
export const socketLimit = (wanted: number, limit = hardLimit(), runs = canRun) => {
  if (wanted + reserve <= limit) return { sockets: wanted, prefix: [] }
  const prefix = ["prlimit", `--nofile=${wanted + reserve}:${wanted + reserve}`]
  if (runs(prefix)) return { sockets: wanted, prefix }
  const why = `a process may open ${limit} files here (ulimit -Hn), and raising that (prlimit --nofile) is refused`
  return { sockets: limit - reserve, prefix: [], why }
}
