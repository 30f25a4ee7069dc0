/**
 * One file of a journal: lines appended in order, and beside it a file that names those that are
 * done. Both go when every line is done.
 *
 * Written with plain `write` calls: what was written survives the death of the process, and, after
 * `sync`, that of the machine. A line half written (a full disk, a crash) is skipped when read.
 */
import * as fs from "node:fs"
import { formatLine, parseLine } from "./Line.ts"

/** Where a record is: on disk alone, on disk and in memory, or done with. */
type State = "waiting" | "held" | "done"

interface Line {
  readonly offset: number
  readonly length: number
  state: State
}

export class Segment {
  readonly path: string
  /** By number of line; numbers of unreadable lines are missing. */
  readonly #lines = new Map<number, Line>()
  #next = 0
  #file: number | undefined
  #reader: number | undefined
  #bytes = 0
  #open = 0
  #waiting = 0
  #corrupt = 0

  constructor(path: string) {
    this.path = path
  }

  /** A new file, for appending. */
  static create(path: string): Segment {
    const segment = new Segment(path)
    segment.#file = fs.openSync(path, "wx", 0o600)
    return segment
  }

  /** A file of an earlier process: its lines that are not done wait. */
  static recover(path: string): Segment {
    const segment = new Segment(path)
    const done = new Set(readDone(segment.#donePath))
    const content = fs.readFileSync(path)
    segment.#bytes = content.length
    let offset = 0
    while (offset < content.length) {
      const feed = content.indexOf(10, offset)
      const end = feed === -1 ? content.length : feed
      const line = feed === -1 ? undefined : parseLine(content.toString("utf8", offset, end))
      if (line === undefined) segment.#corrupt += 1
      else if (!done.has(line.n) && !segment.#lines.has(line.n)) {
        segment.#lines.set(line.n, { offset, length: end - offset, state: "waiting" })
        segment.#open += 1
        segment.#waiting += 1
      }
      offset = end + 1
    }
    return segment
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Lines not done. */
  get open(): number {
    return this.#open
  }

  get waiting(): number {
    return this.#waiting
  }

  /** Lines that could not be read when the file was found. */
  get corrupt(): number {
    return this.#corrupt
  }

  /** Numbers of the lines that wait, in order. */
  *waitingLines(): Generator<number> {
    if (this.#waiting === 0) return
    for (const [n, line] of this.#lines) if (line.state === "waiting") yield n
  }

  /** Appends a line; it is held. Throws what the file system throws. */
  append(json: string): number {
    if (this.#file === undefined) throw new Error("the segment is sealed")
    const bytes = Buffer.from(formatLine(this.#next, json))
    const written = fs.writeSync(this.#file, bytes)
    const offset = this.#bytes
    this.#bytes += written
    if (written < bytes.length) throw new Error("the disk took only a part")
    this.#lines.set(this.#next, { offset, length: bytes.length - 1, state: "held" })
    this.#open += 1
    this.#next += 1
    return this.#next - 1
  }

  /** The JSON of a line, or `undefined` when it is not readable any more. */
  read(n: number): string | undefined {
    const line = this.#lines.get(n)
    if (line === undefined) return undefined
    try {
      this.#reader ??= fs.openSync(this.path, "r")
      const buffer = Buffer.alloc(line.length)
      fs.readSync(this.#reader, buffer, 0, line.length, line.offset)
      return parseLine(buffer.toString("utf8"))?.json
    } catch {
      return undefined
    }
  }

  move(n: number, to: "waiting" | "held"): void {
    const line = this.#lines.get(n)
    if (line === undefined || line.state === to) return
    this.#waiting += to === "waiting" ? 1 : -1
    line.state = to
  }

  /** Notes lines as done. A note that cannot be written costs a repetition after a restart. */
  done(numbers: ReadonlyArray<number>): void {
    for (const n of numbers) {
      const line = this.#lines.get(n)
      if (line === undefined) continue
      if (line.state === "waiting") this.#waiting -= 1
      this.#lines.delete(n)
      this.#open -= 1
    }
    if (this.#open === 0 && this.#file === undefined) return
    try {
      fs.appendFileSync(this.#donePath, formatLine(0, JSON.stringify(numbers)), { mode: 0o600 })
    } catch {
      // The line stays open on disk and is offered to the target again, under the same id.
    }
  }

  /**
   * No more appends. Flushes to stable storage, as far as the disk says so, behind the caller's
   * back: that takes tens of milliseconds, and nobody may wait for it.
   */
  seal(): void {
    const file = this.#file
    this.#file = undefined
    if (file === undefined) return
    // A flush that fails weakens the promise beyond the process's death, not the process's own.
    fs.fdatasync(file, () => {
      fs.close(file, () => {})
    })
  }

  /** Lets go of what reading opened. */
  close(): void {
    if (this.#reader !== undefined) fs.closeSync(this.#reader)
    this.#reader = undefined
  }

  remove(): void {
    this.close()
    fs.rmSync(this.path, { force: true })
    fs.rmSync(this.#donePath, { force: true })
  }

  get #donePath(): string {
    return `${this.path}.done`
  }
}

const readDone = (path: string): ReadonlyArray<number> => {
  if (!fs.existsSync(path)) return []
  return fs
    .readFileSync(path, "utf8")
    .split("\n")
    .flatMap((text) => {
      const line = parseLine(text)
      const numbers: unknown = line === undefined ? [] : JSON.parse(line.json)
      return Array.isArray(numbers) ? numbers.filter((n) => typeof n === "number") : []
    })
}
