/**
 * Locks a folder for one process with a kernel lock, which is released however the process dies, and which other
 * containers on the same volume respect.
 *
 * Node has no file lock; SQLite takes one. The file `lock` stays empty; `owner` names the process. `lock` must not be
 * opened by other means in the same process: POSIX then drops the lock.
 */
import * as fs from "node:fs"
import * as path from "node:path"

const BUSY = 5
/** Who only looks whether a folder is used has it for a moment; a start waits for that. */
const WAIT_MS = 250

/** The release, or what is known of the owner. Throws what the file system throws. */
export const lockDirectory = (
  directory: string,
): { readonly release: () => void } | { readonly owner: string } => {
  const owner = path.join(directory, "owner")
  const unlock = takeLock(directory, WAIT_MS)
  if (unlock === undefined) {
    return { owner: fs.existsSync(owner) ? fs.readFileSync(owner, "utf8") : "another process" }
  }
  fs.writeFileSync(owner, `process ${process.pid}`, { mode: 0o600 })
  return {
    release: () => {
      fs.rmSync(owner, { force: true })
      unlock()
    },
  }
}

/** Who has the folder, if somebody has. */
export const lockOwner = (directory: string): string | undefined => {
  if (!fs.existsSync(path.join(directory, "lock"))) return undefined
  const unlock = takeLock(directory, 0)
  unlock?.()
  if (unlock !== undefined) return undefined
  const owner = path.join(directory, "owner")
  return fs.existsSync(owner) ? fs.readFileSync(owner, "utf8") : "another process"
}

const takeLock = (directory: string, waitMs: number): (() => void) | undefined => {
  // Loaded only here: on Node 22 it prints a warning, and best-effort sinks have no folder.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite")
  const database = new DatabaseSync(path.join(directory, "lock"))
  try {
    database.exec(`PRAGMA busy_timeout=${waitMs}; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE`)
    return () => database.close()
  } catch (error) {
    database.close()
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY) return undefined
    throw error
  }
}
