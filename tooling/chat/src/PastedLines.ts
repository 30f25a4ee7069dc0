/**
 * Joins the lines of one paste into one question; each typed line is a question of its own.
 *
 * In bracketed paste mode a terminal marks where a paste begins and ends. A last line without a line break is then
 * still in the editor and belongs to the paste.
 */
export class PastedLines {
  readonly #onQuestion: (text: string) => void
  #lines: Array<string> = []
  #isPasting = false

  constructor(onQuestion: (text: string) => void) {
    this.#onQuestion = onQuestion
  }

  begin(): void {
    this.#isPasting = true
  }

  /** `editing`: what stands in the line editor now. */
  end(editing: string): void {
    this.#isPasting = false
    if (editing === "") this.flush()
  }

  add(line: string): void {
    this.#lines.push(line)
    if (!this.#isPasting) this.flush()
  }

  /** Hands over what is there, now. */
  flush(): void {
    const text = this.#lines.join("\n").trim()
    this.#lines = []
    if (text !== "") this.#onQuestion(text)
  }

  /** Forgets what is there; true when there was something. */
  discard(): boolean {
    const some = this.#lines.length > 0
    this.#lines = []
    return some
  }
}
