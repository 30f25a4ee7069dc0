/**
 * Sends what is being typed as drafts, so that the server can read ahead: the current line after each pause of 300 ms
 * in typing, if it has changed.
 */
export class Typing {
  readonly #send: (text: string) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #sent = ""

  constructor(send: (text: string) => void) {
    this.#send = send
  }

  /** `text` is the whole line so far. */
  typed(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(text), restMs)
  }

  /** The line was sent as a question, or given up. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#sent = ""
  }

  #tell(text: string): void {
    if (text === this.#sent || text.trim() === "" || text.length > longest) return
    this.#sent = text
    this.#send(text)
  }
}

/** Longer than between two keys of most people, shorter than from the last key to Enter. */
const restMs = 300
/** Characters of a draft, by the protocol. */
const longest = 2_000
