/**
 * The text of one answer, without repetitions after a reconnect.
 *
 * If an answer cannot be resumed, its question is sent again and the answer starts over. Text that was already
 * delivered is skipped as long as both versions agree; if they differ, the new text replaces all text so far
 * (`rewritten`). Text that the server takes back is replaced by none.
 */
export type TextEvent =
  | { readonly type: "text"; readonly text: string }
  /** The answer was written anew and differs, or is taken back: this replaces all text so far, and may be empty. */
  | { readonly type: "rewritten"; readonly text: string }

export class AnswerText {
  #known = ""
  #received = ""
  #isReplaying = false

  get text(): string {
    return this.#known
  }

  /** The answer starts over; what comes now is compared with what is known. */
  restart(): void {
    this.#received = ""
    this.#isReplaying = this.#known !== ""
  }

  /** What is new with this piece. */
  add(piece: string): TextEvent | undefined {
    this.#received += piece
    const known = this.#known
    if (this.#isReplaying && known.startsWith(this.#received)) return undefined
    this.#known = this.#received
    if (!this.#isReplaying) return { type: "text", text: piece }
    this.#isReplaying = false
    return this.#received.startsWith(known)
      ? { type: "text", text: this.#received.slice(known.length) }
      : { type: "rewritten", text: this.#received }
  }

  /** All of it is void. */
  retract(): TextEvent | undefined {
    const isKnown = this.#known !== ""
    this.#known = ""
    this.#received = ""
    this.#isReplaying = false
    return isKnown ? { type: "rewritten", text: "" } : undefined
  }

  /** To be called at the end: the second answer may have been the shorter one. */
  end(): TextEvent | undefined {
    if (!this.#isReplaying || this.#received === this.#known) return undefined
    this.#known = this.#received
    return { type: "rewritten", text: this.#received }
  }
}
