/**
 * The text of one answer as it is printed, also when it comes twice.
 *
 * After a reconnect the same question is sent again and the answer starts from its beginning: what
 * stands on the screen already is not printed again, as long as both agree.
 */
export class AnswerText {
  #printed = ""
  #received = ""
  #replaying = false

  /** The answer starts over; what comes now is compared with what was printed. */
  restart(): void {
    this.#received = ""
    this.#replaying = this.#printed !== ""
  }

  /** What to print for this piece. */
  add(piece: string): string {
    this.#received += piece
    if (!this.#replaying) {
      this.#printed = this.#received
      return piece
    }
    if (this.#printed.startsWith(this.#received)) return ""
    this.#replaying = false
    const known = this.#printed
    this.#printed = this.#received
    return this.#received.startsWith(known)
      ? this.#received.slice(known.length)
      : `\n[the answer was written again]\n${this.#received}`
  }
}
