/**
 * The ids of the last records of a file of JSON lines, for skipping duplicates: at least 20,000, at most twice as many.
 *
 * That is enough: only batches under way when a process died come again, and those whose end could not be recorded on
 * disk.
 */
import * as fs from "node:fs"

/** At least so many of the last are known, at most twice as many. */
const MIN_IDS = 20_000
const TAIL_BYTES = 8 * 1024 * 1024

export class RecentIds {
  // Two halves, of which the older goes as a whole: to take the oldest out of one set, everything that was
  // deleted before it is walked over.
  #ids = new Set<string>()
  #before: ReadonlySet<string> = new Set()

  /** From the ends of these files, the older first. Throws what the file system throws. */
  static read(files: ReadonlyArray<string>): RecentIds {
    const recent = new RecentIds()
    for (const file of files) {
      if (!fs.existsSync(file)) continue
      for (const line of tail(file).split("\n")) {
        const id = idIn(line)
        if (id !== undefined) recent.add(id)
      }
    }
    return recent
  }

  has(id: string): boolean {
    return this.#ids.has(id) || this.#before.has(id)
  }

  add(id: string): void {
    this.#ids.add(id)
    if (this.#ids.size < MIN_IDS) return
    this.#before = this.#ids
    this.#ids = new Set()
  }
}

const tail = (file: string): string => {
  const descriptor = fs.openSync(file, "r")
  try {
    const { size } = fs.fstatSync(descriptor)
    const length = Math.min(size, TAIL_BYTES)
    const buffer = Buffer.alloc(length)
    fs.readSync(descriptor, buffer, 0, length, size - length)
    return buffer.toString("utf8")
  } finally {
    fs.closeSync(descriptor)
  }
}

/** A torn line has no id: its record is written again. */
const idIn = (line: string): string | undefined => {
  if (line === "") return undefined
  try {
    const value: unknown = JSON.parse(line)
    const hasId = typeof value === "object" && value !== null && "id" in value
    return hasId && typeof value.id === "string" ? value.id : undefined
  } catch {
    return undefined
  }
}
