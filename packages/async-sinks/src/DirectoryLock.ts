/**
 * One process for one folder. The lock is a file with the owner's process id; a lock whose owner
 * is gone is taken over.
 */
import * as fs from "node:fs"
import * as path from "node:path"

/** Held by this process: its own id in a lock file may as well be an earlier life's. */
const held = new Set<string>()

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** The release, or the id of the process that has the folder. Throws what the file system throws. */
export const lockDirectory = (
  directory: string,
): { readonly release: () => void } | { readonly owner: number } => {
  const file = path.join(directory, "lock")
  if (held.has(file)) return { owner: process.pid }
  for (let attempt = 0; ; attempt += 1) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 })
      break
    } catch (error) {
      const exists = error instanceof Error && "code" in error && error.code === "EEXIST"
      if (!exists || attempt > 2) throw error
      const owner = Number(fs.readFileSync(file, "utf8"))
      if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
        return { owner }
      }
      fs.rmSync(file, { force: true })
    }
  }
  held.add(file)
  return {
    release: () => {
      held.delete(file)
      fs.rmSync(file, { force: true })
    },
  }
}
