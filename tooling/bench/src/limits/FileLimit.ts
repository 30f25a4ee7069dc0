/** How many sockets one process may hold here. */
import { spawnSync } from "node:child_process"

/** For the process's other files: journals, connections to the services, libraries. */
const reserve = 500

/** The hard limit of open files, to which Node raises itself; infinite where the shell knows none. */
export const mostSockets = (): number => {
  const said = spawnSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" }).stdout.trim()
  const limit = said === "unlimited" ? Number.POSITIVE_INFINITY : Number(said)
  return Number.isNaN(limit) ? 1_024 - reserve : limit - reserve
}
