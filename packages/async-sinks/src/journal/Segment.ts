/**
 * One file of a journal, with a line for each record that waits to be written to its target, appended in order. A second
 * file (`.done`) lists the lines that need no more work, because their record was delivered or given up. The journal
 * removes both files (`remove`) once every line is done.
 *
 * Plain `write` calls survive the death of the process and, after `sync`, of the machine. A torn line (full disk,
 * crash) is skipped when read.
 */
import * as fs from "node:fs"
import { formatLine, formatVersion, type LineHeader, parseLine } from "./Line.ts"
import { readSegment } from "./SegmentFile.ts"

/** The rules of the files that this code writes; it also reads 1, which had no first line. */
const JOURNAL_VERSION = 2

/** Where a record is: nowhere readable, on disk alone, on disk and in memory, or done with. */
const ABSENT = 0
const WAITING = 1
const HELD = 2
const DONE = 3

export class Segment {
  readonly path: string
  /** By number of line; flat, so that a million lines cost tens of megabytes and not hundreds. */
  readonly #offsets: Array<number> = []
  readonly #lengths: Array<number> = []
  readonly #states: Array<number> = []
  /** No line before it waits. */
  #firstWaiting = 0
  #file: number | undefined
  #reader: number | undefined
  #notes: number | undefined
  #bytes = 0
  #open = 0
  #waiting = 0
  #corrupt: ReadonlyArray<Buffer> = []
  #unsynced = false

  constructor(path: string) {
    this.path = path
  }

  /** A new file, for appending. Throws what the file system throws, and leaves no file then. */
  static create(path: string): Segment {
    const segment = new Segment(path)
    segment.#file = fs.openSync(path, "wx", 0o600)
    try {
      segment.#write(formatVersion(JOURNAL_VERSION))
    } catch (error) {
      segment.remove()
      throw error
    }
    return segment
  }

  /**
   * A file of an earlier process: its lines that are not done wait, and are told to `found`.
   * `undefined`: of a version that this code does not know; the file is left alone.
   */
  static recover(path: string, found: (header: LineHeader) => void): Segment | undefined {
    const content = readSegment(path)
    if (content === undefined) return undefined
    const segment = new Segment(path)
    segment.#bytes = content.bytes
    segment.#corrupt = content.corrupt
    for (const { header, length, offset } of content.lines) {
      if (content.done.has(header.n) || segment.#states[header.n] !== undefined) continue
      segment.#put(header.n, offset, length, WAITING)
      segment.#waiting += 1
      found(header)
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

  get isPartlyDone(): boolean {
    return this.#open < this.#states.length
  }

  get waiting(): number {
    return this.#waiting
  }

  /** Lines that could not be read when the file was found, as they are. */
  get corrupt(): ReadonlyArray<Buffer> {
    return this.#corrupt
  }

  /** Numbers of the lines that wait, in order. */
  *waitingLines(): Generator<number> {
    if (this.#waiting === 0) return
    let first = true
    for (let n = this.#firstWaiting; n < this.#states.length; n += 1) {
      if (this.#states[n] !== WAITING) continue
      if (first) this.#firstWaiting = n
      first = false
      yield n
    }
  }

  /** Appends a line; it is held. Throws what the file system throws. */
  append(at: number, key: string | undefined, json: string): number {
    const n = this.#states.length
    const bytes = formatLine({ n, at, key }, json)
    const offset = this.#bytes
    this.#write(bytes)
    this.#put(n, offset, bytes.length - 1, HELD)
    return n
  }

  /** A line, or `undefined` when it is not readable any more. */
  read(n: number): (LineHeader & { readonly json: string }) | undefined {
    const offset = this.#offsets[n]
    const length = this.#lengths[n]
    if (offset === undefined || length === undefined) return undefined
    try {
      this.#reader ??= fs.openSync(this.path, "r")
      const buffer = Buffer.alloc(length)
      fs.readSync(this.#reader, buffer, 0, length, offset)
      return parseLine(buffer)
    } catch {
      return undefined
    }
  }

  move(n: number, to: "waiting" | "held"): void {
    const state = this.#states[n]
    const next = to === "waiting" ? WAITING : HELD
    if ((state !== WAITING && state !== HELD) || state === next) return
    this.#waiting += next === WAITING ? 1 : -1
    this.#states[n] = next
    if (next === WAITING) this.#firstWaiting = Math.min(this.#firstWaiting, n)
  }

  /** Notes lines as done. A note that cannot be written costs a repetition after a restart. */
  done(numbers: ReadonlyArray<number>): void {
    for (const n of numbers) {
      const state = this.#states[n]
      if (state !== WAITING && state !== HELD) continue
      if (state === WAITING) this.#waiting -= 1
      this.#states[n] = DONE
      this.#open -= 1
    }
    if (this.#open === 0 && this.#file === undefined) return
    try {
      this.#notes ??= fs.openSync(donePath(this.path), "a", 0o600)
      const note = formatLine({ n: 0, at: 0, key: undefined }, JSON.stringify(numbers))
      fs.writeSync(this.#notes, note)
    } catch {
      // The line stays open on disk and is offered to the target again, under the same id.
    }
  }

  /** Flushes what was written since the last time; `after` is called once it has ended. */
  sync(after: (error: Error | null) => void): void {
    if (this.#file === undefined || !this.#unsynced) {
      after(null)
      return
    }
    this.#unsynced = false
    fs.fdatasync(this.#file, after)
  }

  /**
   * No more appends. Flushes behind the caller's back: that takes tens of milliseconds, and nobody
   * may wait for it.
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

  /** Lets go of what reading and noting opened. */
  close(): void {
    for (const file of [this.#reader, this.#notes]) if (file !== undefined) fs.closeSync(file)
    this.#reader = undefined
    this.#notes = undefined
  }

  remove(): void {
    this.close()
    fs.rmSync(this.path, { force: true })
    fs.rmSync(donePath(this.path), { force: true })
  }

  #write(bytes: Buffer): void {
    if (this.#file === undefined) throw new Error("the segment is sealed")
    const written = fs.writeSync(this.#file, bytes)
    this.#bytes += written
    this.#unsynced = true
    if (written < bytes.length) throw new Error("the disk took only a part")
  }

  #put(n: number, offset: number, length: number, state: number): void {
    while (this.#states.length < n) {
      this.#offsets.push(0)
      this.#lengths.push(0)
      this.#states.push(ABSENT)
    }
    this.#offsets[n] = offset
    this.#lengths[n] = length
    this.#states[n] = state
    this.#open += 1
  }
}

/** Beside each file of lines: the numbers of those that are done. */
const donePath = (path: string): string => `${path}.done`
