/**
 * Inspects the folders of must-keep sinks for operators: waiting records, their age, and the process at work.
 *
 * Reading is safe beside a running process; the result may be a moment old. Purging requires a folder that no process
 * has locked.
 */
import "@manga-assist/options/node"
import * as fs from "node:fs"
import * as path from "node:path"
import { lockDirectory, lockOwner } from "./journal/DirectoryLock.ts"
import { segmentNames } from "./journal/Journal.ts"
import { parseLine } from "./journal/Line.ts"
import { readSegment } from "./journal/SegmentFile.ts"

export interface SpoolFolder {
  readonly sink: string
  readonly waiting: number
  readonly bytes: number
  readonly files: number
  readonly corruptLines: number
  /** Files that another version wrote. */
  readonly unknownFiles: number
  /** Bytes of lines that were set aside because nobody could read them. */
  readonly setAsideBytes: number
  /** Epoch milliseconds of the oldest that waits. */
  readonly oldestAt: number | undefined
  /** Who has the folder now. */
  readonly usedBy: string | undefined
}

/** Every sink's folder below a spool's directory; none when it does not exist. */
export const inspectSpool = (directory: string): ReadonlyArray<SpoolFolder> => {
  if (!fs.existsSync(directory)) return []
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => inspectFolder(path.join(directory, entry.name), entry.name))
}

/** The JSON texts of the records that wait, oldest first, at most `most`. */
export const waitingRecords = (
  directory: string,
  sink: string,
  most: number,
): ReadonlyArray<string> => {
  const folder = path.join(directory, sink)
  const records: Array<string> = []
  for (const name of segmentNames(folder)) {
    const file = path.join(folder, name)
    const content = readSegment(file)
    if (content === undefined) continue
    const bytes = fs.readFileSync(file)
    for (const { header, length, offset } of content.lines) {
      if (records.length >= most) return records
      if (content.done.has(header.n)) continue
      const line = parseLine(bytes.subarray(offset, offset + length))
      if (line !== undefined) records.push(line.json)
    }
  }
  return records
}

/** Removes what waits; the number of records, or who has the folder. */
export const purgeSpool = (
  directory: string,
  sink: string,
): { readonly removed: number } | { readonly usedBy: string } => {
  const folder = path.join(directory, sink)
  const lock = lockDirectory(folder)
  if ("owner" in lock) return { usedBy: lock.owner }
  try {
    const { waiting } = inspectFolder(folder, sink, false)
    for (const name of segmentNames(folder)) {
      fs.rmSync(path.join(folder, name), { force: true })
      fs.rmSync(path.join(folder, `${name}.done`), { force: true })
    }
    fs.rmSync(path.join(folder, "corrupt"), { force: true })
    return { removed: waiting }
  } finally {
    lock.release()
  }
}

const inspectFolder = (folder: string, sink: string, askForLock = true): SpoolFolder => {
  let waiting = 0
  let bytes = 0
  let corruptLines = 0
  let unknownFiles = 0
  let oldestAt: number | undefined
  const names = segmentNames(folder)
  for (const name of names) {
    const file = path.join(folder, name)
    // A running process may remove a file at any moment.
    if (!fs.existsSync(file)) continue
    const content = readSegment(file)
    if (content === undefined) {
      unknownFiles += 1
      bytes += fs.statSync(file).size
      continue
    }
    bytes += content.bytes
    corruptLines += content.corrupt.length
    for (const { header } of content.lines) {
      if (content.done.has(header.n)) continue
      waiting += 1
      if (header.at > 0) oldestAt = Math.min(oldestAt ?? header.at, header.at)
    }
  }
  const aside = path.join(folder, "corrupt")
  return {
    sink,
    waiting,
    bytes,
    files: names.length,
    corruptLines,
    unknownFiles,
    setAsideBytes: fs.existsSync(aside) ? fs.statSync(aside).size : 0,
    oldestAt,
    usedBy: askForLock ? lockOwner(folder) : undefined,
  }
}
