/**
 * Records the frames of one turn for clients that lost some. Synchronous. Text that was taken back is forgotten. Beyond
 * 262,144 characters of text everything is discarded, and the turn cannot be resumed.
 */
import type { TurnFrame } from "@manga-assist/protocol"

/** Characters of text beyond which nothing is kept: the turn cannot be gone on with then. */
const maxCharacters = 262_144

export class TurnTape {
  #frames: Array<TurnFrame> = []
  #characters = 0
  #isWhole = true

  /** False once it was too long to be kept. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** About what it takes in memory. */
  get bytes(): number {
    return 2 * this.#characters + 300 * this.#frames.length
  }

  record(frame: TurnFrame): void {
    if (!this.#isWhole) return
    if (frame.type === "delta") this.#characters += frame.text.length
    else if (frame.type === "retract") this.#forgetText()
    if (this.#characters <= maxCharacters) this.#frames.push(frame)
    else {
      this.#isWhole = false
      this.#frames = []
    }
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
