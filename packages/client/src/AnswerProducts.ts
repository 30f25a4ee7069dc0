/**
 * The lists of products of one answer, of which the last counts. When the answer comes again after a reconnect, a list
 * that was told is told again only if the answer ends with it and another one was told since.
 */
import type { ProductCard } from "./Frames.ts"

type Products = ReadonlyArray<ProductCard>

export class AnswerProducts {
  readonly #told = new Set<string>()
  #shown: string | undefined
  #last: Products | undefined
  #isReplaying = false

  /** The list, if it is to be told now. */
  add(products: Products): Products | undefined {
    this.#last = products
    return this.#isReplaying && this.#told.has(JSON.stringify(products))
      ? undefined
      : this.#tell(products)
  }

  /** The answer comes again from its beginning. */
  restart(): void {
    this.#last = undefined
    this.#isReplaying = true
  }

  /** The answer is whole: its last list, if another one is shown. */
  end(): Products | undefined {
    return this.#last === undefined || JSON.stringify(this.#last) === this.#shown
      ? undefined
      : this.#tell(this.#last)
  }

  #tell(products: Products): Products {
    this.#shown = JSON.stringify(products)
    this.#told.add(this.#shown)
    this.#isReplaying = false
    return products
  }
}
