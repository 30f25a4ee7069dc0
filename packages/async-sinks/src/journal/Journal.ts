/**
 * The accepted but unwritten records of one sink on disk, in segments, bounded in bytes. Synchronous; a failing disk
 * is a result, not an exception.
 *
 * Files of an unknown version are kept and counted. Unreadable lines are copied to `corrupt` before their file is
 * removed.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import type { LineHeader } from "./Line.ts"
import { Segment } from "./Segment.ts"

export interface Position {
  readonly segment: Segment
  readonly n: number
}

export interface Refused {
  readonly reason: "spool-full" | "disk-refused"
  readonly detail: string
}

export interface JournalOptions {
  readonly directory: string
  readonly maxBytes: number
  /** Told of each record that an earlier process left, in order. */
  readonly found?: ((header: LineHeader) => void) | undefined
}

/** Making a file costs an offer 0.1 ms and more; freeing the disk goes by whole files. */
const SEGMENT_BYTES = 4 * 1024 * 1024
const SUFFIX = ".ndjson"
/** Flushes after which a file that is not full is followed by the next, so that what is done can go. */
const FLUSHES = 30
/** What a line adds to its record, with a number of any likely length. */
const LINE_OVERHEAD = 80
/** A disk that refused is left alone so long, so that offers stay cheap meanwhile. */
const REFUSED_MS = 50
const MAX_CORRUPT_BYTES = 8 * 1024 * 1024

export class Journal {
  readonly #options: JournalOptions
  readonly #segmentBytes: number
  /** From the oldest to the newest. */
  readonly #segments: Array<Segment> = []
  /** Lines of earlier processes that could not be read. */
  readonly corrupt: number
  /** Files of versions that this code does not know. */
  readonly unknownFiles: number
  #active: Segment | undefined
  #nextId = 1
  #bytes: number
  #refused: (Refused & { readonly until: number }) | undefined
  #syncing = false
  /** Of the active file: flushes it has seen, and how long it was at the last one. */
  #flushes = 0
  #flushedBytes = 0

  /** Reads what an earlier process left. Throws what the file system throws. */
  constructor(options: JournalOptions) {
    this.#options = options
    this.#segmentBytes = Math.max(1, Math.min(SEGMENT_BYTES, options.maxBytes / 8))
    let unknownBytes = 0
    let unknownFiles = 0
    for (const name of segmentNames(options.directory)) {
      this.#nextId = Number(name.slice(0, 12)) + 1
      const file = path.join(options.directory, name)
      const segment = Segment.recover(file, options.found ?? (() => {}))
      if (segment === undefined) {
        unknownFiles += 1
        unknownBytes += fs.statSync(file).size
      } else this.#segments.push(segment)
    }
    const corrupt = this.#segments.flatMap((segment) => segment.corrupt)
    if (corrupt.length > 0) keepCorrupt(options.directory, corrupt)
    this.corrupt = corrupt.length
    this.unknownFiles = unknownFiles
    this.#bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, unknownBytes)
    this.#tidy()
  }

  get bytes(): number {
    return this.#bytes
  }

  get maxBytes(): number {
    return this.#options.maxBytes
  }

