/**
 * A part that is loaded only when it is measured: for those over the assistant, whose reader of questions takes a
 * second to construct, which help, `check` and a wrong option do not wait for.
 */
import type { Part } from "./Benchmark.ts"

export const partLater = (name: string, load: () => Promise<Part>): Part => ({
  name,
  measure: async (measuring) => (await load()).measure(measuring),
})
