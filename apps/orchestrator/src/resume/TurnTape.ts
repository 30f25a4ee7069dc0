/**
 * Records the frames of one turn for clients that lost some. Synchronous. Text that was taken back is forgotten. A turn
 * of which more than 1 MiB was said, or that was left before its end, cannot be resumed.
 */
import type { TurnFrame } from "@manga-assist/protocol"

/** Beyond which nothing is kept: three answers of a thousand pieces. */
const maxBytes = 1_048_576
/** Of a frame beside its text. */
const frameBytes = 300

export class TurnTape {
  #frames: Array<TurnFrame> = []
  #characters = 0
  #isWhole = true

  /** False once it was discarded. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** About what it takes in memory. */
  get bytes(): number {
    return 2 * this.#characters + frameBytes * this.#frames.length
  }

  record(frame: TurnFrame): void {
    if (!this.#isWhole) return
    if (frame.type === "delta") this.#characters += frame.text.length
    else if (frame.type === "retract") this.#forgetText()
    this.#frames.push(frame)
    if (this.bytes > maxBytes) this.discard()
  }

  /** What is recorded can no longer become whole. */
  discard(): void {
    this.#isWhole = false
    this.#frames = []
    this.#characters = 0
  }

  #forgetText(): void {
    this.#frames = this.#frames.filter(({ type }) => type !== "delta")
    this.#characters = 0
  }

  /** Those behind the frame of this number. */
  after(seq: number): ReadonlyArray<TurnFrame> {
    return this.#frames.filter((frame) => (frame.seq ?? 0) > seq)
  }
}
