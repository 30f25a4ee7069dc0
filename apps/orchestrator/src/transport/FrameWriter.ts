/**
 * Writes all frames to one client: in order, with at most one write for each tick of the event loop. Text of one turn
 * is joined and written at most every 50 ms, because one system call can carry many deltas.
 *
 * Text after a pause of 50 ms, and frames that are not text, do not wait: they are written in the tick in which they
 * came, together with the text that waits before them; text that is taken back while it waits is not written. When the
 * client reads too slowly, the writer stops for good and reports it once.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { maxBufferedBytes } from "./SocketServer.ts"

export interface FrameOutlet {
  /** Writes all of them at once; false when one was not taken. */
  readonly write: (frames: ReadonlyArray<ServerFrame>) => boolean
  /** The reader is gone or too slow: what was not taken is lost. Called once. */
  readonly overflowed: () => void
}

/** Text that grows twenty times a second reads as flowing; a fast model would cause a hundred writes. */
const textEveryMs = 50

export class FrameWriter {
  readonly #outlet: FrameOutlet
  #frames: Array<ServerFrame> = []
  #characters = 0
  #scheduled: NodeJS.Immediate | undefined
  #later: NodeJS.Timeout | undefined
  #textWrittenAt = Number.NEGATIVE_INFINITY
  #stopped = false

  constructor(outlet: FrameOutlet) {
    this.#outlet = outlet
  }

  push(frame: ServerFrame): void {
    if (this.#stopped) return
    const last = this.#frames.at(-1)
    if (frame.type === "delta") {
      this.#characters += frame.text.length
      if (last?.type === "delta" && last.turn === frame.turn) {
        this.#frames[this.#frames.length - 1] = { ...frame, text: last.text + frame.text }
      } else this.#frames.push(frame)
    } else if (frame.type === "retract") {
      this.#frames = this.#frames.filter((one) => one.type !== "delta" || one.turn !== frame.turn)
      this.#frames.push(frame)
    } else this.#frames.push(frame)
    // A producer that never lets the event loop turn is held to the same bound as a slow reader.
    if (this.#characters > maxBufferedBytes) this.flush()
    else this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled !== undefined) return
    const waitMs = this.#frames.every(({ type }) => type === "delta")
      ? this.#textWrittenAt + textEveryMs - performance.now()
      : 0
    if (waitMs > 0) this.#later ??= setTimeout(() => this.flush(), waitMs)
    else this.#scheduled = setImmediate(() => this.flush())
  }

  #unschedule(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled)
    clearTimeout(this.#later)
    this.#scheduled = undefined
    this.#later = undefined
  }

  /** Writes now what waits. */
  flush(): void {
    this.#unschedule()
    if (this.#stopped || this.#frames.length === 0) return
    const frames = this.#frames
    this.#frames = []
    this.#characters = 0
    if (frames.at(-1)?.type === "delta") this.#textWrittenAt = performance.now()
    if (!this.#outlet.write(frames)) {
      this.stop()
      this.#outlet.overflowed()
    }
  }

  /** Nothing is written from now on. */
  stop(): void {
    this.#stopped = true
    this.#frames = []
    this.#unschedule()
  }
}
