/**
 * Reads one file of a journal without changing it: for the process that takes it over and for operators.
 *
 * Torn or altered lines are reported one by one; the other lines are read all the same.
 */
import * as fs from "node:fs"
import { type LineHeader, parseHeader, parseLine, parseVersion } from "./Line.ts"

/** A number beyond it cannot be a line of a file this long: an altered one must not cost memory. */
const MOST_LINES = 10_000_000
const LATEST_VERSION = 2

interface FoundLine {
  readonly header: LineHeader
  readonly offset: number
  /** Without the line feed. */
  readonly length: number
}

export interface SegmentContent {
  readonly bytes: number
  readonly lines: ReadonlyArray<FoundLine>
  readonly done: ReadonlySet<number>
  /** Lines whose checksum does not hold; the torn last one of a crash is one. */
  readonly corrupt: ReadonlyArray<Buffer>
}

/** `undefined`: of a version that this code does not know. Throws what the file system throws. */
export const readSegment = (path: string): SegmentContent | undefined => {
  const content = fs.readFileSync(path)
  const lines: Array<FoundLine> = []
  const corrupt: Array<Buffer> = []
  let offset = 0
  while (offset < content.length) {
    const feed = content.indexOf(10, offset)
    const end = feed === -1 ? content.length : feed
    const line = content.subarray(offset, end)
    const header = feed === -1 ? undefined : parseHeader(line)
    if (header !== undefined && header.n < MOST_LINES) {
      lines.push({ header, offset, length: end - offset })
    } else {
      const version = parseVersion(line)
      if (version !== undefined && version > LATEST_VERSION) return undefined
      if (version === undefined) corrupt.push(Buffer.from(line))
    }
    offset = end + 1
  }
  return { bytes: content.length, lines, done: readDone(`${path}.done`), corrupt }
}

const readDone = (path: string): ReadonlySet<number> => {
  const done = new Set<number>()
  if (!fs.existsSync(path)) return done
  for (const text of fs.readFileSync(path, "utf8").split("\n")) {
    const line = parseLine(Buffer.from(text))
    const numbers: unknown = line === undefined ? [] : JSON.parse(line.json)
    if (!Array.isArray(numbers)) continue
    for (const n of numbers) if (typeof n === "number") done.add(n)
  }
  return done
}