  get waiting(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.waiting, 0)
  }

  /** Puts a record on disk, unless there is no room or the disk refuses. `now` is monotonic. */
  append(
    record: { readonly at: number; readonly key: string | undefined; readonly json: string },
    bytes: number,
    now: number,
  ): Position | Refused {
    const { maxBytes } = this.#options
    if (this.#bytes + bytes + LINE_OVERHEAD > maxBytes) {
      return { reason: "spool-full", detail: `maxBytes: at most ${maxBytes}` }
    }
    if (this.#refused !== undefined && now < this.#refused.until) return this.#refused
    let segment: Segment | undefined
    let before = 0
    try {
      segment = this.#writable()
      before = segment.bytes
      const n = segment.append(record.at, record.key, record.json)
      this.#refused = undefined
      return { segment, n }
    } catch (error) {
      // A line may be half written: nothing is appended behind it.
      this.#seal()
      const detail = error instanceof Error ? error.message : String(error)
      this.#refused = { reason: "disk-refused", detail, until: now + REFUSED_MS }
      return this.#refused
    } finally {
      if (segment !== undefined) this.#bytes += segment.bytes - before
    }
  }

  /** Records that wait, oldest first. */
  *waitingPositions(): Generator<Position> {
    for (const segment of this.#segments) {
      for (const n of segment.waitingLines()) yield { segment, n }
    }
  }

  done(positions: ReadonlyArray<Position>): void {
    if (positions.length === 0) return
    const bySegment = new Map<Segment, Array<number>>()
    for (const { n, segment } of positions) {
      const own = bySegment.get(segment)
      if (own === undefined) bySegment.set(segment, [n])
      else own.push(n)
    }
    for (const [segment, own] of bySegment) segment.done(own)
    this.#tidy()
  }

  /** Copies a record that nobody can use to `corrupt`, for somebody to look at. */
  setAside({ n, segment }: Position): void {
    const line = segment.read(n)
    if (line !== undefined) keepCorrupt(this.#options.directory, [Buffer.from(line.json)])
  }

  /** Flushes to stable storage what was appended; a flush at a time, and nobody waits for it. */
  sync(): void {
    if (this.#syncing || this.#active === undefined) return
    this.#syncing = true
    this.#active.sync(() => {
      this.#syncing = false
    })
  }

  /**
   * Lets written records leave the disk soon, however few they are: to be called after each flush. A file goes that
   * has rested with nothing open; one that is always busy makes room for the next now and then.
   */
  retire(): void {
    const active = this.#active
    if (active === undefined) return
    const rests = active.open === 0 && active.bytes === this.#flushedBytes
    this.#flushedBytes = active.bytes
    this.#flushes += 1
    // Where nothing is done because the target is away, more files would free nothing.
    if (!rests && (this.#flushes < FLUSHES || !active.isPartlyDone)) return
    this.#seal()
    this.#tidy()
  }

  /** Nothing is appended any more; what waits is for the next process. */
  close(): void {
    this.#seal()
    this.#tidy()
    for (const segment of this.#segments) segment.close()
  }

  #writable(): Segment {
    if (this.#active !== undefined && this.#active.bytes < this.#segmentBytes) return this.#active
    this.#seal()
    this.#tidy()
    const name = String(this.#nextId).padStart(12, "0") + SUFFIX
    this.#nextId += 1
    this.#active = Segment.create(path.join(this.#options.directory, name))
    this.#segments.push(this.#active)
    this.#flushes = 0
    this.#flushedBytes = 0
    this.#bytes += this.#active.bytes
    return this.#active
  }

  #seal(): void {
    this.#active?.seal()
    this.#active = undefined
  }

  #tidy(): void {
    for (let index = this.#segments.length - 1; index >= 0; index -= 1) {
      const segment = this.#segments[index]
      if (segment === undefined || segment === this.#active || segment.open > 0) continue
      this.#segments.splice(index, 1)
      this.#bytes -= segment.bytes
      try {
        segment.remove()
      } catch {
        // A file that stays is found at the next start, all of it done or repeated.
      }
    }
  }
}

/** The files of a journal, oldest first. */
export const segmentNames = (directory: string): ReadonlyArray<string> =>
  fs
    .readdirSync(directory)
    .filter((name) => /^\d{12}\.ndjson$/u.test(name))
    .toSorted()

/** What could not be read is for somebody to look at; bounded, and never worth failing for. */
const keepCorrupt = (directory: string, lines: ReadonlyArray<Buffer>): void => {
  const file = path.join(directory, "corrupt")
  try {
    const size = fs.existsSync(file) ? fs.statSync(file).size : 0
    if (size > MAX_CORRUPT_BYTES) return
    fs.appendFileSync(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")])), {
      mode: 0o600,
    })
  } catch {
    // Counted all the same.
  }
}
