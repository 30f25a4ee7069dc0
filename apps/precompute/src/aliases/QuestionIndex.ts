/**
 * A vector index of cached questions of one language: HNSW over 8-bit integers (`usearch`).
 *
 * It only proposes neighbours; it cannot tell whether two questions are the same. It lives in memory, about 0.5 KB
 * for a question of 256 dimensions. A search blocks its thread for some 50 µs at 50,000 questions.
 */
import { Index, MetricKind, ScalarKind } from "usearch"

export interface Near {
  readonly text: string
  /** Cosine, at most 1. */
  readonly similarity: number
}

/** One thread: the worker shares its machine, and a pool's start costs more than a search. */
const threads = 1
const connectivity = 16
/** Of 50,000 clustered vectors the nearest is found always, in half of the time of the library's own 64. */
const expansion = { add: 64, search: 32 }

export class QuestionIndex {
  readonly #index: Index
  readonly #ids = new Map<string, bigint>()
  readonly #texts = new Map<bigint, string>()
  #next = 0n

  constructor(dimensions: number) {
    this.#index = new Index({
      dimensions,
      metric: MetricKind.Cos,
      quantization: ScalarKind.I8,
      connectivity,
      expansion_add: expansion.add,
      expansion_search: expansion.search,
      multi: false,
    })
  }

  /** Replaces the vector of the same text. @throws Error where the vector has another length */
  add(text: string, vector: Float32Array): void {
    this.#remove(text)
    this.#next += 1n
    this.#index.add(this.#next, vector, threads)
    this.#ids.set(text, this.#next)
    this.#texts.set(this.#next, text)
  }

  keepOnly(texts: ReadonlySet<string>): void {
    for (const text of this.#ids.keys()) if (!texts.has(text)) this.#remove(text)
  }

  has(text: string): boolean {
    return this.#ids.has(text)
  }

  /** The nearest first, at most `count`. */
  near(vector: Float32Array, count: number): ReadonlyArray<Near> {
    if (this.#ids.size === 0) return []
    const { distances, keys } = this.#index.search(vector, count, threads)
    return [...keys].flatMap((id, at) => {
      const text = this.#texts.get(id)
      // Fewer than `count` are padded.
      return text === undefined ? [] : [{ text, similarity: 1 - (distances[at] ?? 1) }]
    })
  }

  get size(): number {
    return this.#ids.size
  }

  #remove(text: string): void {
    const id = this.#ids.get(text)
    if (id === undefined) return
    this.#index.remove(id)
    this.#ids.delete(text)
    this.#texts.delete(id)
  }
}
