/**
 * Wraps text that comes in pieces at words, for a terminal of so many columns. A word that may go on with the next piece
 * is held back. From its first Japanese letter on a line is left to the terminal, which may break it anywhere, as is one
 * with a word that is wider than the terminal.
 */
import { wrapAnsi } from "fast-wrap-ansi"

const anywhere = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/u

export class WordWrap {
  readonly #columns: () => number | undefined
  #line = ""
  #held = ""

  constructor(columns: () => number | undefined) {
    this.#columns = columns
  }

  /** What can be written now. */
  add(text: string): string {
    const all = this.#held + text
    const columns = this.#columns()
    const word = all.split(/\s/u).at(-1) ?? ""
    const isFree = columns === undefined || anywhere.test(this.#line + all) || word.length > columns
    const end = all.length - (isFree ? 0 : word.length)
    this.#held = all.slice(end)
    return this.#written(all.slice(0, end), columns)
  }

  /** The rest; the next text begins a line. */
  end(): string {
    const rest = this.#written(this.#held, this.#columns())
    this.#held = ""
    this.#line = ""
    return rest
  }

  #written(text: string, columns: number | undefined): string {
    return text
      .split("\n")
      .map((part, at) => {
        if (at > 0) this.#line = ""
        const before = this.#line
        this.#line += part
        if (columns === undefined || anywhere.test(before)) return part
        // Spaces at an end of a line are written once a word follows them.
        if (anywhere.test(this.#line)) return before.slice(before.trimEnd().length) + part
        const wrapped = (line: string) => wrapAnsi(line, columns, { hard: true })
        return wrapped(this.#line).slice(wrapped(before).length)
      })
      .join("\n")
  }
}
