/**
 * Tells the server what is being typed, so that it may read ahead: the latest text, four times a
 * second at most, as the protocol allows.
 */
export class Typing {
  readonly #send: (text: string) => void
  #timer: NodeJS.Timeout | undefined
  #text = ""
  #sent = ""

  constructor(send: (text: string) => void) {
    this.#send = send
  }

  /** `text` is the whole line so far. */
  typed(text: string): void {
    this.#text = text
    if (this.#timer !== undefined || text === this.#sent) return
    this.#tell()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#text !== this.#sent) this.typed(this.#text)
    }, 250)
  }

  /** The line was sent as a question, or given up. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#text = ""
    this.#sent = ""
  }

  #tell(): void {
    this.#sent = this.#text
    if (this.#text.trim() !== "" && this.#text.length <= longest) this.#send(this.#text)
  }
}

/** Characters of a draft, by the protocol. */
const longest = 2_000
