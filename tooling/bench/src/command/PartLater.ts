/**
 * Loads a part of a benchmark only when it is measured. Parts over the assistant take a second to load, which
 * `--help`, `check` and a wrong option need not wait for.
 */
import type { Part } from "./Benchmark.ts"

export const partLater = (name: string, load: () => Promise<Part>): Part => ({
  name,
  measure: async (measuring) => (await load()).measure(measuring),
})
