/**
 * Puts the lines of one paste together to one question.
 *
 * A terminal hands a paste over line by line, faster than anyone types; a last line without a break
 * is still in the editor and belongs to it.
 */
export class PastedLines {
  readonly #onQuestion: (text: string) => void
  readonly #editing: () => string
  readonly #quietMs: number
  #lines: Array<string> = []
  #timer: NodeJS.Timeout | undefined

  /** `editing`: what stands in the line editor now. */
  constructor(onQuestion: (text: string) => void, editing: () => string, quietMs = 40) {
    this.#onQuestion = onQuestion
    this.#editing = editing
    this.#quietMs = quietMs
  }

  add(line: string): void {
    this.#lines.push(line)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#editing() === "") this.flush()
    }, this.#quietMs)
  }

  /** Hands over what is there, now. */
  flush(): void {
    clearTimeout(this.#timer)
    const text = this.#lines.join("\n").trim()
    this.#lines = []
    if (text !== "") this.#onQuestion(text)
  }

  /** Forgets what is there; true when there was something. */
  discard(): boolean {
    clearTimeout(this.#timer)
    const some = this.#lines.length > 0
    this.#lines = []
    return some
  }
}
