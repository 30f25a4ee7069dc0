/**
 * The records of one sink that are accepted and not yet written, on disk: a row of segments,
 * bounded in bytes. Synchronous; a disk that refuses is an answer, not an exception.
 */
import * as fs from "node:fs"
import * as path from "node:path"
import { Segment } from "./Segment.ts"

export interface Position {
  readonly segment: Segment
  readonly n: number
}

const SUFFIX = ".ndjson"
/** What a line adds to its record, with a number of any likely length. */
const LINE_OVERHEAD = 48

export class Journal {
  readonly #directory: string
  readonly #maxBytes: number
  readonly #segmentBytes: number
  /** From the oldest to the newest. */
  readonly #segments: Array<Segment> = []
  /** Lines of earlier processes that could not be read. */
  readonly corrupt: number
  #active: Segment | undefined
  #nextId = 1
  #bytes: number

  /** Reads what an earlier process left. Throws what the file system throws. */
  constructor(directory: string, maxBytes: number) {
    this.#directory = directory
    this.#maxBytes = maxBytes
    this.#segmentBytes = Math.max(1, Math.min(1024 * 1024, maxBytes / 8))
    const names = fs.readdirSync(directory).filter((name) => /^\d{12}\.ndjson$/u.test(name))
    for (const name of names.toSorted()) {
      this.#nextId = Number(name.slice(0, 12)) + 1
      this.#segments.push(Segment.recover(path.join(directory, name)))
    }
    this.#bytes = this.#segments.reduce((sum, segment) => sum + segment.bytes, 0)
    this.corrupt = this.#segments.reduce((sum, segment) => sum + segment.corrupt, 0)
    this.#tidy()
  }

  get bytes(): number {
    return this.#bytes
  }

  get waiting(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.waiting, 0)
  }

  /** Puts a record on disk; `undefined` when there is no room or the disk refuses. */
  append(json: string, bytes: number): Position | undefined {
    if (this.#bytes + bytes + LINE_OVERHEAD > this.#maxBytes) return undefined
    let segment: Segment | undefined
    let before = 0
    try {
      segment = this.#writable()
      before = segment.bytes
      return { segment, n: segment.append(json) }
    } catch {
      // A line may be half written: nothing is appended behind it.
      this.#seal()
      return undefined
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
    for (const [segment, own] of Map.groupBy(positions, (position) => position.segment)) {
      segment.done(own.map(({ n }) => n))
    }
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
    this.#active = Segment.create(path.join(this.#directory, name))
    this.#segments.push(this.#active)
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
