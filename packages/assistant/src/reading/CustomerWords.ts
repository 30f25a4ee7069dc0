/**
 * Opaque type for the text that a customer typed, which may be private. Only the files that the lint configuration
 * lists may read it, by `textOf`; in templates and JSON it appears as a placeholder.
 */
let open: (words: CustomerWords) => string

/**
 * The words that a customer typed. Opaque: a text is read once, and what is given to others is made of its form alone,
 * so few places may see it again. Lint names them (`.oxlintrc.json`): the prompt, the guardrail and the search by
 * meaning of a turn whose answer is not shared under a form; the key of the very same words; the session's own history,
 * and what is searched for a message beside it; judging off the path; the redacted records.
 */
export class CustomerWords {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  static {
    open = (words) => words.#text
  }

  /** Never by chance: neither a template nor JSON shows them. */
  toString(): string {
    return "[a customer's words]"
  }

  toJSON(): string {
    return this.toString()
  }
}

export const textOf = (words: CustomerWords): string => open(words)
