/**
 * Collects a request body up to a limit. A larger one yields `"too-large"` once, and its remaining chunks are
 * discarded.
 */
export class BoundedBody {
  readonly #limitBytes: number
  #chunks: Array<Uint8Array> = []
  #bytes = 0
  #settled = false

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  /** The whole body with its last chunk, `"too-large"` once the limit is passed, nothing in between. */
  add(chunk: Uint8Array, isLast: boolean): Uint8Array | "too-large" | undefined {
    if (this.#settled) return undefined
    this.#bytes += chunk.length
    if (this.#bytes > this.#limitBytes) {
      this.#settled = true
      this.#chunks = []
      return "too-large"
    }
    // Copied: the native server takes the memory back when its callback returns.
    if (chunk.length > 0) this.#chunks.push(chunk.slice())
    if (!isLast) return undefined
    this.#settled = true
    return Buffer.concat(this.#chunks)
  }
}
