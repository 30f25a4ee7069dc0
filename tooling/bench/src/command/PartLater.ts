/**
 * Makes a part of a benchmark whose module is imported only when it is measured. Some take a second to import, which
 * `--help`, `check` and a wrong option need not wait for.
 */
import type { Part } from "./Benchmark.ts"

export const partLater = (name: string, load: () => Promise<Part>): Part => ({
  name,
  measure: async (measuring) => (await load()).measure(measuring),
})
