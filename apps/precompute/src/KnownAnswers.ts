/**
 * What this process was answered last for each entry, and to which prompt: the same prompt is not paid for twice.
 * A prompt holds everything that an answer depends on, products and prices with it.
 *
 * Lost with the process; bounded, the oldest giving way.
 */
const most = 2_000

export class KnownAnswers {
  readonly #answers = new Map<string, { readonly prompt: string; readonly text: string }>()

  /** `prompt`: a hash of it. */
  same(entry: string, prompt: string): string | undefined {
    const known = this.#answers.get(entry)
    return known?.prompt === prompt ? known.text : undefined
  }

  remember(entry: string, prompt: string, text: string): void {
    this.#answers.delete(entry)
    this.#answers.set(entry, { prompt, text })
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > most && oldest !== undefined) this.#answers.delete(oldest)
  }
}
