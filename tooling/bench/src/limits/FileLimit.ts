/** How many sockets a process may hold on this machine. */
import { spawnSync } from "node:child_process"

/** For the process's other files: the server keeps 512 beside those that it opened at its start. */
const reserve = 600

/** By the hard limit of open files, to which Node raises itself; infinite where the shell knows none. */
export const mostSockets = (): number => {
  const said = spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout.trim()
  return said === "unlimited" ? Number.POSITIVE_INFINITY : (Number(said) || 1_024) - reserve
}
