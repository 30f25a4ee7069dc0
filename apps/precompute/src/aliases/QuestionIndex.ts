/**
 * A vector index of cached questions: HNSW over 8-bit integers (`usearch`).
 *
 * It only proposes neighbours; it cannot tell whether two questions are the same. It lives in memory, about 0.5 KB
 * for a question of 256 dimensions. A search blocks its thread for some 50 µs at 50,000 questions.
 */
import { Index, MetricKind, ScalarKind } from "usearch"

export interface Near {
  readonly id: number
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
  readonly #ids = new Set<number>()

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

  /** `id`: whole, not negative. Replaces what has it. @throws Error where the vector has another length */
  add(id: number, vector: Float32Array): void {
    this.remove(id)
    this.#index.add(BigInt(id), vector, threads)
    this.#ids.add(id)
  }

  remove(id: number): void {
    if (this.#ids.delete(id)) this.#index.remove(BigInt(id))
  }

  /** The nearest first, at most `count`. */
  near(vector: Float32Array, count: number): ReadonlyArray<Near> {
    if (this.#ids.size === 0) return []
    const { distances, keys } = this.#index.search(vector, count, threads)
    const found: Array<Near> = []
    for (const [at, key] of keys.entries()) {
      const id = Number(key)
      // Fewer than `count` are padded.
      if (this.#ids.has(id)) found.push({ id, similarity: 1 - (distances[at] ?? 1) })
    }
    return found
  }

  get size(): number {
    return this.#ids.size
  }
}
